"""Another service, on loopback: WordPress.com, Google, X or an OpenID Connect server, as far as signing in needs it."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt

CLIENT_ID, SECRET = "the-client", "the-secret"
TOKEN = "an-access-token"
OIDC = "sso.example.org"
KEY = "a key that only signs what is not checked here"


class FakeService:
    """What it says of people is set by the test: `person`, or whole answers in `answers` (status and body by path)."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.person: Any = {}
        self.claims: dict[str, Any] | None = None  # of an identity token, when the service gives one
        self.answers: dict[str, tuple[int, str]] = {}
        self.agreed: dict[str, dict[str, str]] = {}  # what was asked for, by the code that was given for it
        self.asked: list[dict[str, str]] = []

    def agree(self, address: str) -> str:
        """Agree as the person does who was sent to an address, and return the address that leads back."""
        asked = dict(parse_qsl(urlsplit(address).query, strict_parsing=True))
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        code = f"code-{len(self.asked)}"
        self.asked.append(asked)
        self.agreed[code] = asked
        return self.back(asked, code=code)

    def refuse(self, address: str, error: str = "access_denied") -> str:
        """Refuse to agree, and return the address that leads back."""
        return self.back(dict(parse_qsl(urlsplit(address).query)), error=error)

    @staticmethod
    def back(asked: dict[str, str], **told: str) -> str:
        return f"{asked['redirect_uri']}?{urlencode(told | {'state': asked['state']})}"

    def token(self, sent: dict[str, str], authorization: str) -> tuple[int, str]:
        """Give a token for a code, once, to who knows the secret and what the code was asked with."""
        if authorization.startswith("Basic "):
            names = ("client_id", "client_secret")
            sent |= dict(zip(names, base64.b64decode(authorization[6:]).decode().split(":"), strict=True))
        asked = self.agreed.pop(sent.get("code", ""), None)
        if asked is None or (sent["client_id"], sent["client_secret"]) != (CLIENT_ID, SECRET):
            return 400, '{"error": "invalid_grant"}'
        if sent["redirect_uri"] != asked["redirect_uri"] or not _is_proven(asked, sent.get("code_verifier", "")):
            return 400, '{"error": "invalid_grant"}'
        answer: dict[str, Any] = {"access_token": TOKEN, "token_type": "bearer"}
        if self.claims is not None:
            answer["id_token"] = jwt.encode({"aud": CLIENT_ID, **self.claims}, KEY, "HS256")
        return 200, json.dumps(answer)

    def described(self, authorization: str) -> tuple[int, str]:
        return (200, json.dumps(self.person)) if authorization == f"Bearer {TOKEN}" else (403, "{}")

    def configuration(self) -> tuple[int, str]:
        endpoints = {"authorization": "oauth2/authorize", "token": "oauth2/token", "userinfo": "me"}
        names = {f"{name}_endpoint": f"{self.origin}/{path}" for name, path in endpoints.items()}
        return 200, json.dumps(names | {"issuer": self.origin, "jwks_uri": f"{self.origin}/keys"})


def _is_proven(asked: dict[str, str], verifier: str) -> bool:
    """Check the proof of who asked (RFC 7636), where one was announced."""
    if "code_challenge" not in asked:
        return True
    hashed = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode() == asked["code_challenge"]


class _Handler(BaseHTTPRequestHandler):
    service: FakeService

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/oauth2/authorize":
            self._offer(self.service.origin + self.path)
        elif path == "/.well-known/openid-configuration":
            self._send(path, *self.service.configuration())
        else:
            self._send(path, *self.service.described(self.headers.get("Authorization", "")))

    def do_POST(self) -> None:
        sent = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self._send(self.path, *self.service.token(sent, self.headers.get("Authorization", "")))

    def _offer(self, address: str) -> None:
        links = f'<a href="{self.service.agree(address)}">Agree</a> <a href="{self.service.refuse(address)}">Refuse</a>'
        head = '<title>The service</title><link rel="icon" href="data:,">'  # browsers would ask for one
        self._send("/oauth2/authorize", 200, f"<!DOCTYPE html>{head}{links}", "text/html")

    def _send(self, path: str, status: int, body: str, content_type: str = "application/json") -> None:
        status, body = self.service.answers.get(path, (status, body))
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: Any) -> None:
        """Stay silent."""


@contextmanager
def running() -> Iterator[FakeService]:
    """Serve on a free port of loopback."""
    handler = type("Handler", (_Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        handler.service = FakeService(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]  # of _Handler
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield handler.service  # type: ignore[attr-defined]  # as above
        finally:
            server.shutdown()
            thread.join()


def all_services(origin: str) -> dict[str, Any]:
    """The setting `SOCIALACCOUNT_PROVIDERS` with every kind of service; those that can be are at an origin of ours."""
    keys = {"client_id": CLIENT_ID, "secret": SECRET}
    oidc = {"provider_id": OIDC, "settings": {"server_url": origin, "oauth_pkce_enabled": True}}
    return {
        "google": {"APPS": [{"name": "Google", **keys}], "EMAIL_AUTHENTICATION": True},
        "wordpress": {"APPS": [{"name": "WordPress.com", **keys}], "EMAIL_AUTHENTICATION": True, "ORIGIN": origin},
        "twitter_oauth2": {"APPS": [{"name": "X (Twitter)", **keys}]},
        "openid_connect": {"APPS": [{"name": "Institute Login", **keys, **oidc}]},
    }
