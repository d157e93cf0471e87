"""`manage.py quickstart`: everything that a site needs before it is served."""

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from blog.storage import files
from cms import setup


class Command(BaseCommand):
    """Sets the site up; running it again changes nothing that is in order."""

    help = "Make the tables, import the seed documents, make the first administrator and put static files in place."

    def handle(self, **_options: Any) -> None:
        """Take each step and say what it did.

        Raises:
            CommandError: when files cannot be stored where STORAGE_URL says.
        """
        setup.migrate()
        setup.name_site()
        self.stdout.write(f"Database   {settings.DATABASES['default']['NAME']} is up to date")
        if reason := files.reason_away():
            raise CommandError(f"Files: {default_storage} cannot be used ({reason}). Mend STORAGE_URL, then run this again.")
        self.stdout.write(f"Files      are kept in {setup.place_of_files()}")
        report = setup.import_seeds()
        counts = ", ".join(f"{number} {outcome}" for outcome, number in report.counts.items() if number) or "nothing to import"
        self.stdout.write(f"Documents  {counts} (from {settings.SEEDS})")
        for failure in report.failures:
            self.stderr.write(self.style.WARNING(f"           {failure}"))
        self.stdout.write(f"Static     {setup.collect_static_files()}")
        password = setup.make_first_administrator()
        self.stdout.write(f"Site       {settings.SITE_URL}/")
        self.stdout.write(f"Admin      {settings.SITE_URL}/admin/")
        if password:
            self.stdout.write(self.style.SUCCESS(f"           sign in as {settings.FIRST_ADMINISTRATOR}, password {password}"))
            self.stdout.write("           The password is shown this once; change it in the admin.")
