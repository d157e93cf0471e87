"""The services with which a person can sign in."""

from http import HTTPStatus
from typing import Any, cast

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from blog.accounts.forms import DisconnectForm
from blog.accounts.models import User


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def connections(request: HttpRequest) -> HttpResponse:
    """Show what is connected and what can be; disconnect what is named."""
    user = cast("User", request.user)
    form = DisconnectForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        form.cleaned_data["account"].delete()
        messages.success(request, _("The service is disconnected."))
        return HttpResponseRedirect(reverse("socialaccount_connections"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "socialaccount/connections.html", _context(request, user) | {"form": form}, status=status)


def _context(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what is connected, and the services that are not."""
    services = {service.sub_id: service for service in get_adapter().list_providers(request)}
    accounts = list(SocialAccount.objects.filter(user=user).order_by("provider", "pk"))
    connected = [
        {"pk": account.pk, "service": _name(services.get(account.provider), account), "known_as": _known_as(account)}
        for account in accounts
    ]
    unused = services.keys() - {account.provider for account in accounts}
    return {"connected": connected, "services": sorted((services[key] for key in unused), key=lambda each: each.app.name)}


def _name(service: Any, account: SocialAccount) -> str:
    """Return what the service is called; one that is set up no more goes by what the account has kept."""
    return str(service.app.name if service else account.provider)


def _known_as(account: SocialAccount) -> str:
    """Return by what its owner knows the account again."""
    told = account.extra_data
    return str(told.get("username") or told.get("email") or told.get("name") or "")
