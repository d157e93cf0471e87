"""What the page cache counts, and how an operator reads it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from cms.pagecache.counters import ANSWERS, BYTES, HITS, WAITED, Counters, Miss, folder


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    settings.GAZETTE_HOME, settings.PAGE_CACHE_MEGABYTES = tmp_path, 16


def said(capsys: Any, *options: str) -> str:
    call_command("cache_status", *options)
    out: str = capsys.readouterr().out
    return out


def test_the_figures_of_this_moment_are_shown(capsys: Any) -> None:
    counters = Counters(folder())
    counters.add(HITS, 70)
    counters.add(WAITED, 5)
    counters.add(Miss.ABSENT, 20)
    counters.add(Miss.STATUS, 5)
    counters.add(Miss.NOT_KEPT, 1000)
    counters.holds(answers=12, size=3 * 1024 * 1024)
    lines = said(capsys).splitlines()
    assert "Hit rate        75.0% of the requests for pages that may be kept" in lines
    assert "Kept            12 answers, 3.0 MB" in lines
    assert lines[-3:] == [
        "      1000  the page is never kept",
        "        20  not there: new, changed since, or gone for room",
        "         5  not an answer of status 200",
    ]


def test_programs_read_json(capsys: Any) -> None:
    Counters(folder()).holds(answers=1, size=10)
    found = json.loads(said(capsys, "--format", "json"))
    assert (found["processes"], found["hit_rate"], found[ANSWERS], found[BYTES]) == (1, 0.0, 1, 10)
    assert set(found["misses"].values()) == {0}


def test_processes_that_have_ended_do_not_count(capsys: Any) -> None:
    Counters(folder()).add(HITS)
    gone = folder() / "pagecache-999999999"
    gone.write_bytes((folder() / f"pagecache-{os.getpid()}").read_bytes())
    assert "Web processes   1" in said(capsys)
    assert not gone.exists()


def test_the_file_of_a_process_that_is_just_starting_stays(capsys: Any) -> None:
    Counters(folder()).add(HITS)
    starting = folder() / f"pagecache-{os.getppid()}"
    starting.touch()
    assert "Web processes   1" in said(capsys)
    assert starting.exists()


@pytest.mark.parametrize("runs", [True, False])
def test_a_process_may_start_while_another_clears_away_what_it_finds_too(
    runs: bool,  # noqa: FBT001  # a parameter
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cleared = folder() / f"pagecache-{os.getpid() if runs else 999_999_999}"
    monkeypatch.setattr(Path, "glob", lambda _folder, _pattern: iter([cleared]))
    counters = Counters(folder())
    counters.add(HITS)
    assert counters.figures()[HITS] == 1


def test_without_a_web_process_it_says_so() -> None:
    with pytest.raises(CommandError, match="No web process runs here"):
        call_command("cache_status")


def test_without_a_cache_it_says_so(settings: Settings) -> None:
    settings.PAGE_CACHE_MEGABYTES = 0
    with pytest.raises(CommandError, match="There is no page cache"):
        call_command("cache_status")
