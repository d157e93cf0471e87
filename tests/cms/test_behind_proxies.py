"""Whom the site believes that says who a visitor is."""

from typing import Any

import pytest

from cms.wsgi import behind_proxies

FORWARDED = {"HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https"}


def seen(sender: str, **headers: str) -> tuple[str, str]:
    """Return the address and the scheme of a request as the site sees it."""
    found: list[tuple[str, str]] = []

    def inner(environ: dict[str, Any], _start: Any) -> list[bytes]:
        found.append((environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]))
        return []

    behind_proxies(inner)({"REMOTE_ADDR": sender, "wsgi.url_scheme": "http"} | headers, lambda *_begun: None)
    return found[0]


def test_a_trusted_proxy_says_who_asks_and_how() -> None:
    assert seen("127.0.0.1", **FORWARDED) == ("203.0.113.7", "https")


def test_a_stranger_is_not_believed() -> None:
    assert seen("198.51.100.1", **FORWARDED) == ("198.51.100.1", "http")


@pytest.mark.parametrize("headers", [{}, {"HTTP_X_FORWARDED_PROTO": "https"}])
def test_what_no_proxy_has_sent_is_as_it_came(headers: dict[str, str]) -> None:
    assert seen("127.0.0.1", **headers) == ("127.0.0.1", "http")
