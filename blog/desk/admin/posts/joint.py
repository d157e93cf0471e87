"""Joint publication on the side of the post's own organization: asking, confirming a proposal, taking back."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.desk.admin.posts.scope import PostScope
from blog.desk.forms.joint import AskForm
from blog.organizations.models import Organization
from blog.organizations.scoped_admin import signed_in
from blog.posts.models import JointPublication, Post
from blog.posts.models.errors import PostError
from blog.posts.services import joint

CHOICES, SHORTEST = 20, 2  # organizations that are offered; letters from which on


def _confirm(agreement: JointPublication, by: User, at: datetime) -> None:
    joint.confirm_proposal(agreement, by=by, at=at)


def _withdraw(agreement: JointPublication, by: User, at: datetime) -> None:
    joint.withdraw(agreement, by=by, at=at)


ACTS: dict[str, tuple[Callable[[JointPublication, User, datetime], None], Promise]] = {
    "confirm": (_confirm, _("%(organization)s is asked now, and told by mail.")),
    "withdraw": (_withdraw, _("%(organization)s does not publish it jointly; whoever knew of it is told.")),
}


class JointActs:
    """The views, for the admin of posts. Who may change a post asks or proposes; the services decide who does which."""

    def __init__(self, posts: PostScope) -> None:
        self.posts = posts

    def urls(self) -> list[URLPattern]:
        """Return the addresses: of the acts, and of the organizations to choose from."""
        wrap = self.posts.admin_site.admin_view
        return [
            path("<int:object_id>/joint/", wrap(self.act), name="posts_post_joint"),
            path("<int:object_id>/joint/choices/", wrap(self.choices), name="posts_post_joint_choices"),
        ]

    def act(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Do what a button says, and go back to the post."""
        post = self._post(request, object_id)
        if request.method == "POST":
            try:
                self._act(request, post, request.POST.get("act", ""))
            except PostError as error:
                messages.error(request, str(error))
        return redirect("admin:posts_post_change", object_id)

    def choices(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Return organizations whose public names hold what was typed, as the theme's chooser reads them."""
        post, typed = self._post(request, object_id), request.GET.get("term", "").strip()
        rows = Organization.objects.with_name_like(typed).exclude(pk=post.organization_id) if len(typed) >= SHORTEST else ()
        found = [{"id": str(row.pk), "text": row.name} for row in rows[:CHOICES]]
        return JsonResponse({"results": found, "pagination": {"more": False}})

    def _post(self, request: HttpRequest, object_id: int) -> Post:
        post: Post | None = self.posts.get_object(request, str(object_id))
        if post is None:
            raise Http404
        return post

    def _act(self, request: HttpRequest, post: Post, name: str) -> None:
        """Do one of the acts.

        Raises:
            PostError: when it cannot be done.
        """
        if name == "ask":
            self._ask(request, post)
            return
        act, sentence = ACTS.get(name, (None, ""))
        number = request.POST.get("agreement", "")
        found = JointPublication.objects.of_post(post).filter(pk=int(number)).first() if number.isdecimal() else None
        if act is not None and found is not None:
            act(found, signed_in(request), timezone.now())
            self._say(request, post, name, sentence % {"organization": found.organization})

    def _ask(self, request: HttpRequest, post: Post) -> None:
        form = AskForm(request.POST, post=post)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return
        organization, note = form.cleaned_data["organization"], form.cleaned_data["note"]
        joint.ask(post, organization, note=note, by=signed_in(request), at=timezone.now())
        is_asked = self.posts.publishes(request, post)
        sentence = _("%s is asked now, and told by mail.") if is_asked else _("Proposed: your editors ask %s, or not.")
        self._say(request, post, "ask", sentence % organization)

    def _say(self, request: HttpRequest, post: Post, name: str, sentence: str) -> None:
        LogEntry.objects.log_actions(signed_in(request).pk, [post], CHANGE, change_message=f"Joint publication: {name}.")
        messages.success(request, sentence)
