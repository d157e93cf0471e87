"""A site of its own with an outbox, and workers that can be killed: `python -m tests.blog.mailing.worker put|work`.

The variable KILL, such as `before 27` or `after 27`, makes a worker kill itself at that mail; LATER sets its clock forward by
some minutes.
"""

import os
import signal
import sys
from datetime import datetime, timedelta
from typing import Any

import django
import time_machine
from django.core.mail.backends.filebased import EmailBackend
from django.core.management import call_command

MAILS = 40


class KillingBackend(EmailBackend):
    """Writes mails into files; the process dies at one of them."""

    count = 0

    def write_message(self, message: Any) -> None:
        KillingBackend.count += 1
        here, _space, number = os.environ.get("KILL", "never 0").partition(" ")
        is_it = KillingBackend.count == int(number)
        if is_it and here == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        super().write_message(message)
        if is_it and here == "after":
            self.stream.flush()
            os.kill(os.getpid(), signal.SIGKILL)


def put() -> None:
    from django.utils import timezone  # noqa: PLC0415  # these need the app registry

    from blog.mailing.services import put  # noqa: PLC0415
    from tests.blog.mailing.outbox import a_mail  # noqa: PLC0415

    call_command("migrate", run_syncdb=True, verbosity=0)
    put([a_mail(number) for number in range(1, MAILS + 1)], at=timezone.now())


def work() -> None:
    now = datetime.now().astimezone() + timedelta(minutes=int(os.environ.get("LATER", "0")))
    with time_machine.travel(now):
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.blog.mailing.worker_settings"
    django.setup()
    {"put": put, "work": work}[sys.argv[1]]()
