"""The link in the mail: following it changes nothing, for scanners of mail follow it too; the button proves the address."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blog.comments.views.private import private_page
from blog.privacy import services
from blog.privacy.errors import PrivacyError, UnknownLinkError
from blog.privacy.views import proof


@private_page
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next, in the same words for every address."""
    folder = "" if settings.HAS_MAIL_SERVER else str(settings.MAIL_FOLDER)
    return render(request, "privacy/asked.html", {"mail_folder": folder})


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """Offer the button; it proves the address once and leads on to an address without a token in it."""
    at = timezone.now()
    try:
        if request.method != "POST":
            services.find_request(token, at=at)
            return render(request, "privacy/link.html")
        proven = services.prove(token, at=at)
    except PrivacyError as error:
        is_unknown = isinstance(error, UnknownLinkError)
        status = HTTPStatus.NOT_FOUND if is_unknown else HTTPStatus.GONE
        return render(request, "privacy/link_refused.html", {"is_unknown": is_unknown}, status=status)
    response = HttpResponseRedirect(reverse("my-data"))
    proof.remember(response, proven)
    return response


@private_page
@require_POST
def leave(_request: HttpRequest) -> HttpResponse:
    """Forget in this browser that an address was proven."""
    response = HttpResponseRedirect(reverse("my-data"))
    proof.forget(response)
    return response
