"""What guards every public page, and whose word about the visitor counts."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.test import Client, RequestFactory
from pytest_django import Settings

from cms import wsgi
from tests.factories import PostFactory

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def answers(db: None, client: Client) -> list[Any]:  # noqa: ARG001  # the fixture opens the database
    PostFactory.create(slug="a-post")
    return [
        client.get(address) for address in ("/", "/posts/a-post/", "/nothing/", "/feed/", "/robots.txt", "/accounts/login/")
    ]


def test_every_page_forbids_what_it_does_not_need(answers: list[Any]) -> None:
    for response in answers:
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_every_page_runs_only_what_the_site_itself_serves(answers: list[Any]) -> None:
    for response in answers:
        policy = dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"].split()[0] == policy["style-src"].split()[0] == policy["form-action"] == "'self'"
        assert not any("unsafe" in sources or "http" in sources or "*" in sources for sources in policy.values())


@pytest.mark.django_db
def test_public_pages_hold_no_inline_script_or_style(client: Client) -> None:
    PostFactory.create(slug="a-post", body='<p style="color:red" onclick="a()">a</p><script>a()</script>')
    for address in ("/", "/posts/a-post/", "/nothing/"):
        page = client.get(address).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert " on" + "click=" not in page


def test_over_http_nothing_promises_https(answers: list[Any]) -> None:
    assert all("Strict-Transport-Security" not in response for response in answers)


@pytest.mark.django_db
def test_over_https_the_browser_stays_there(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    assert client.get("/", secure=False)["Location"] == "https://testserver/"
    assert "max-age=31536000" in Client().get("/", secure=True)["Strict-Transport-Security"]
    assert client.get("/health/live", secure=False).status_code == 200


class Seen(Protocol):
    """Says what the application sees of a request that comes from an address."""

    def __call__(self, address: str, **headers: str) -> WSGIRequest: ...


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    monkeypatch.setattr(WSGIHandler, "__call__", lambda _handler, environ, _start_response: [environ])

    def ask(address: str, **headers: str) -> WSGIRequest:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        environ = RequestFactory().get("/accounts/login/", headers=given, REMOTE_ADDR=address).environ
        passed_on: Any
        (passed_on,) = wsgi.application(environ, lambda *_arguments: None)
        return WSGIRequest(passed_on)

    return ask


def test_a_trusted_proxy_tells_who_the_visitor_is(seen: Seen) -> None:
    request = seen("127.0.0.1", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="https")
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"
    assert request.is_secure()


def test_nobody_else_tells_who_the_visitor_is(seen: Seen) -> None:
    request = seen("198.51.100.7", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="https")
    assert request.META["REMOTE_ADDR"] == "198.51.100.7"
    assert not request.is_secure()


def test_a_visitor_cannot_put_addresses_before_the_one_that_the_proxy_saw(seen: Seen) -> None:
    request = seen("127.0.0.1", X_Forwarded_For="10.0.0.1, 203.0.113.9")
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"


def test_a_chain_of_trusted_proxies_is_followed(seen: Seen) -> None:
    assert seen("::1", X_Forwarded_For="203.0.113.9, 127.0.0.1").META["REMOTE_ADDR"] == "203.0.113.9"


def test_no_proxy_tells_the_name_of_the_site(seen: Seen) -> None:
    assert seen("127.0.0.1", X_Forwarded_Host="evil.example").get_host() == "testserver"


def test_a_site_over_https_passes_the_deployment_checks(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    environment |= {"GAZETTE_HOME": str(tmp_path), "SITE_URL": "https://news.example.org", "HSTS_INCLUDE_SUBDOMAINS": "1"}
    environment["EMAIL_URL"] = "smtp+tls://mail.example.org"
    command = [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own command
    assert (found.returncode, found.stdout) == (0, "System check identified no issues (0 silenced).\n"), found.stderr
