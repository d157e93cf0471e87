"""A progress bar where somebody is watching."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO, cast

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from blog.imports.report import DocumentReport


@contextmanager
def shown_on(stream: OutputWrapper) -> Iterator[Callable[[DocumentReport, int], None]]:
    """Give a function to call with each finished document; on a terminal it moves a bar, elsewhere it stays quiet."""
    console = Console(file=cast("TextIO", stream))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Importing", total=None)

        def advance(report: DocumentReport, total: int) -> None:
            bar.update(task, advance=1, total=total, description=f"Importing {report.path[-40:]}")

        yield advance
