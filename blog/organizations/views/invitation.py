"""The link in the mail of an invitation: following it changes nothing, for scanners of mail follow it too; the button accepts.

The link proves the address. So who has no account gets one and is signed in by the button. An account that exists is
entered by its own ways only, for these may ask for more than a mailbox.
"""

from http import HTTPStatus

from allauth.account.utils import perform_login
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from blog.accounts.services import make_proven_account
from blog.organizations import services
from blog.organizations.errors import (
    ExpiredInvitationError,
    InvitationError,
    OtherAddressError,
    RevokedInvitationError,
    UnknownInvitationError,
    UsedInvitationError,
)
from blog.organizations.models import Invitation

REFUSALS: dict[type[InvitationError], tuple[str, HTTPStatus]] = {
    UnknownInvitationError: ("unknown", HTTPStatus.NOT_FOUND),
    ExpiredInvitationError: ("expired", HTTPStatus.GONE),
    RevokedInvitationError: ("revoked", HTTPStatus.GONE),
    UsedInvitationError: ("used", HTTPStatus.GONE),
    OtherAddressError: ("other", HTTPStatus.FORBIDDEN),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what; the button accepts."""
    try:
        found = services.find_invitation(token, at=timezone.now())
        if request.user.is_authenticated and request.user.email != found.email:
            raise OtherAddressError
        if request.method == "POST":
            response = _accept(request, found, token)
        else:
            response = render(request, "organizations/invitation.html", {"invitation": found})
    except InvitationError as error:
        reason, status = REFUSALS[type(error)]
        response = render(request, "organizations/invitation_refused.html", {"reason": reason}, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"  # the address is a secret; the CSRF check wants it within the site
    return response


def _accept(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """Let the person join, whom this signs in where the account is new; lead to where an account that exists signs in."""
    if request.user.is_authenticated:
        services.accept(token, by=request.user, at=timezone.now())
        return _welcome(request, found)
    try:
        with transaction.atomic():
            user = make_proven_account(found.email)
            services.accept(token, by=user, at=timezone.now())
    except IntegrityError:  # the address has an account
        return HttpResponseRedirect(reverse("account_login", query={"next": request.path}))
    response: HttpResponse = perform_login(request, user, email_verification="none", redirect_url=reverse("account_profile"))
    messages.success(request, _("You belong to %(organization)s now. Say under which name.") % _words(found))
    return response


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    messages.success(request, _("You belong to %(organization)s now.") % _words(found))
    return HttpResponseRedirect(reverse("admin:index"))


def _words(found: Invitation) -> dict[str, str]:
    return {"organization": found.organization.name}
