"""Workers that claim in the same moment, on PostgreSQL (on SQLite: see the two workers of `test_killed_worker`)."""

from itertools import chain
from threading import Barrier, Thread

import pytest
from django.db import connection
from pytest_django import Settings

from blog.mailing import delivery
from tests.blog.mailing.outbox import NOW, put_mails

WORKERS, MAILS = 6, 100


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("bound", "claimed"), [(0, MAILS), (50, 50)])
def test_no_mail_is_claimed_twice_and_the_bound_holds_for_all_together(settings: Settings, bound: int, claimed: int) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the suite's SQLite database is in memory: no second connection waits for its lock")
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    settings.MAILS_A_MINUTE = bound
    put_mails(MAILS)
    start, batches = Barrier(WORKERS), list[list[int]]()

    def work() -> None:
        start.wait()
        while batch := delivery.claim(at=NOW, plan=None):
            batches.append(batch)
        connection.close()

    workers = [Thread(target=work) for _worker in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    numbers = list(chain(*batches))
    assert len(numbers) == len(set(numbers)) == claimed
