"""`manage.py upload_media`: bring the files of this machine into the bucket."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from blog.storage import copying, files
from blog.storage.errors import StorageAwayError
from cms import file_storage


class Command(BaseCommand):
    """Copies what is not there yet; running it again copies what has come since."""

    help = "Copy the files of GAZETTE_HOME/media into the bucket that STORAGE_URL names. They stay here as well."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be copied, and copy nothing")

    def handle(self, *, dry_run: bool, verbosity: int, **_options: Any) -> None:
        """Copy, and say how many.

        Raises:
            CommandError: when there is no bucket, or it does not take a file.
        """
        if settings.STORAGES["default"] == file_storage.FOLDER:
            raise CommandError("Set STORAGE_URL: without a bucket there is nowhere to copy files to.")
        if reason := files.reason_away():
            raise CommandError(f"Files: {default_storage} cannot be used ({reason}). Mend STORAGE_URL, then run this again.")
        copied = present = 0
        try:
            for name, is_new in copying.copy(settings.MEDIA_ROOT, default_storage, dry_run=dry_run):
                copied, present = copied + is_new, present + (not is_new)
                if is_new and verbosity > 1:
                    self.stdout.write(name)
        except StorageAwayError as error:
            raise CommandError(
                f"Files: {default_storage} is away after {copied} files ({error.reason}). Run this again."
            ) from error
        would = "would be " if dry_run else ""
        self.stdout.write(f"{copied} files {would}copied to {default_storage}, {present} were there")
