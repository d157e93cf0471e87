"""Workers that are killed with SIGKILL while they send, and the ones that come after them."""

import email
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.blog.mailing.worker import MAILS

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 60
LATER = "16"  # minutes: the claim of the dead has run out
KILLED = -9


@dataclass(frozen=True)
class Site:
    home: Path

    def start(self, command: str, **environment: str) -> subprocess.Popen[bytes]:
        passed_on = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        ours = {"GAZETTE_HOME": str(self.home), "MAILS_A_MINUTE": "0"}
        arguments = [sys.executable, "-m", "tests.blog.mailing.worker", command]
        return subprocess.Popen(arguments, cwd=ROOT, env=passed_on | ours | environment)  # noqa: S603  # our own command

    def run(self, command: str, **environment: str) -> int:
        return self.start(command, **environment).wait(PATIENCE_SECONDS)

    def mails(self) -> list[tuple[str, str]]:
        """Return the recipient and the Message-ID of each mail that arrived."""
        texts = [text for file in (self.home / "mail").glob("*.log") for text in file.read_text().split("-" * 79 + "\n")]
        messages = [email.message_from_string(text) for text in texts if text.strip()]
        return [(message["To"], message["Message-ID"]) for message in messages]

    def waiting(self) -> int:
        with sqlite3.connect(self.home / "gazette.sqlite3") as database:
            (count,) = database.execute("SELECT count(*) FROM mailing_outgoingmail WHERE sent_at IS NULL").fetchone()
        database.close()
        return int(count)


@pytest.fixture(scope="module")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("filled")
    assert Site(home).run("put") == 0
    return home


@pytest.fixture
def site(filled_home: Path, tmp_path: Path) -> Site:
    with sqlite3.connect(filled_home / "gazette.sqlite3") as original, sqlite3.connect(tmp_path / "gazette.sqlite3") as copy:
        original.backup(copy)
    for database in (original, copy):
        database.close()
    return Site(tmp_path)


@pytest.mark.parametrize("number", [20, 27])
def test_killed_between_two_mails_each_recipient_still_gets_exactly_one(site: Site, number: int) -> None:
    assert site.run("work", KILL=f"before {number}") == KILLED
    assert (len(site.mails()), site.waiting()) == (number - 1, MAILS - number + 1)
    assert site.run("work", LATER=LATER) == 0
    assert Counter(recipient for recipient, _id in site.mails()) == {f"reader{n}@example.org": 1 for n in range(1, MAILS + 1)}
    assert site.waiting() == 0


def test_killed_before_the_server_s_answer_is_stored_the_second_mail_has_the_same_message_id(site: Site) -> None:
    assert site.run("work", KILL="after 27") == KILLED
    assert site.run("work", LATER=LATER) == 0
    assert (len(site.mails()), len(set(site.mails()))) == (MAILS + 1, MAILS)
    assert len({message_id for _recipient, message_id in site.mails()}) == MAILS


def test_killed_again_and_again_all_arrive(site: Site) -> None:
    for later in range(2):
        assert site.run("work", KILL="before 9", LATER=str(16 * later)) == KILLED
    assert site.run("work", LATER="60") == 0
    assert len(site.mails()) == len(set(site.mails())) == MAILS


def test_two_workers_at_once_send_each_mail_once(site: Site) -> None:
    workers = [site.start("work") for _worker in range(2)]
    assert [worker.wait(PATIENCE_SECONDS) for worker in workers] == [0, 0]
    assert len(site.mails()) == len(set(site.mails())) == MAILS
