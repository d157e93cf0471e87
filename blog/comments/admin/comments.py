"""Comments in admin: the archive in which they are searched, and the page of each."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import action, display

from blog.accounts.models import User
from blog.comments.admin import queue, queue_acts
from blog.comments.admin.log import BADGES
from blog.comments.desk import history, moderated_by, without
from blog.comments.models import Comment, CommentQuerySet, State
from blog.comments.services import decide
from blog.organizations.filters import OrganizationFilter
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.richtext.text import plain_text, shorten

SNIPPET_CHARACTERS = 140


class StateFilter(DropdownFilter):  # type: ignore[misc]  # django-unfold is not annotated
    """Narrows to what was decided."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:  # noqa: ARG002  # Django's signature
        """Return the states."""
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: CommentQuerySet) -> CommentQuerySet:  # noqa: ARG002  # as above
        """Return the comments in the chosen state."""
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


class ModeratedFilter(OrganizationFilter):
    """Narrows to an organization whose discussions the reader moderates."""

    capability = Capability.MODERATE


@admin.register(Comment)
class CommentAdmin(ScopedAdmin):
    """The archive of comments on the posts of the organizations that somebody moderates, and the queue in which they decide.

    Comments are decided about, never rewritten.
    """

    list_display = ("snippet", "author", "post", "badge", "submit_date")
    list_filter = (StateFilter, ModeratedFilter)
    search_fields = ("comment", "user_name", "post__title")
    ordering = ("-pk",)
    actions = ("approve", "hold", "mark_as_spam", "remove")
    may_view = may_change = Capability.MODERATE
    is_merged = True
    change_form_template = "admin/comments/comment.html"
    fieldsets = (
        (None, {"fields": ("text", "author", "user_email", "user_url", "submit_date", "post_title", "answers")}),
        (_("Decision"), {"fields": ("state", "reason", "decided_by", "moderated_at")}),
    )
    readonly_fields = (
        *("text", "author", "user_email", "user_url", "submit_date", "post_title", "answers"),
        *("decided_by", "moderated_at"),
    )

    def rows_visible_to(self, user: User) -> models.QuerySet[Comment]:
        """Return the comments on posts of the organizations that the user moderates."""
        return moderated_by(user)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the archive and of the queue."""
        acts = {"queue": self.queue, "decide": queue_acts.decide, "undo": queue_acts.undo, "ban": queue_acts.ban}
        ours = [
            path(f"{name}/", self.admin_site.admin_view(self._for_moderators(view)), name=f"comments_comment_{name}")
            for name, view in acts.items()
        ]
        return [*ours, *super().get_urls()]

    def _for_moderators(self, view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
        """Return the view for those who decide about the comments of any organization; an act is sent, never followed."""

        def guarded(request: HttpRequest) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            if view != self.queue and request.method != "POST":
                return redirect("admin:comments_comment_queue")
            return view(request)

        return guarded

    def queue(self, request: HttpRequest) -> HttpResponse:
        """Show what waits."""
        page = self.admin_site.each_context(request) | {"title": _("Moderation")} | queue.context(request)
        return TemplateResponse(request, "admin/comments/queue.html", page)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the comment with its own history: what was decided about it, its earlier texts and its reports."""
        response: HttpResponse = super().render_change_form(request, context | history(kwargs["obj"]), *args, **kwargs)
        return response

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Comment]:
        """Return comments, without the texts of their posts."""
        rows: models.QuerySet[Comment] = super().get_queryset(request)
        return rows.select_related("post", "user", "moderated_by").defer("post__body", "post__body_html")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  # Django's signature
        """Return False: a comment is removed or marked as spam, so that the decision stays on record."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # as above
        """Return False: comments are written on the site."""
        return False

    @display(description=_("comment"))  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def snippet(self, comment: Comment) -> str:
        """Return the beginning of the text."""
        return shorten(plain_text(comment.body_html), SNIPPET_CHARACTERS) or "…"

    @display(description=_("author"))  # type: ignore[untyped-decorator]  # as above
    def author(self, comment: Comment) -> str:
        """Return the public name of who wrote it."""
        return comment.author_name

    @display(description=_("state"), label=BADGES)  # type: ignore[untyped-decorator]  # as above
    def badge(self, comment: Comment) -> tuple[str, str]:
        """Return the state."""
        return comment.state, str(State(comment.state).label)

    @display(description=_("text"))  # type: ignore[untyped-decorator]  # as above
    def text(self, comment: Comment) -> str:
        """Return the comment as it was typed."""
        return format_html('<div class="gz-typed">{}</div>', comment.comment)

    @display(description=_("post"))  # type: ignore[untyped-decorator]  # as above
    def post_title(self, comment: Comment) -> str:
        """Return the post, with a link to its page."""
        return format_html('<a class="gz-link" href="{}">{}</a>', comment.post.get_absolute_url(), comment.post)

    @display(description=_("in answer to"))  # type: ignore[untyped-decorator]  # as above
    def answers(self, comment: Comment) -> str:
        """Return the comment above it."""
        return str(comment.reply_to) if comment.reply_to else gettext("the post itself")

    @display(description=_("decided by"))  # type: ignore[untyped-decorator]  # as above
    def decided_by(self, comment: Comment) -> str:
        """Return the name of who decided about it last."""
        return comment.moderated_by.get_full_name() if comment.moderated_by else ""

    def get_view_on_site_url(self, obj: Comment | None = None) -> str | None:
        """Return the address of a public comment."""
        return obj.get_absolute_url() if obj is not None and Comment.objects.public().filter(pk=obj.pk).exists() else None

    def save_model(self, request: HttpRequest, obj: Comment, form: ModelForm[Comment], change: bool) -> None:  # noqa: ARG002, FBT001  # as above
        """Put the decision into effect, if there is one."""
        if form.changed_data:
            chosen = Comment.objects.numbered(obj.pk)
            decide(chosen, State(obj.state), by=signed_in(request), at=timezone.now(), reason=obj.reason)

    @action(description=_("Approve"), permissions=["change"])  # type: ignore[untyped-decorator]  # as above
    def approve(self, request: HttpRequest, queryset: CommentQuerySet) -> None:
        """Show the chosen comments to the public."""
        _decide(request, queryset, State.PUBLIC)

    @action(description=_("Hold"), permissions=["change"])  # type: ignore[untyped-decorator]  # as above
    def hold(self, request: HttpRequest, queryset: CommentQuerySet) -> None:
        """Take the chosen comments back into the queue."""
        _decide(request, queryset, State.HELD)

    @action(description=_("Mark as spam"), permissions=["change"])  # type: ignore[untyped-decorator]  # as above
    def mark_as_spam(self, request: HttpRequest, queryset: CommentQuerySet) -> None:
        """Put the chosen comments away as spam."""
        _decide(request, queryset, State.SPAM)

    @action(description=_("Remove"), permissions=["change"])  # type: ignore[untyped-decorator]  # as above
    def remove(self, request: HttpRequest, queryset: CommentQuerySet) -> None:
        """Remove the chosen comments; where they have replies, their places stay."""
        _decide(request, queryset, State.REMOVED)


def _decide(request: HttpRequest, comments: CommentQuerySet, state: State) -> None:
    """Put comments into a state and tell how many changed and how many were in it already."""
    chosen = comments.count()
    decisions = decide(without(comments, state), state, by=signed_in(request), at=timezone.now())
    count = sum(decision.comment_count for decision in decisions)
    if count:
        sentence = ngettext("%(count)d comment: %(state)s.", "%(count)d comments: %(state)s.", count)
        messages.success(request, sentence % {"count": count, "state": state.label})
    if unchanged := chosen - count:
        sentence = ngettext("%(count)d was in this state already.", "%(count)d were in this state already.", unchanged)
        messages.info(request, sentence % {"count": unchanged})
