"""What stands on block lists, in one form: domains, e-mail addresses and networks; and which entries could match a value."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from urllib.parse import urlsplit

DOMAIN_CHARACTERS = 253  # RFC 1035
WIDEST_IPV4, WIDEST_IPV6 = 8, 16  # bits: what is wider would shut out whole parts of the world
NARROWEST_IPV6 = 64  # one household (RFC 6177), whose computers change their addresses every day

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network

_HOST = re.compile(r"[\w.-]*")  # what follows it in a text, such as a comma, is no part of a host
_DOMAIN = re.compile(r"(?:(?!-)[a-z0-9_-]{1,63}(?<!-)\.)+(?!-)(?=[a-z0-9-]*[a-z])[a-z0-9-]{2,63}(?<!-)")


def domain_name(text: str) -> str:
    """Return a domain in lower case, in the letters that DNS carries (RFC 3490), without `www.`; empty for anything else."""
    name = text.strip(".").lower()
    if len(name) > DOMAIN_CHARACTERS:
        return ""
    try:
        name = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return name.removeprefix("www.") if _DOMAIN.fullmatch(name) else ""


def host_of(address: str) -> str:
    """Return the domain of a web address, with or without its scheme; empty where there is none."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:  # brackets that hold no IPv6 address
        return ""
    match = _HOST.match(host)
    return domain_name(match.group()) if match else ""


def email_form(text: str) -> str:
    """Return an e-mail address in lower case, or `@domain` for all that a domain has; empty for anything else."""
    name, _at, domain = text.strip().lower().rpartition("@")
    domain = domain_name(domain)
    return f"{name}@{domain}" if domain and not re.search(r"[\s@]", name) else ""


def network_of(text: str) -> Network | None:
    """Return a network, or the one around a single address; IPv4 also where it is written as IPv6; None for anything else."""
    try:
        network = ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    if isinstance(network, IPv4Network):
        return network
    if (mapped := network.network_address.ipv4_mapped) is not None:
        return IPv4Network((mapped, max(network.prefixlen - 96, 0)), strict=False)
    return network.supernet(new_prefix=NARROWEST_IPV6) if network.prefixlen > NARROWEST_IPV6 else network


def is_too_wide(network: Network) -> bool:
    """Say whether a network is too much of the world to be listed."""
    return network.prefixlen < (WIDEST_IPV4 if isinstance(network, IPv4Network) else WIDEST_IPV6)


def domains_above(domain: str) -> list[str]:
    """Return a domain and those it belongs to, but for the last part alone: `a.example.org`, `example.org`."""
    parts = domain.split(".")
    return [".".join(parts[start:]) for start in range(len(parts) - 1)]


def emails_above(email: str) -> list[str]:
    """Return the entries that could name an address: itself, and its domain with those that it belongs to."""
    form = email_form(email)
    return [form, *(f"@{domain}" for domain in domains_above(form.rpartition("@")[2]))] if form else []


def networks_around(address: Address | None) -> list[str]:
    """Return every network, as text, that could be listed and holds an address."""
    match address:
        case IPv4Address():
            return [str(IPv4Network((int(address) >> 32 - bits << 32 - bits, bits))) for bits in range(WIDEST_IPV4, 33)]
        case IPv6Address():
            number, narrowest = int(address), NARROWEST_IPV6 + 1
            return [str(IPv6Network((number >> 128 - bits << 128 - bits, bits))) for bits in range(WIDEST_IPV6, narrowest)]
    return []
