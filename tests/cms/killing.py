"""Killing web processes while guests reply: what was said to be taken must be there, and nobody gets a mail twice."""

import email
import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from urllib.parse import urlencode

from tests.cms.databases import Execute
from tests.cms.serving import Site, processes_below
from tests.journeys.test_reply_as_guest import Form

WRITERS = 4
WRITES_AROUND_A_KILL = 5
PATIENCE_SECONDS = 120
GROWN_SECONDS = 4
PAGE = "/posts/a-post/reply/"
LINE = "-" * 79 + "\n"  # what Django writes between the mails of a file


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of some rounds. `acknowledged` are the replies that a browser was told were taken; `cut_off` the others.

    Of those that were cut off, nobody was told anything: some are stored, and of these some got their mail.
    """

    kills: int
    acknowledged: int
    cut_off: int
    lost: int
    doubled_rows: int
    missing_mails: int
    doubled_mails: int

    def __str__(self) -> str:
        return (
            f"{self.kills} web processes killed with -9; {self.acknowledged} replies acknowledged, {self.cut_off} cut off; "
            f"{self.lost} acknowledged ones lost, {self.doubled_rows} stored twice; "
            f"{self.missing_mails} mails missing, {self.doubled_mails} sent twice"
        )


@dataclass
class Writers:
    """Guests who reply one after another until they are stopped, each reply from an address of its own."""

    port: int
    acknowledged: list[str] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    last_answer: int | Exception | None = None
    numbers: "count[int]" = field(default_factory=count)
    lock: Lock = field(default_factory=Lock)
    end: Event = field(default_factory=Event)

    def write(self) -> None:
        """Reply again and again."""
        while not self.end.is_set():
            with self.lock:
                number = next(self.numbers)
            address = f"guest{number}@example.org"
            try:
                answer: int | Exception = self.reply(number, address)
            except (OSError, HTTPException) as error:
                answer = error
                self.end.wait(0.05)
            (self.acknowledged if answer == HTTPStatus.FOUND else self.cut_off).append(address)
            self.last_answer = answer

    def reply(self, number: int, address: str) -> int:
        """Send a reply, and return the status of the answer: 302 when the site has it."""
        network = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", PAGE, headers=network)
            response = connection.getresponse()
            fields = Form(response.read().decode()).hidden
            cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
            fields |= {
                "name": f"Guest {number}",
                "email": address,
                "comment": f"What guest {number} thinks of it.",
                "honeypot": "",
            }
            kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
            connection.request("POST", PAGE, urlencode(fields), network | kind)
            response = connection.getresponse()
            response.read()
            return response.status


def web_processes(site: Site) -> list[int]:
    """Return the processes that answer requests."""
    return [pid for pid, command in processes_below(site.process.pid).items() if "db_worker" not in command]


@dataclass
class Victims:
    """The web processes of a site; a server gives up where those that it has just started die at once."""

    site: Site
    seen_at: dict[int, float] = field(default_factory=dict)
    killed: set[int] = field(default_factory=set)

    def kill_one(self) -> None:
        """Kill whichever of them has lived for a while, once there is one."""
        victim = random.choice(_wait_for(self.grown, "a web process that has lived for a while"))  # noqa: S311  # whichever
        os.kill(victim, signal.SIGKILL)
        self.killed.add(victim)

    def grown(self) -> list[int]:
        """Return those that have lived for a while; one that was killed may still be listed for a moment."""
        now = monotonic()
        alive = set(web_processes(self.site)) - self.killed
        return [pid for pid in alive if now - self.seen_at.setdefault(pid, now) > GROWN_SECONDS]


def kill_again_and_again(site: Site, execute: Execute, mail_folder: Path, *, rounds: int) -> Outcome:
    """Kill a web process in each round while guests reply, then let all mails go out and count what came of it."""
    writers = Writers(site.port)
    threads = [Thread(target=writers.write) for _writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        victims = Victims(site)
        for _round in range(rounds):
            _wait_for_writes(writers)
            victims.kill_one()
        _wait_for_writes(writers)
    except TimeoutError as error:
        error.add_note(f"The last answer: {writers.last_answer!r}; the status of the server: {site.process.poll()}")
        error.add_note(f"Its processes: {processes_below(site.process.pid)}\n{site.said()}")
        raise
    finally:
        writers.end.set()
        for thread in threads:
            thread.join()
    waiting = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
    _wait_for(lambda: tuple(execute(waiting).fetchone()) == (0,), "all mails to be sent")
    stored = Counter(address for (address,) in execute("SELECT email FROM comments_pendingcomment").fetchall())
    mailed = Counter(recipients(mail_folder))
    return Outcome(
        kills=rounds,
        acknowledged=len(writers.acknowledged),
        cut_off=len(writers.cut_off),
        lost=sum(address not in stored for address in writers.acknowledged),
        doubled_rows=sum(number > 1 for number in stored.values()),
        missing_mails=sum(address not in mailed for address in writers.acknowledged),
        doubled_mails=sum(number > 1 for number in mailed.values()),
    )


def recipients(folder: Path) -> list[str]:
    """Return whom each mail is for."""
    texts = [text for file in folder.glob("*.log") for text in file.read_text().split(LINE) if text.strip()]
    return [str(email.message_from_string(text)["To"]) for text in texts]


def _wait_for_writes(writers: Writers) -> None:
    wanted = len(writers.acknowledged) + WRITES_AROUND_A_KILL
    _wait_for(lambda: len(writers.acknowledged) >= wanted, "replies to be taken")


def _wait_for[T](look: Callable[[], T], name: str) -> T:
    """Return what is found once there is something."""
    until = monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        if monotonic() > until:
            raise TimeoutError(f"waited for {name} in vain")
        Event().wait(0.05)
    return found
