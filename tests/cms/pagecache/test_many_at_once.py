"""Many visitors at once: one rendering a page, and no answer that was overtaken by a change."""

from collections.abc import Collection, Iterable
from threading import Barrier, Event, Lock, Thread
from typing import Any

import pytest
from django.db import OperationalError

from blog.posts import turning
from cms.pagecache import PageCache
from cms.pagecache.counters import HITS, WAITED, Counters, Miss
from cms.pagecache.freshness import Freshness
from tests.cms.pagecache.asking import CAPACITY_BYTES, Asker, Given


class Newspaper:
    """An application that answers an edition; it waits for the printer, and says how often it was asked."""

    def __init__(self) -> None:
        self.edition, self.printed = "morning", 0
        self.asked, self.printer = Event(), Event()

    def __call__(self, _environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.printed += 1
        edition = self.edition
        self.asked.set()
        assert self.printer.wait(10)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [edition.encode()]


class Messenger:
    """A watcher that tells what it was told to, or that the database is gone."""

    def __init__(self) -> None:
        self.told: set[str] = set()
        self.is_gone = False
        self.closed = 0

    def news(self) -> Collection[str]:
        if self.is_gone:
            raise OperationalError
        told, self.told = self.told, set()
        return told

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def newspaper() -> Newspaper:
    return Newspaper()


@pytest.fixture
def messenger() -> Messenger:
    return Messenger()


@pytest.fixture
def cache(newspaper: Newspaper, messenger: Messenger, monkeypatch: pytest.MonkeyPatch) -> PageCache:
    monkeypatch.setattr(turning, "next_turn", lambda _after: None)  # what it asks the database is no matter here
    monkeypatch.setattr(turning, "turned", lambda _since, _until: set())
    return PageCache(newspaper, messenger, capacity_bytes=CAPACITY_BYTES, counters=Counters())


def at_once(cache: PageCache, visitors: int, meanwhile: Any) -> list[Given]:
    """Let visitors ask for one page at the same time; when the first one is being answered, something happens."""
    start, given = Barrier(visitors), list[Given]()

    def visit() -> None:
        start.wait()
        given.append(Asker(cache)("/robots.txt"))

    threads = [Thread(target=visit) for _visitor in range(visitors)]
    for thread in threads:
        thread.start()
    meanwhile()
    for thread in threads:
        thread.join()
    return given


def test_one_visitor_has_the_page_rendered_and_the_others_wait(cache: PageCache, newspaper: Newspaper) -> None:
    def print_it() -> None:
        assert newspaper.asked.wait(10)
        newspaper.printer.set()

    given = at_once(cache, 8, print_it)
    assert [answer.text for answer in given] == ["morning"] * 8
    assert newspaper.printed == 1
    figures = cache.counters.figures()
    assert (figures[Miss.ABSENT], figures[HITS] + figures[WAITED]) == (1, 7)


def test_a_page_that_changes_while_it_is_rendered_is_not_kept(
    cache: PageCache, newspaper: Newspaper, messenger: Messenger
) -> None:
    def change() -> None:
        assert newspaper.asked.wait(10)
        newspaper.edition = "evening"
        messenger.told = {"*"}
        newspaper.printer.set()

    (first,) = at_once(cache, 1, change)
    assert first.text == "morning"  # it was right when it was asked for
    assert Asker(cache)("/robots.txt").text == "evening"
    assert cache.counters.figures()[Miss.CHANGED] == 1


def test_who_asks_after_the_change_does_not_get_what_was_begun_before(
    cache: PageCache, newspaper: Newspaper, messenger: Messenger
) -> None:
    late: list[Given] = []

    def change() -> None:
        assert newspaper.asked.wait(10)
        newspaper.edition = "evening"
        messenger.told = {"*"}
        visitor = Thread(target=lambda: late.append(Asker(cache)("/robots.txt")))
        visitor.start()
        newspaper.printer.set()
        visitor.join()

    at_once(cache, 1, change)
    assert [answer.text for answer in late] == ["evening"]


def test_without_the_database_django_answers_and_nothing_is_trusted(
    cache: PageCache, newspaper: Newspaper, messenger: Messenger
) -> None:
    newspaper.printer.set()
    ask = Asker(cache)
    ask("/robots.txt")
    newspaper.edition = "evening"
    messenger.is_gone = True
    assert ask("/robots.txt").text == "evening"
    assert cache.counters.figures()[Miss.UNREACHABLE] == 1
    assert messenger.closed == 1
    messenger.is_gone, newspaper.edition = False, "night"
    assert ask("/robots.txt").text == "night"
    assert len(cache.store) == 1


def test_a_page_that_fails_lets_the_next_visitor_try(cache: PageCache, newspaper: Newspaper) -> None:
    def fail(_environ: Any, _start: Any) -> Any:
        raise ZeroDivisionError

    newspaper.printer.set()
    cache.application = fail
    with pytest.raises(ZeroDivisionError):
        Asker(cache)("/robots.txt")
    cache.application = newspaper
    assert Asker(cache)("/robots.txt").status == 200


class Door:
    """A lock that says when so many stand before it."""

    def __init__(self, expected: int) -> None:
        self.lock, self.counting = Lock(), Lock()
        self.expected, self.all_there = expected, Event()

    def __enter__(self) -> None:
        with self.counting:
            self.expected -= 1
        if not self.expected:
            self.all_there.set()
        self.lock.acquire()

    def __exit__(self, *_error: object) -> None:
        self.lock.release()


class SlowMessenger(Messenger):
    """A watcher whose looks take until they are let go; it counts them."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0
        self.is_looking, self.go_on = Event(), Event()

    def news(self) -> Collection[str]:
        self.looks += 1
        told = super().news()
        self.is_looking.set()
        assert self.go_on.wait(10)
        return told


def test_one_looks_for_all_who_came_meanwhile_and_sees_what_the_look_before_did_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turning, "next_turn", lambda _after: None)
    monkeypatch.setattr(turning, "turned", lambda _since, _until: set())
    messenger, applied, positions, door = SlowMessenger(), list[str](), list[int](), Door(7)
    freshness = Freshness(messenger, applied.extend)
    monkeypatch.setattr(freshness, "_lock", door)
    first = Thread(target=freshness.refresh)
    first.start()
    assert messenger.is_looking.wait(10)
    messenger.told = {"post:1"}  # too late for the first look
    others = [Thread(target=lambda: positions.append(freshness.refresh())) for _visitor in range(6)]
    for other in others:
        other.start()
    assert door.all_there.wait(10)
    messenger.go_on.set()
    for thread in (first, *others):
        thread.join()
    assert applied == ["post:1"]
    assert messenger.looks == 2
    assert positions == [1] * 6


def test_a_look_that_fails_is_no_look(messenger: Messenger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turning, "next_turn", lambda _after: None)
    freshness = Freshness(messenger, lambda _subjects: None)
    messenger.is_gone = True
    for _time in range(2):
        with pytest.raises(OperationalError):
            freshness.refresh()
    assert messenger.closed == 2
