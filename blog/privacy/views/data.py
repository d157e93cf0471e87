"""What is kept of somebody: shown, as a file, and erased."""

from datetime import datetime
from http import HTTPStatus

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blog.accounts.visitors import forget_visitor
from blog.comments.errors import TooOftenError
from blog.comments.people import Author
from blog.comments.views.private import network_address, private_page
from blog.organizations.services import LastOwnerError
from blog.privacy import export, services
from blog.privacy.errors import LastAdministratorError
from blog.privacy.forms import AddressForm, EraseForm
from blog.privacy.views import proof


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """List what is kept of whoever has proven who they are; ask others for the address to which a link goes."""
    at = timezone.now()
    if request.method == "POST":
        return _ask(request, AddressForm(request.POST), at)
    person = proof.person_of(request, at=at)
    if person is None:
        return render(request, "privacy/ask.html", {"form": AddressForm()})
    context = {
        "person": person,
        "emails": sorted(person.emails),
        "sections": export.as_sections(person),
        "most_shown": export.MOST_SHOWN,
        "is_by_link": proof.COOKIE in request.COOKIES,
        "form": AddressForm(),
    }
    return render(request, "privacy/overview.html", context)


def _ask(request: HttpRequest, form: AddressForm, at: datetime) -> HttpResponse:
    """Say the same whatever the address is."""
    if not form.is_valid():
        return render(request, "privacy/ask.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    network = Author(ip_address=network_address(request)).network
    try:
        services.ask_for_link(form.cleaned_data["email"], network=network, at=at)
    except TooOftenError as error:
        form.add_error(None, str(error))
        response = render(request, "privacy/ask.html", {"form": form}, status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(error.wait_seconds)
        return response
    return HttpResponseRedirect(reverse("my-data-asked"))


@private_page
@require_POST
def export_file(request: HttpRequest) -> HttpResponse:
    """Return everything as one JSON file."""
    at = timezone.now()
    person = proof.person_of(request, at=at)
    if person is None:
        return HttpResponseRedirect(reverse("my-data"))
    headers = {"Content-Disposition": f'attachment; filename="my-data-{at:%Y-%m-%d}.json"'}
    return HttpResponse(export.as_json(person, at=at), content_type="application/json", headers=headers)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what erasing means and ask once more; then erase, and let the browser be a stranger's."""
    at = timezone.now()
    person = proof.person_of(request, at=at)
    if person is None:
        return HttpResponseRedirect(reverse("my-data"))
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.erase(person, at=at)
        except (LastAdministratorError, LastOwnerError) as error:
            form.add_error(None, str(error))
        else:
            return _gone(request)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "privacy/erase.html", {"person": person, "form": form}, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = HttpResponseRedirect(reverse("my-data-erased"))
    proof.forget(response)
    forget_visitor(response)
    return response


@private_page
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Say that it is done."""
    return render(request, "privacy/erased.html")
