"""What the editor of texts asks while somebody writes: an upload, and images of the shelf to choose from."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from blog.media import services
from blog.media.admin.uploads import take
from blog.media.forms import organizations_of
from blog.media.models import Image
from blog.organizations.models import Organization
from blog.organizations.scoped_admin import signed_in

if TYPE_CHECKING:
    from blog.media.admin.images import ImageAdmin

CHOICES_A_PAGE = 24
THUMBNAIL_PIXELS = 320


def upload(page: "ImageAdmin", request: HttpRequest) -> HttpResponse:
    """Put one file on an organization's shelf and describe the image; one that is there already is found again.

    Raises:
        Http404: when nothing is sent, or the user does not write for the organization.
    """
    if request.method != "POST":
        raise Http404
    organization = _organization(page, request, request.POST.get("organization"))
    file = request.FILES.get("file")
    if file is None:
        return _refused(_("Choose a file first."))
    outcome = take(file, services.add_image, organization=organization, by=signed_in(request))
    if outcome.refusal:
        return _refused(outcome.refusal)
    if outcome.is_new:
        page.log_addition(request, outcome.row, [{"added": {}}])
    return JsonResponse(_described(outcome.row))


def choose(page: "ImageAdmin", request: HttpRequest) -> HttpResponse:
    """Return a page of the images that an organization's posts may show, the newest first, narrowed by words.

    Raises:
        Http404: when the user does not write for the organization.
    """
    organization = _organization(page, request, request.GET.get("organization"))
    images = Image.objects.visible_to(signed_in(request)).usable_by(organization.pk).newest_first()
    found, _duplicates = page.get_search_results(request, images, request.GET.get("q", ""))
    number = request.GET.get("page", "1")
    start = (max(1, int(number)) - 1) * CHOICES_A_PAGE if number.isdecimal() and len(number) < len("10000") else 0
    rows = list(found[start : start + CHOICES_A_PAGE + 1])
    return JsonResponse({"images": [_described(row) for row in rows[:CHOICES_A_PAGE]], "more": len(rows) > CHOICES_A_PAGE})


def _organization(page: "ImageAdmin", request: HttpRequest, number: str | None) -> Organization:
    if not page.has_add_permission(request) or not (number or "").isdecimal():
        raise Http404
    organization: Organization | None = organizations_of(signed_in(request)).filter(pk=number).first()
    if organization is None:
        raise Http404
    return organization


def _described(image: Image) -> dict[str, Any]:
    return {
        "id": image.pk,
        "address": image.lasting_address,
        "thumbnail": image.address_for(THUMBNAIL_PIXELS),
        "title": image.title,
        "alt": image.alt,
        "width": image.width,
        "height": image.height,
    }


def _refused(reason: str) -> HttpResponse:
    return JsonResponse({"error": reason}, status=HTTPStatus.BAD_REQUEST)
