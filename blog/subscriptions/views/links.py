"""The links in mails: one confirms, one stops or changes."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.comments.views.private import private_page
from blog.mailing.opt_in import AlreadyConfirmedError, LinkError, UnknownLinkError
from blog.subscriptions.forms import FrequencyForm
from blog.subscriptions.models import Subscription
from blog.subscriptions.services import subscribing
from blog.subscriptions.tasks import name_of
from blog.subscriptions.views.subscribe import CHANGED, SUBSCRIBED


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a mailed link confirms, and a button; only the button confirms, for scanners of mail follow links too."""
    at = timezone.now()
    try:
        if request.method != "POST":
            return render(request, "subscriptions/confirm.html", _what(subscribing.find_unconfirmed(token, at=at)))
        subscribing.confirm(token, at=at)
    except LinkError as error:
        return _refuse(request, error)
    return HttpResponseRedirect(reverse("subscription-done", args=[SUBSCRIBED]))


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # RFC 8058, 3.2: a mail program sends the POST, without cookie and token; the link itself is the secret
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a stop link stops, and buttons; a POST stops it at once, unless it asks for another frequency."""
    try:
        found = subscribing.find_with_stop_token(token)
    except UnknownLinkError as error:
        return _refuse(request, error)
    if found is None:
        return render(request, "subscriptions/stopped.html")
    if request.method != "POST":
        form = FrequencyForm(initial={"frequency": found.frequency})
        return render(request, "subscriptions/stop.html", _what(found) | {"form": form})
    if "frequency" in request.POST:
        return _change(request, found)
    if "everything" in request.POST:
        subscribing.stop_everything(found)
    else:
        subscribing.stop(found)
    return render(request, "subscriptions/stopped.html")


def _change(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    form = FrequencyForm(request.POST)
    if not form.is_valid():
        context = _what(subscription) | {"form": form}
        return render(request, "subscriptions/stop.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    subscribing.change_frequency(subscription, frequency=form.cleaned_data["frequency"])
    return HttpResponseRedirect(reverse("subscription-done", args=[CHANGED]))


def _what(subscription: Subscription) -> dict[str, object]:
    return {"subscription": subscription, "name": name_of(subscription.organization)}


def _refuse(request: HttpRequest, error: LinkError) -> HttpResponse:
    is_unknown = isinstance(error, UnknownLinkError)
    context = {
        "subscription": getattr(error, "row", None),
        "is_unknown": is_unknown,
        "is_used": isinstance(error, AlreadyConfirmedError),
    }
    status = HTTPStatus.NOT_FOUND if is_unknown else HTTPStatus.GONE
    return render(request, "subscriptions/refused.html", context, status=status)
