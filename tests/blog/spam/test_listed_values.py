"""The one form in which domains, addresses and networks are kept and compared."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.spam.values import domain_name, domains_above, email_form, emails_above, network_of, networks_around


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("Example.COM", "example.com"),
        ("www.example.com.", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("a_b.example.org", "a_b.example.org"),
    ],
)
def test_a_domain_has_one_form(text: str, domain: str) -> None:
    assert domain_name(text) == domain


@pytest.mark.parametrize(
    "text", ["", "com", "192.0.2.1", "a b.com", "-a.com", "a-.com", "..", "a" * 70 + ".com", "a.b" * 200, "\udc80.com", "x.y"]
)
def test_what_is_no_domain_has_none(text: str) -> None:
    assert domain_name(text) == ""


@given(st.text())
def test_no_text_breaks_the_reading_of_values(text: str) -> None:
    assert domain_name(domain_name(text)) == domain_name(text)
    assert email_form(email_form(text)) == email_form(text)
    network_of(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (" Name@Example.ORG ", "name@example.org"),
        ("@example.org", "@example.org"),
        ("a@b@example.org", ""),
        ("name", ""),
        ("", ""),
    ],
)
def test_an_address_has_one_form(text: str, form: str) -> None:
    assert email_form(text) == form


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("192.0.2.7/24", "192.0.2.0/24"),
        ("2001:DB8::1/32", "2001:db8::/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
    ],
)
def test_a_network_has_one_form(text: str, network: str) -> None:
    assert str(network_of(text)) == network


@pytest.mark.parametrize("text", ["", "network", "192.0.2", "192.0.2.0/33", "192.0.2.1-9"])
def test_what_is_no_network_is_none(text: str) -> None:
    assert network_of(text) is None


def test_a_domain_is_named_by_those_above_it() -> None:
    assert domains_above("a.b.example.com") == ["a.b.example.com", "b.example.com", "example.com"]


def test_an_address_is_named_by_its_domain_too() -> None:
    assert emails_above("Name@mail.example.com") == ["name@mail.example.com", "@mail.example.com", "@example.com"]
    assert emails_above("no address") == []


@given(st.ip_addresses(), st.integers(min_value=16, max_value=32))
def test_every_network_that_holds_an_address_is_among_those_around_it(address: object, bits: int) -> None:
    known = ip_address(str(address))
    assert str(ip_network((known, bits), strict=False)) in networks_around(known)


def test_nowhere_is_in_no_network() -> None:
    assert networks_around(None) == []
