"""Mails as they are handed to a server."""

from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from typing import Any

from django.core.mail import EmailMultiAlternatives


class AddressHeader(UniqueUnstructuredHeader):
    """A header that holds addresses of the web (RFC 2369), in one line.

    Python would break a line of more than 78 characters by writing a long address as an encoded word (RFC 2047), which
    no reader of these headers decodes. The bound that counts is 998 (RFC 5322, 2.1.1).
    """

    name: str

    def fold(self, *, policy: Policy) -> str:
        """Return the line."""
        return f"{self.name}: {self}{policy.linesep}"


_REGISTRY = HeaderRegistry()
for _name in ("list-id", "list-unsubscribe", "list-archive", "list-help"):
    _REGISTRY.map_to_type(_name, AddressHeader)  # type: ignore[arg-type]  # a mixin, as those of the library are


class Message(EmailMultiAlternatives):
    """A mail whose headers for mailing lists can be read by those for whom they are meant."""

    def message(self, *, policy: Any = default) -> EmailMessage:
        """Return what is sent."""
        return super().message(policy=policy.clone(header_factory=_REGISTRY))
