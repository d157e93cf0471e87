"""Writes what an import does while it does it, for people and for programs."""

import json
from dataclasses import asdict

from django.core.management.base import OutputWrapper
from django.core.management.color import Style

from blog.imports.report import DocumentReport, Report


class TextReport:
    """Warnings as they come, and the counts at the end."""

    def __init__(self, out: OutputWrapper, style: Style) -> None:
        self._out, self._style = out, style

    def write(self, document: DocumentReport) -> None:
        """Write the warnings of a document."""
        for warning in document.warnings:
            self._out.write(f"{document.path}: {warning}")

    def finish(self, report: Report, *, is_dry_run: bool) -> None:
        """Write the counts."""
        counts = ", ".join(f"{number} {outcome}" for outcome, number in report.counts.items() if number) or "nothing to import"
        self._out.write(self._style.SUCCESS(counts) + (" (dry run: nothing was stored)" if is_dry_run else ""))


class JsonReport:
    """One object: `documents`, each as it comes, and `counts`."""

    def __init__(self, out: OutputWrapper) -> None:
        self._out, self._before = out, '{"documents": [\n'

    def write(self, document: DocumentReport) -> None:
        """Write a document."""
        self._out.write(self._before + json.dumps(asdict(document), ensure_ascii=False), ending="")
        self._before = ",\n"

    def finish(self, report: Report, *, is_dry_run: bool) -> None:  # noqa: ARG002  # a program knows what it asked for
        """Write the counts, and close the object."""
        begun = self._before if self._before.startswith("{") else "\n"
        self._out.write(f'{begun}], "counts": {json.dumps(report.counts)}}}')
