"""The task that sends the outbox."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from blog.mailing import delivery

AFTER_ALL_OTHERS = -50  # somebody waits for the mail with a link; for these, nobody does


@task(priority=AFTER_ALL_OTHERS)
def send_outgoing() -> None:
    """Send one batch; the next run is planned before, so that whoever is killed here has a successor.

    A queue that cannot wait (that of the tests) gets no next run: there, this goes on until nothing may go now.
    """
    plan = _plan if send_outgoing.get_backend().supports_defer else None
    while _send_batch(plan) and plan is None:
        continue


def _send_batch(plan: delivery.Plan | None) -> bool:
    """Send what may go now, and return whether there was anything."""
    at = timezone.now()
    numbers = delivery.claim(at=at, plan=plan)
    if numbers:
        delivery.send(numbers, claimed_at=at)
        delivery.plan_next(at=timezone.now(), plan=plan)  # what was put off may be due before what was planned
    return bool(numbers)


def _plan(moment: datetime) -> None:
    send_outgoing.using(run_after=moment).enqueue()
