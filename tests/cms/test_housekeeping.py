"""What is tidied up every hour."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from blog.comments.models import Follow, PendingComment
from blog.mailing.models import OutgoingMail
from cms import housekeeping
from cms.housekeeping import FINISHED_TASKS_KEPT, LONGEST_TASK, MOST_STARTS
from tests.factories import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue")]
NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=100)


@pytest.fixture
def queue(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def a_task(status: TaskResultStatus, **fields: Any) -> DBTaskResult[Any, Any]:
    given = {
        "args_kwargs": {"args": [], "kwargs": {}},
        "task_path": "blog.mailing.tasks.send_outgoing",
        "backend_name": "default",
    }
    return DBTaskResult.objects.create(status=status, run_after=LONG_AGO, **(given | fields))


def done() -> dict[str, int]:
    with time_machine.travel(NOW, tick=False):
        return dict(housekeeping.run(at=NOW))


def test_on_a_tidy_site_there_is_nothing_to_do() -> None:
    assert set(done().values()) == {0}


def test_what_has_expired_goes() -> None:
    post = PostFactory.create(related_at=LONG_AGO)
    dates = {"created_at": LONG_AGO, "expires_at": LONG_AGO}
    PendingComment.objects.create(post=post, name="Guest One", email="guest@example.org", text="Words.", **dates)
    Follow.objects.create(post=post, email="guest@example.org", language="en", created_at=LONG_AGO, asked_at=LONG_AGO)
    OutgoingMail.objects.create(
        key="1", recipient="guest@example.org", subject="Old", created_at=LONG_AGO, not_before=LONG_AGO, sent_at=LONG_AGO
    )
    Session.objects.create(session_key="a", session_data="", expire_date=LONG_AGO)
    a_task(TaskResultStatus.SUCCESSFUL, finished_at=LONG_AGO)
    assert {deed for deed, count in done().items() if count == 1} == {
        "unconfirmed replies deleted",
        "unconfirmed followers deleted",
        "old mails deleted from the outbox",
        "expired sessions deleted",
        "results of old tasks deleted",
        "files of the sitemap that have changed",
    }
    assert set(done().values()) == {0}


def test_what_has_not_expired_stays() -> None:
    Session.objects.create(session_key="a", session_data="", expire_date=NOW + timedelta(seconds=1))
    a_task(TaskResultStatus.SUCCESSFUL, finished_at=NOW - FINISHED_TASKS_KEPT)
    a_task(TaskResultStatus.READY)
    assert set(done().values()) == {0}
    assert (Session.objects.count(), DBTaskResult.objects.count()) == (1, 2)


def test_mails_that_wait_are_sent_again() -> None:
    OutgoingMail.objects.create(key="1", recipient="a@example.org", subject="New", created_at=NOW, not_before=NOW)
    assert done()["mails due: sending begun again"] == 1
    assert DBTaskResult.objects.get().task_path == "blog.mailing.tasks.send_outgoing"


def test_a_task_whose_worker_died_is_started_again() -> None:
    task = a_task(TaskResultStatus.RUNNING, started_at=NOW - LONGEST_TASK - timedelta(seconds=1), worker_ids=["one"])
    assert done()["interrupted tasks started again"] == 1
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY


def test_a_task_that_may_still_run_is_left_alone() -> None:
    task = a_task(TaskResultStatus.RUNNING, started_at=NOW - LONGEST_TASK, worker_ids=["one"])
    assert done()["interrupted tasks started again"] == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_a_task_that_took_several_workers_with_it_is_given_up() -> None:
    task = a_task(TaskResultStatus.RUNNING, started_at=LONG_AGO, worker_ids=["worker"] * MOST_STARTS)
    assert done()["interrupted tasks started again"] == 0
    task.refresh_from_db()
    assert (task.status, task.finished_at) == (TaskResultStatus.FAILED, NOW)


def test_the_command_prints_a_line_for_each_job() -> None:
    output = StringIO()
    call_command("housekeeping", stdout=output)
    assert len(output.getvalue().splitlines()) == len(housekeeping.JOBS)
    assert "     0 expired sessions deleted\n" in output.getvalue()


def test_the_command_can_be_silent() -> None:
    output = StringIO()
    call_command("housekeeping", verbosity=0, stdout=output)
    assert output.getvalue() == ""
