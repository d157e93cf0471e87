"""Who writes a reply, and from where."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Self

from blog.accounts.models import User

NAME_CHARACTERS = 50  # the package's column
IPV6_NETWORK_BITS = 64  # what a provider gives to one household (RFC 6177)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes: a signed-in user, or a guest by name and address. `ip_address` is one that parses, or None."""

    user: User | None = None
    name: str = ""
    email: str = ""
    url: str = ""
    ip_address: str | None = None

    @classmethod
    def of_user(cls, user: User, *, ip_address: str | None = None) -> Self:
        """Return the author that a user is; the address stays with the user alone."""
        return cls(user=user, name=user.name[:NAME_CHARACTERS].strip(), ip_address=ip_address)

    @property
    def network(self) -> str:
        """What is counted as one place: an IPv4 address, or the /64 around an IPv6 address; empty when it is not known."""
        address = None if self.ip_address is None else parse_address(self.ip_address)
        if isinstance(address, IPv6Address):
            return str(IPv6Network((address, IPV6_NETWORK_BITS), strict=False))
        return "" if address is None else str(address)


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return a network address, an IPv4 one also where it is written as IPv6 (RFC 4291, 2.5.5.2); None for anything else."""
    try:
        address = ip_address(text.partition("%")[0])  # a zone is no part of the address (RFC 4007)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
