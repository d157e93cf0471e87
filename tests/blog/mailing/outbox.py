"""Mails for the outbox, and a server that answers as told."""

import smtplib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from blog.mailing.models import OutgoingMail
from blog.mailing.services import put

NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)
SERVER = {"default": {"BACKEND": "tests.blog.mailing.outbox.Server"}}


def a_mail(number: int = 1, **fields: Any) -> OutgoingMail:
    given: dict[str, Any] = {
        "key": f"letter/{number}",
        "recipient": f"reader{number}@example.org",
        "subject": f"Letter {number}",
        "body": f"The words of letter {number}.",
    }
    return OutgoingMail(**(given | fields))


def put_mails(count: int, *, at: datetime = NOW) -> None:
    put([a_mail(number) for number in range(1, count + 1)], at=at)


class Server(BaseEmailBackend):
    """A mail server: what it took, how often it was connected to, and what it refuses."""

    taken: list[str] = []
    opened = 0
    refuses: Callable[[str], OSError | None] = staticmethod(lambda _address: None)
    is_away = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.is_open = False

    @classmethod
    def reset(cls) -> None:
        cls.taken, cls.opened, cls.is_away = [], 0, False
        cls.refuses = staticmethod(lambda _address: None)

    def open(self) -> bool:
        if self.is_open:
            return False
        if Server.is_away:
            raise ConnectionRefusedError("nobody listens")
        Server.opened += 1
        self.is_open = True
        return True

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            raise smtplib.SMTPServerDisconnected("gone before it said goodbye")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.message()
            if error := Server.refuses(message.to[0]):
                raise error
            Server.taken.append(message.to[0])
        return len(email_messages)


def refused(code: int) -> Callable[[str], OSError]:
    """Return what a server answers that refuses every recipient."""
    return lambda address: smtplib.SMTPRecipientsRefused({address: (code, b"no")})
