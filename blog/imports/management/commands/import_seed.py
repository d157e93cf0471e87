"""`manage.py import_seed`: bring documents in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from blog.imports import arguments
from blog.imports.importer import ImportOptions, import_paths
from blog.imports.progress import shown_on
from blog.imports.writing import JsonReport, TextReport


class Command(BaseCommand):
    """Imports files and folders of documents as posts."""

    help = "Import documents as posts. Importing the same document again changes nothing; a person's edit is never overwritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take paths and what holds for all documents."""
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help=f"Files and folders (default: {settings.SEEDS})."
        )
        parser.add_argument("--dry-run", action="store_true", help="Do everything and take it back: shows what would happen.")
        parser.add_argument(
            "--organization", type=arguments.organization, help="The organization (its address or name) that publishes."
        )
        parser.add_argument(
            "--published-at", type=arguments.moment, help="When they were published, such as 2017-08-09 or 2017-08-09T10:00."
        )
        parser.add_argument("--draft", action="store_true", help="Import as drafts.")
        parser.add_argument("--language", type=arguments.language, help="The language of the documents, such as en or ro.")
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help="How the report is written (%(default)s)."
        )

    def handle(self, *, paths: list[Path], **given: Any) -> None:
        """Import, report, and exit with status 1 when a document failed.

        Raises:
            CommandError: when something was not imported.
        """
        options = ImportOptions(
            organization=given["organization"],
            published_at=given["published_at"],
            is_draft=given["draft"],
            language=given["language"],
            is_dry_run=given["dry_run"],
        )
        paths = paths or [settings.SEEDS]
        writer = JsonReport(self.stdout) if given["format"] == "json" else TextReport(self.stdout, self.style)
        with shown_on(self.stderr, paths, writer.write) as on_document:
            report = import_paths(paths, options, at=timezone.now(), on_document=on_document)
        writer.finish(report, is_dry_run=options.is_dry_run)
        if failures := report.failures:
            raise CommandError("\n".join([*failures, f"{len(failures)} of {report.total} could not be imported."]))
