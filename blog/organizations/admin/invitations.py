"""Who is invited to an organization, in admin: inviting, sending again, taking back."""

from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.organizations import services
from blog.organizations.errors import InvitationError
from blog.organizations.forms import InvitationForm
from blog.organizations.models import Invitation, Organization
from blog.organizations.roles import Role
from blog.organizations.scoped_admin import signed_in

SHOWN = 100


def invitations(request: HttpRequest, organization: Organization, context: dict[str, object]) -> HttpResponse:
    """Show the open invitations of an organization and what became of the latest others; send a new one."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _invite(request, organization, form):
        return _back(organization)
    at = timezone.now()
    rows = Invitation.objects.filter(organization=organization).select_related("invited_by").latest_first()
    page = {
        "title": _("Invitations"),
        "organization": organization,
        "form": form,
        "open": [{"invitation": row, "is_expired": row.is_expired(at=at)} for row in rows.open()[:SHOWN]],
        "ended": rows.exclude(pk__in=rows.open().order_by().values("pk"))[:SHOWN],
    }
    return TemplateResponse(request, "admin/organizations/invitations.html", context | page)


def send_again(request: HttpRequest, organization: Organization, number: int) -> HttpResponse:
    """Mail the invitation once more, with a new link."""
    return _do(request, organization, number, services.send_again, _("The mail is on its way again, with a new link."))


def revoke(request: HttpRequest, organization: Organization, number: int) -> HttpResponse:
    """Take the invitation back."""
    return _do(
        request, organization, number, services.revoke, _("The invitation is taken back; its link does nothing any more.")
    )


def _invite(request: HttpRequest, organization: Organization, form: InvitationForm) -> bool:
    given = form.cleaned_data
    try:
        with transaction.atomic():
            role = Role(given["role"])
            services.invite(organization, given["email"], role, by=signed_in(request), at=timezone.now())
    except IntegrityError:
        form.add_error("email", _("This address is invited already; send the mail again below."))
        return False
    except InvitationError as error:
        form.add_error("email", str(error))
        return False
    messages.success(request, _("The invitation is on its way."))
    return True


def _do(request: HttpRequest, organization: Organization, number: int, act: Callable[..., None], sentence: str) -> HttpResponse:
    """Do something to an open invitation and lead back to the list.

    Raises:
        Http404: when the organization has no such invitation.
    """
    if request.method == "POST":
        invitation = Invitation.objects.filter(organization=organization, pk=number).select_related("organization").first()
        if invitation is None:
            raise Http404
        try:
            act(invitation, by=signed_in(request), at=timezone.now())
        except InvitationError as error:
            messages.error(request, str(error) or _("This invitation has ended already."))
        else:
            messages.success(request, sentence)
    return _back(organization)


def _back(organization: Organization) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:organizations_organization_invitations", args=[organization.pk]))
