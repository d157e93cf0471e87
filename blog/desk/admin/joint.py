"""Joint publication on the side of another organization: what it was asked, the text to read, and its answer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from blog.accounts.models import User
from blog.desk.admin.posts.preview import preview
from blog.desk.forms.joint import NoteForm
from blog.organizations.filters import OrganizationFilter
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.posts.fingerprint import fingerprint
from blog.posts.models import JointPublication, JointState
from blog.posts.models.errors import PostError
from blog.posts.models.joint import JointQuerySet
from blog.posts.services import joint

BADGES = {JointState.ASKED: "warning", JointState.ACCEPTED: "success"}


class AskedOrganizationFilter(OrganizationFilter):
    """Narrows to what one of the reader's organizations was asked."""

    capability = Capability.PUBLISH


def _accept(agreement: JointPublication, request: HttpRequest, note: str, at: datetime) -> None:
    joint.accept(agreement, version=request.POST.get("version", ""), note=note, by=signed_in(request), at=at)


def _decline(agreement: JointPublication, request: HttpRequest, note: str, at: datetime) -> None:
    joint.decline(agreement, note=note, by=signed_in(request), at=at)


def _leave(agreement: JointPublication, request: HttpRequest, note: str, at: datetime) -> None:
    joint.leave(agreement, note=note, by=signed_in(request), at=at)


ACTS: dict[str, tuple[Callable[[JointPublication, HttpRequest, str, datetime], None], Promise]] = {
    "accept": (_accept, _("%(organization)s publishes “%(post)s” jointly from now on; whoever asked is told.")),
    "decline": (_decline, _("%(organization)s does not publish “%(post)s” jointly; whoever asked is told.")),
    "leave": (_leave, _("%(organization)s does not publish “%(post)s” jointly any more; its people are told.")),
}


@admin.register(JointPublication)
class JointPublicationAdmin(ScopedAdmin):
    """What the reader's organizations were asked and have accepted; of the other one, nothing but that post is shown."""

    list_display = ("title", "publisher", "organization", "standing", "asked_at")
    list_filter = (AskedOrganizationFilter,)
    list_select_related = ("post__organization", "organization")
    ordering = ("-pk",)
    may_view = Capability.PUBLISH

    def rows_visible_to(self, user: User) -> JointQuerySet:
        """Return what was asked of the organizations for which the user publishes, and what holds."""
        return JointPublication.objects.answerable_by(user)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        """Return that nothing is added here: who works on a post asks on its page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002  # as above
        """Return that no column is changed by hand, by anybody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002  # as above
        """Return that nothing is deleted: an agreement is left."""
        return False

    @display(description=_("post"))  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def title(self, agreement: JointPublication) -> str:
        """Return what the post is called."""
        return agreement.post.title

    @display(description=_("published by"))  # type: ignore[untyped-decorator]  # as above
    def publisher(self, agreement: JointPublication) -> str:
        """Return to whom the post belongs."""
        return agreement.post.organization.name

    @display(description=_("state"), label=BADGES)  # type: ignore[untyped-decorator]  # as above
    def standing(self, agreement: JointPublication) -> tuple[str, str]:
        """Return the state, with its colour."""
        return agreement.state, str(JointState(agreement.state).label)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the post as its page will be."""
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<int:object_id>/preview/", view, name="posts_jointpublication_preview"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show what was asked, with the post to read; its buttons answer."""
        agreement = self._agreement(request, object_id)
        if request.method == "POST":
            return self._act(request, agreement, request.POST.get("act", ""))
        known: dict[str, Any] = self.admin_site.each_context(request)
        context = known | {
            "title": _("Joint publication"),
            "opts": self.opts,
            "agreement": agreement,
            "post": agreement.post,
            "version": fingerprint(agreement.post),
            "form": NoteForm(),
        }
        return TemplateResponse(request, "admin/posts/jointpublication/answer.html", context)

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show the post as it is stored, never a version that waits to be published."""
        agreement = self._agreement(request, str(object_id))
        back = reverse("admin:posts_jointpublication_change", args=[agreement.pk])
        return preview(request, agreement.post, shows_newest=False, back=back)

    def _agreement(self, request: HttpRequest, object_id: str) -> JointPublication:
        rows = self.get_queryset(request).select_related("post__organization", "post__cover", "organization", "asked_by")
        agreement: JointPublication | None = rows.filter(pk=int(object_id)).first() if object_id.isdecimal() else None
        if agreement is None:
            raise Http404
        return agreement

    def _act(self, request: HttpRequest, agreement: JointPublication, name: str) -> HttpResponse:
        here = reverse("admin:posts_jointpublication_change", args=[agreement.pk])
        act, sentence = ACTS.get(name, (None, ""))
        form = NoteForm(request.POST)
        if act is None or not form.is_valid():
            return redirect(here)
        try:
            act(agreement, request, form.cleaned_data["note"], timezone.now())
        except PostError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, sentence % {"organization": agreement.organization, "post": agreement.post})
        is_still_there = self.get_queryset(request).filter(pk=agreement.pk).exists()
        return redirect(here if is_still_there else "admin:posts_jointpublication_changelist")
