"""Sending to a mail server that speaks SMTP, on the loopback."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedRWPair
from threading import Thread

import pytest
from pytest_django import Settings

from blog.mailing.models import OutgoingMail, Pace
from blog.mailing.tasks import send_outgoing
from tests.blog.mailing.outbox import put_mails

pytestmark = pytest.mark.django_db


@dataclass
class MailServer:
    """Answers each command as RFC 5321 has it, but for those it is told to answer differently; `None` hangs up."""

    socket: socket.socket
    answers: dict[str, str | None] = field(default_factory=dict)
    connections: int = 0
    mails: list[str] = field(default_factory=list)

    def serve(self) -> None:
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            with connection, connection.makefile("rwb") as stream:
                self._talk(stream)

    def _talk(self, stream: BufferedRWPair) -> None:
        self._say(stream, "220 ready")
        while line := stream.readline().decode().strip():
            command = line.partition(" ")[0].upper()
            reply = next((given for beginning, given in self.answers.items() if line.lower().startswith(beginning)), "250 ok")
            if reply is None:
                return
            if command == "DATA" and reply.startswith("250"):
                self._say(stream, "354 go on")
                self.mails.append("".join(iter(lambda: stream.readline().decode(), ".\r\n")))
            self._say(stream, "221 bye" if command == "QUIT" else reply)

    def _say(self, stream: BufferedRWPair, text: str) -> None:
        stream.write(f"{text}\r\n".encode())
        stream.flush()


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    server = MailServer(socket.create_server(("127.0.0.1", 0)))
    port = server.socket.getsockname()[1]
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    Thread(target=server.serve, daemon=True).start()
    yield server
    server.socket.shutdown(socket.SHUT_RDWR)
    server.socket.close()


def outcome() -> list[str]:
    return [mail.stage for mail in OutgoingMail.objects.order_by("pk")]


def test_all_go_over_one_connection(mail_server: MailServer) -> None:
    put_mails(3)
    send_outgoing.func()
    assert (mail_server.connections, len(mail_server.mails)) == (1, 3)
    assert "To: reader2@example.org" in mail_server.mails[1]
    assert f"Message-ID: {OutgoingMail.objects.all()[1].message_id}" in mail_server.mails[1]


def test_a_recipient_who_is_not_there_is_given_up_and_the_others_get_theirs(mail_server: MailServer) -> None:
    mail_server.answers["rcpt to:<reader2@"] = "550 no such mailbox"
    put_mails(3)
    send_outgoing.func()
    assert outcome() == ["sent", "given_up", "sent"]
    assert mail_server.connections == 1


def test_a_recipient_who_has_no_room_is_tried_again_later(mail_server: MailServer) -> None:
    mail_server.answers["rcpt to:<reader2@"] = "452 mailbox full"
    put_mails(3)
    send_outgoing.func()
    assert outcome() == ["sent", "put_off", "sent"]


@pytest.mark.parametrize("answer", [None, "421 closing"])
def test_a_server_that_hangs_up_is_left_alone_for_a_while(mail_server: MailServer, answer: str | None) -> None:
    mail_server.answers["rcpt to:<reader2@"] = answer
    put_mails(3)
    send_outgoing.func()
    assert outcome() == ["sent", "put_off", "waiting"]
    assert Pace.objects.get().held_until is not None
    assert mail_server.connections == 1


def test_a_server_that_does_not_know_us_is_left_alone(mail_server: MailServer) -> None:
    mail_server.answers["mail from:"] = "530 sign in first"
    put_mails(2)
    send_outgoing.func()
    assert outcome() == ["put_off", "waiting"]
    assert Pace.objects.get().held_until is not None
