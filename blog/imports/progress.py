"""A progress bar where somebody is watching."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from blog.imports.report import DocumentReport
from blog.imports.sources import find_documents

type OnDocument = Callable[[DocumentReport], None]


@contextmanager
def shown_on(stream: OutputWrapper, paths: Sequence[Path], then: OnDocument) -> Iterator[OnDocument]:
    """Give a function to call with each finished document, which hands it on to `then`; on a terminal it moves a bar.

    What `then` writes about a document that has warnings stands above the bar.
    """
    console = Console(file=cast("TextIO", stream))
    if not console.is_terminal:
        yield then
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Importing", total=sum(1 for _document in find_documents(paths)))

        def advance(report: DocumentReport) -> None:
            bar.update(task, advance=1, description=f"Importing {report.path[-40:]}")
            if report.warnings:
                bar.stop()
            then(report)
            if report.warnings:
                bar.start()

        yield advance
