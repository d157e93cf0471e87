"""Asking for posts by mail."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog.accounts.models import User
from blog.comments.errors import TooOftenError
from blog.comments.forms import OPEN_FOR_TOO_LONG
from blog.comments.people import Author
from blog.comments.views.private import is_forged, network_address, private_page, signed_in
from blog.organizations.models import Organization
from blog.subscriptions.forms import SubscribeForm
from blog.subscriptions.models import Subscription
from blog.subscriptions.services import subscribing
from blog.subscriptions.tasks import name_of

ASKED, SUBSCRIBED, CHANGED = "asked", "subscribed", "changed"


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # `is_forged` checks, so that an old token costs nobody the address that they typed
def subscribe(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Offer the posts of an organization, or of the whole site, by mail, and take what is sent."""
    organization = get_object_or_404(Organization, slug=slug) if slug else None
    user = signed_in(request)
    if request.method != "POST":
        own = subscribing.find_own(organization, user=user) if user else None
        return _page(request, organization, SubscribeForm(user=user), own=own)
    form = SubscribeForm(request.POST, user=user)
    if is_forged(request):
        form.add_error(None, OPEN_FOR_TOO_LONG)
        return _page(request, organization, form, status=HTTPStatus.FORBIDDEN)
    if not form.is_valid():
        return _page(request, organization, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        outcome = _receive(request, organization, form, user)
    except TooOftenError as error:
        form.add_error(None, str(error))
        response = _page(request, organization, form, status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(error.wait_seconds)
        return response
    return HttpResponseRedirect(reverse("subscription-done", args=[outcome]))


def _receive(request: HttpRequest, organization: Organization | None, form: SubscribeForm, user: User | None) -> str:
    """Take a valid form. The answer to a stranger is the same for every address, whatever it gets already."""
    at, frequency = timezone.now(), form.cleaned_data["frequency"]
    if user is not None:
        subscribing.subscribe(organization, by=user, frequency=frequency, at=at)
        return SUBSCRIBED
    if not form.is_trapped:  # a robot learns nothing from the answer
        email, network = form.cleaned_data["email"], Author(ip_address=network_address(request)).network
        subscribing.ask_to_subscribe(organization, email=email, frequency=frequency, network=network, at=at)
    return ASKED


def _page(
    request: HttpRequest,
    organization: Organization | None,
    form: SubscribeForm,
    *,
    own: Subscription | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    user = signed_in(request)
    context = {
        "organization": organization,
        "name": name_of(organization),
        "form": form,
        "own": own,
        "user_email": user.email if user else "",
        "sign_in": reverse("account_login", query={"next": request.path}),
    }
    return render(request, "subscriptions/subscribe.html", context, status=status)


@private_page
@require_safe
def done(request: HttpRequest, outcome: str) -> HttpResponse:
    """Say what happens next."""
    if outcome not in {ASKED, SUBSCRIBED, CHANGED}:
        raise Http404
    mail_folder = "" if settings.HAS_MAIL_SERVER else settings.MAIL_FOLDER
    return render(request, "subscriptions/done.html", {"outcome": outcome, "mail_folder": mail_folder})
