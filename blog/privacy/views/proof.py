"""Who a request comes from: an address that was proven in this browser less than an hour ago, else the account."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from blog.accounts.visitors import Visitor
from blog.comments.views.private import signed_in
from blog.privacy import services
from blog.privacy.models import PROOF_LIFE, DataRequest
from blog.privacy.person import Person

COOKIE, SALT = "my-data", "blog.privacy.proof"


def remember(response: HttpResponse, proven: DataRequest) -> None:
    """Let the browser show these pages for an hour."""
    attributes = {"max_age": PROOF_LIFE, "secure": settings.IS_HTTPS, "samesite": "Lax"}
    response.set_signed_cookie(COOKIE, str(proven.pk), salt=SALT, path=reverse("my-data"), httponly=True, **attributes)


def forget(response: HttpResponse) -> None:
    """Take that back."""
    response.delete_cookie(COOKIE, path=reverse("my-data"), samesite="Lax")


def person_of(request: HttpRequest, *, at: datetime) -> Person | None:
    """Return who has proven who they are; None where nobody has."""
    visitor, user, proven = Visitor.of(request), signed_in(request), _proven(request, at)
    key = "" if visitor is None else visitor.key
    account = None if user is None else Person.of_account(user, visitor_key=key)
    if proven is None or (account is not None and proven.email in account.emails):
        return account
    return Person.of_address(proven.email, visitor_key=key)


def _proven(request: HttpRequest, at: datetime) -> DataRequest | None:
    number = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=PROOF_LIFE)
    return services.find_proven(int(number), at=at) if number else None
