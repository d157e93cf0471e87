"""`manage.py serve`: run the site."""

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from blog.storage import files
from cms import server


class Command(BaseCommand):
    """Serves pages and runs background tasks until it is stopped."""

    help = "Serve the site (WORKERS web workers and a process for background tasks) at HOST and PORT until Ctrl+C or SIGTERM."

    def handle(self, **_options: Any) -> None:
        """Serve where `HOST` and `PORT` say.

        Raises:
            CommandError: when the site is not set up, or the address is taken.
        """
        self.require_set_up()
        try:
            server.serve(host=settings.HOST, port=settings.PORT, workers=settings.WORKERS, announce=self.announce)
        except server.AddressInUseError as error:
            raise CommandError(f"{error}: end the other program, or choose another port with PORT=8001.") from error

    def require_set_up(self) -> None:
        """See that the database has its tables and the static files are in place."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date: run `python manage.py migrate` (or quickstart) first.")
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # workers, which are forked, would lack its threads
        self.look_at_files()
        if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
            raise CommandError("The static files are not in place: run `python manage.py collectstatic` (or quickstart) first.")

    def look_at_files(self) -> None:
        """Say if files cannot be reached; pages are served without them. The workers share what this loads."""
        if reason := files.reason_away():
            told = f"Files: {default_storage} cannot be used ({reason}). Pages are served; images and uploads fail meanwhile."
            self.stderr.write(self.style.WARNING(told))
        files.let_go()

    def announce(self) -> None:
        """Say where the site is."""
        self.stdout.write(self.style.SUCCESS(f"Gazette is at {settings.SITE_URL} - press Ctrl+C to stop."))
        self.stdout.flush()
