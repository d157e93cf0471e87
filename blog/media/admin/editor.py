"""What the form of a post asks while somebody writes: an upload, and files of the shelf to choose from."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from blog.media.admin.uploads import take
from blog.media.forms import THUMBNAIL_PIXELS, organizations_of
from blog.media.models import Document, Image, ShelvedQuerySet
from blog.organizations.models import Organization
from blog.organizations.scoped_admin import signed_in

if TYPE_CHECKING:
    from blog.media.admin.shelf import ShelfAdmin

CHOICES_A_PAGE = 24


def upload(page: "ShelfAdmin", request: HttpRequest) -> HttpResponse:
    """Put one file on an organization's shelf and describe it; one that is there already is found again.

    Raises:
        Http404: when nothing is sent, or the user does not write for the organization.
    """
    if request.method != "POST":
        raise Http404
    organization = _organization(page, request, request.POST.get("organization"))
    file = request.FILES.get("file")
    if file is None:
        return _refused(_("Choose a file first."))
    outcome = take(file, type(page).add, organization=organization, by=signed_in(request))
    if outcome.refusal:
        return _refused(outcome.refusal)
    if outcome.is_new:
        page.log_addition(request, outcome.row, [{"added": {}}])
    return JsonResponse(_described(outcome.row))


def choose(page: "ShelfAdmin", request: HttpRequest) -> HttpResponse:
    """Return a page of the files that an organization's posts may show, the newest first, narrowed by words.

    Raises:
        Http404: when the user does not write for the organization.
    """
    organization = _organization(page, request, request.GET.get("organization"))
    shelf: ShelvedQuerySet[Any] = page.model._default_manager.visible_to(signed_in(request))
    usable = shelf.usable_by(organization.pk).newest_first()
    rows, _duplicates = page.get_search_results(request, usable, request.GET.get("q", ""))
    number = request.GET.get("page", "1")
    start = (max(1, int(number)) - 1) * CHOICES_A_PAGE if number.isdecimal() and len(number) < len("10000") else 0
    found = list(rows[start : start + CHOICES_A_PAGE + 1])
    return JsonResponse({"found": [_described(row) for row in found[:CHOICES_A_PAGE]], "more": len(found) > CHOICES_A_PAGE})


def _organization(page: "ShelfAdmin", request: HttpRequest, number: str | None) -> Organization:
    if not page.has_add_permission(request) or not (number or "").isdecimal():
        raise Http404
    organization: Organization | None = organizations_of(signed_in(request)).filter(pk=number).first()
    if organization is None:
        raise Http404
    return organization


def _described(row: Image | Document) -> dict[str, Any]:
    described = {"id": row.pk, "address": row.lasting_address, "title": row.title}
    if isinstance(row, Document):
        return described | {"size": filesizeformat(row.byte_size)}
    thumbnail = row.address_for(THUMBNAIL_PIXELS)
    return described | {"thumbnail": thumbnail, "alt": row.alt, "width": row.width, "height": row.height}


def _refused(reason: str) -> HttpResponse:
    return JsonResponse({"error": reason}, status=HTTPStatus.BAD_REQUEST)
