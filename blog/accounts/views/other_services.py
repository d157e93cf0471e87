"""Signing in with another service: there by a button, back by the address that the service sends the browser to.

The way there is a POST, so that no other site can start it. It answers with a page that leads on by itself, not with a
redirect: the content policy of our pages lets forms go to this site alone, and browsers hold every redirect that follows a
form against it, however many hops a service makes. So no page has to name the services' hosts.
"""

from typing import Any

import requests
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.core.exceptions import DisallowedRedirect, ImproperlyConfigured
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

# What a service brings about that cannot be reached, or that answers with something else than its protocol says; and two
# browsers that make the same account at once.
FAILURES = (
    requests.RequestException,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    DisallowedRedirect,
    ImproperlyConfigured,
    DataError,
    IntegrityError,
)


@never_cache
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to a service: to sign in with it or, for somebody who is signed in, to connect it."""
    provider = get_adapter().get_provider(request, provider_id)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("account_login"))
    refusal: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
    if refusal:
        return refusal
    process = AuthProcess.CONNECT if request.user.is_authenticated else AuthProcess.LOGIN
    next_path = get_next_redirect_url(request)
    try:
        leading = provider.redirect(request, process=process, next_url=next_path)
    except FAILURES as error:
        return _failed(request, provider, error, {"next": next_path})
    return render(request, "socialaccount/leave.html", {"service": provider.app.name, "address": leading.url})


@never_cache
def answer(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take what a service says of the person that it sends back; the state that goes with it is good once."""
    provider = get_adapter().get_provider(request, provider_id)
    view = OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))
    try:
        response: HttpResponse = view(request)
    except FAILURES as error:
        return _failed(request, provider, error, {})
    return response


def _failed(request: HttpRequest, provider: Any, error: Exception, state: dict[str, str | None]) -> HttpResponse:
    response: HttpResponse = render_authentication_error(request, provider, exception=error, extra_context={"state": state})
    return response
