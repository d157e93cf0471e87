"""Who writes a reply, and from where."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Self

from django.utils.crypto import salted_hmac

from blog.accounts.models import User

NAME_CHARACTERS = 50  # the package's column
IPV6_NETWORK_BITS = 64  # what a provider gives to one household (RFC 6177)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes: a signed-in user, or a guest by name and address; and how the form was sent.

    `ip_address` is one that parses, or None. `visitor_key` is the browser's, where it is known. `form_seconds` is for how
    long the form was open, None where nobody knows; `filled_trap` says that the hidden field was filled in, `followup` that
    replies are to be told by mail.
    """

    user: User | None = None
    name: str = ""
    email: str = ""
    url: str = ""
    ip_address: str | None = None
    visitor_key: str = ""
    form_seconds: int | None = None
    filled_trap: bool = False
    followup: bool = False

    @classmethod
    def of_user(cls, user: User, *, ip_address: str | None = None, visitor_key: str = "") -> Self:
        """Return the author that a user is; the address stays with the user alone."""
        return cls(user=user, name=user.name[:NAME_CHARACTERS].strip(), ip_address=ip_address, visitor_key=visitor_key)

    @property
    def network(self) -> str:
        """What is counted as one place: an IPv4 address, or the /64 around an IPv6 address; empty when it is not known."""
        address = None if self.ip_address is None else parse_address(self.ip_address)
        if isinstance(address, IPv6Address):
            return str(IPv6Network((address, IPV6_NETWORK_BITS), strict=False))
        return "" if address is None else str(address)

    @property
    def identicon(self) -> int:
        """The number of the picture that is drawn for the author: 31 bits of a keyed hash, with no way back.

        The hash is that of the account, or else of the address; 0 stands for a guest without one. A new `SECRET_KEY` gives
        new pictures.
        """
        if self.user is None and not self.email:
            return 0
        who = f"address:{self.email}" if self.user is None else f"user:{self.user.pk}"
        digest = salted_hmac("blog.comments.people.identicon", who, algorithm="sha256").digest()
        return int.from_bytes(digest[:4]) >> 1


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return a network address, an IPv4 one also where it is written as IPv6 (RFC 4291, 2.5.5.2); None for anything else."""
    try:
        address = ip_address(text.partition("%")[0])  # a zone is no part of the address (RFC 4007)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
