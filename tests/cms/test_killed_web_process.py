"""A web process killed with -9 under load loses nothing that it said it has taken. More rounds: tests/bench/killing.py."""

from pathlib import Path

import pytest

from tests.cms.databases import own_database, prompt
from tests.cms.killing import kill_again_and_again
from tests.cms.serving import fill, served, set_up

ROUNDS = 3


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the processes are found by their entries in /proc")
def test_no_acknowledged_reply_is_lost_and_no_mail_is_doubled(tmp_path: Path) -> None:
    with own_database(tmp_path) as url:
        set_up(tmp_path, DATABASE_URL=url)
        fill(tmp_path, DATABASE_URL=url)
        with served(tmp_path, DATABASE_URL=url) as site, prompt(url) as execute:
            outcome = kill_again_and_again(site, execute, tmp_path / "mail", rounds=ROUNDS)
    print(outcome)  # noqa: T201  # the counts
    assert outcome.acknowledged >= ROUNDS
    assert (outcome.lost, outcome.doubled_rows, outcome.missing_mails, outcome.doubled_mails) == (0, 0, 0, 0)
