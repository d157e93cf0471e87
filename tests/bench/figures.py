"""Figures that a benchmark finds: passed on as JSON lines, saved, and compared with those of an earlier run."""

import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

COLUMNS = ("", "measured", "now", "then", "ratio", "limit", "and")
WIDTH = 150
NUMBERS = {"now", "then", "ratio"}
NOISE = 0.15  # what two runs on one machine differ by anyway


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of a subject, in a unit. `limit` is the bar that the design sets, in the direction that is better."""

    subject: str
    name: str
    value: float
    unit: str
    more_is_better: bool = False
    limit: float | None = None
    note: str = ""

    @property
    def key(self) -> str:
        """By what it is known in another run."""
        return f"{self.subject}: {self.name} [{self.unit}]"

    @property
    def shown(self) -> str:
        """The value with its unit, in as many digits as mean something."""
        digits = 0 if abs(self.value) >= 100 or self.value == int(self.value) else 1 if abs(self.value) >= 10 else 2  # three
        return f"{self.value:,.{digits}f} {self.unit}".strip()

    @property
    def verdict(self) -> str:
        """Whether it keeps to its limit; empty where there is none."""
        if self.limit is None:
            return ""
        keeps = self.value >= self.limit if self.more_is_better else self.value <= self.limit
        return "kept" if keeps else f"missed ({self.limit:g})"


def machine() -> str:
    """Return what a run may be compared on: the processors, the version of Python and the kind of database."""
    names = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    database = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    return f"{os.cpu_count()} x {next(iter(names), platform.processor())}, Python {platform.python_version()}, {database}"


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def console() -> Console:
    """Return where tables are printed; in a file they have room."""
    return Console() if sys.stdout.isatty() else Console(width=WIDTH)


def tell(figures: Iterable[Figure], *, is_json: bool) -> None:
    """Print figures: as a table, or a line of JSON each, as soon as it is known."""
    if is_json:
        for figure in figures:
            print(json.dumps(asdict(figure)), flush=True)  # noqa: T201  # for the process that asked
    else:
        console().print(table_of(list(figures), {}))


def heard(lines: Iterable[str]) -> Iterator[Figure]:
    """Yield the figures that another process tells."""
    for line in lines:
        if line.startswith("{"):
            yield Figure(**json.loads(line))


def save(figures: Iterable[Figure], path: Path) -> None:
    """Write a run down, with the machine on which it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {figure.key: figure.value for figure in figures}
    path.write_text(json.dumps({"machine": machine(), "figures": values}, indent=1, ensure_ascii=False), encoding="utf-8")


def saved(path: Path) -> dict[str, float]:
    """Return the figures of a run that was written down on this machine, by their keys; none of another machine."""
    if not path.exists():
        return {}
    run = json.loads(path.read_text(encoding="utf-8"))
    return dict(run["figures"]) if run["machine"] == machine() else {}


def table_of(figures: Iterable[Figure], before: dict[str, float]) -> Table:
    """Return the one table of a run, each figure as a ratio of what it was in a saved one."""
    table = Table(title=machine(), title_justify="left")
    for column in COLUMNS:
        table.add_column(column, justify="right" if column in NUMBERS else "left")
    subject = ""
    for figure in figures:
        if figure.subject != subject and subject:
            table.add_section()
        then = before.get(figure.key)
        ratio = "" if not then else f"{figure.value / then:.2f}"
        shown = "" if then is None else f"{then:,.1f}"
        head = figure.subject if figure.subject != subject else ""
        table.add_row(head, figure.name, figure.shown, shown, _colored(figure, ratio), figure.verdict, figure.note)
        subject = figure.subject
    return table


def _colored(figure: Figure, ratio: str) -> str:
    """Return a ratio in the color of what it means, where it is more than noise."""
    if not ratio or abs(float(ratio) - 1) < NOISE:
        return ratio
    is_better = (float(ratio) > 1) is figure.more_is_better
    return f"[{'green' if is_better else 'red'}]{ratio}[/]"
