"""The page in admin on which an organization gets its logo and its cover."""

from copy import copy
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.media import services
from blog.media.admin.uploads import take
from blog.media.forms import LookForm
from blog.media.models import Image, OrganizationLook
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import signed_in

if TYPE_CHECKING:
    from blog.media.admin.images import ImageAdmin

OFFERED = 24  # of the shelf, the newest; what is older is uploaded again and found there


def look_page(page: "ImageAdmin", request: HttpRequest, organization_id: int) -> HttpResponse:
    """Show or store the look of an organization.

    Raises:
        Http404: when the user does not publish for it.
    """
    publishing = Organization.objects.where_user_can(signed_in(request), Capability.PUBLISH)
    organization = publishing.filter(pk=organization_id).first()
    if organization is None:
        raise Http404
    look = OrganizationLook.objects.filter(pk=organization.pk).select_related("logo", "cover").first()
    instance = copy(look) or OrganizationLook(organization=organization)
    form = LookForm(*((request.POST, request.FILES) if request.method == "POST" else ()), instance=instance)
    if request.method == "POST" and form.is_valid() and _take_files(form, organization):
        services.save_look(form.save(commit=False), by=signed_in(request), at=timezone.now())
        messages.success(request, _("Logo and cover are stored."))
        return redirect("admin:media_look", organization.pk)
    chosen = {image.pk for image in (look and look.logo, look and look.cover) if image}
    shelf = Image.objects.owned_by(organization.pk)
    newest = list(shelf.newest_first()[:OFFERED])
    context = page.admin_site.each_context(request) | {
        "title": _("Logo and cover"),
        "opts": organization._meta,
        "original": organization,
        "look": look,
        "form": form,
        "shelf": [*shelf.filter(pk__in=chosen - {image.pk for image in newest}), *newest],
    }
    return TemplateResponse(request, "admin/media/look.html", context)


def _take_files(form: LookForm, organization: Organization) -> bool:
    """Put the files that were sent on the shelf and choose them; say at its field which of them is refused."""
    for name in ("logo", "cover"):
        file = form.cleaned_data[f"new_{name}"]
        if file is None:
            continue
        outcome = take(file, services.add_image, organization=organization)
        if outcome.refusal:
            form.add_error(f"new_{name}", outcome.refusal)
        else:
            setattr(form.instance, name, outcome.row)
    return form.is_valid()
