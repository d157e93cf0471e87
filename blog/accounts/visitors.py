"""A visitor: a browser that wrote, liked or reported something without signing in, known by a cookie that it got then.

Nobody gets a cookie by reading. The cookie holds a random number under the site's signature; rows keep its hash alone.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE, SALT = "visitor", "blog.accounts.visitors"
HINT = "known"  # readable by scripts, and says no more than that asking for what is this browser's own is worth a request
LIFE = timedelta(days=365)
NUMBER_BYTES = 16


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. `key` is what rows keep of it: 64 hexadecimal digits that lead nobody back to the cookie."""

    number: str

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """Return the visitor that a request comes from; None where the browser holds no cookie that this site signed."""
        number = request.get_signed_cookie(COOKIE, default=None, salt=SALT)
        return cls(number) if number else None

    @classmethod
    def of_or_new(cls, request: HttpRequest) -> Self:
        """Return the visitor that a request comes from, or a new one; `remember` tells the browser."""
        return cls.of(request) or cls(secrets.token_urlsafe(NUMBER_BYTES))

    @property
    def key(self) -> str:
        """What is kept of the visitor."""
        return hashlib.sha256(self.number.encode()).hexdigest()

    def remember(self, response: HttpResponse) -> None:
        """Give the browser the cookie, or a fresh year of it."""
        attributes = {"max_age": LIFE, "secure": settings.IS_HTTPS, "samesite": "Lax"}
        response.set_signed_cookie(COOKIE, self.number, salt=SALT, httponly=True, **attributes)
        hint_at_own_things(response)


def hint_at_own_things(response: HttpResponse) -> None:
    """Tell the site's scripts that this browser has something of its own here: it wrote, or somebody signed in."""
    response.set_cookie(HINT, "1", max_age=LIFE, secure=settings.IS_HTTPS, samesite="Lax")


def forget_visitor(response: HttpResponse) -> None:
    """Have the browser drop its cookies: from then on nobody knows what it wrote."""
    for name in (COOKIE, HINT):
        response.delete_cookie(name, samesite="Lax")
