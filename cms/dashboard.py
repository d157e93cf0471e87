"""The start page of the admin: what waits for whoever is signed in."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.comments.desk import waiting
from blog.comments.models import Comment, CommentQuerySet
from blog.imports.models import ImportedDocument
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.posts.models import Post, ReviewState, Status
from blog.posts.models.post import PUBLIC_STATUSES

ROWS = 5
COUNTED_UP_TO = 99


@dataclass(frozen=True, slots=True)
class Panel:
    """A list on the start page: at most `ROWS` rows, how many there are in all, and where the rest is."""

    key: str
    title: Promise
    rows: list[Any]
    count: str
    link: str
    empty: Promise

    @property
    def is_urgent(self) -> bool:
        """Whether its rows are comments that wait for a decision."""
        return self.key in {"held", "reported"}


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the panels of the pages that the user may open, in at most ten queries."""
    panels: list[Panel] = []
    posts, comments, documents = (_page(model) for model in (Post, Comment, ImportedDocument))
    if posts.has_view_permission(request):
        panels += _post_panels(posts.rows_visible_to(signed_in(request)), signed_in(request))
    if comments.has_view_permission(request):
        panels = [*_comment_panels(signed_in(request), comments.rows_visible_to(signed_in(request))), *panels]
    if documents.has_view_permission(request):
        panels.append(_document_panel(documents.rows_visible_to(signed_in(request))))
    return {"panels": panels, "may_write": posts.has_add_permission(request)}


def _page(model: type[Any]) -> ScopedAdmin:
    page: ScopedAdmin = admin.site.get_model_admin(model)  # type: ignore[assignment]  # all three are scoped
    return page


def _post_panels(visible: QuerySet[Post], user: User) -> list[Panel]:
    address, now = reverse("admin:posts_post_changelist"), timezone.now()
    long_texts = ("body", "body_html", "organization__description", "organization__description_html")
    short = visible.select_related("organization").defer(*long_texts)
    own = short.filter(pk__in=Post.authors.through.objects.filter(user=user).values("post_id"))
    drafts = own.filter(status=Status.DRAFT)
    waiting = short.filter(status__in=PUBLIC_STATUSES, published_at__gt=now)
    public = short.published(now)  # type: ignore[attr-defined]  # a PostQuerySet
    return [
        _panel(
            "reviews",
            _("Waiting for my review"),
            short.review_waits_for(user).order_by("-updated_at", "-pk"),  # type: ignore[attr-defined]  # a PostQuerySet
            f"{address}?state=in_review",
            _("No post waits for your review."),
        ),
        _panel(
            "changes",
            _("My posts: changes requested"),
            own.decided_and_not_published(ReviewState.CHANGES_REQUESTED).order_by("-updated_at", "-pk"),  # type: ignore[attr-defined]  # as above
            f"{address}?state=changes_requested",
            _("Nobody asks you for changes."),
        ),
        _panel(
            "due",
            _("Due for review"),
            short.due_for_review(timezone.localdate(now)).order_by("review_by_date", "pk"),  # type: ignore[attr-defined]  # as above
            f"{address}?state=due",
            _("Nothing is to be checked."),
        ),
        _panel(
            "drafts",
            _("My drafts"),
            drafts.order_by("-updated_at", "-pk"),
            f"{address}?state=draft",
            _("No draft of yours waits."),
        ),
        _panel(
            "scheduled",
            _("Scheduled next"),
            waiting.order_by("published_at", "pk"),
            f"{address}?state=scheduled",
            _("Nothing is scheduled."),
        ),
        Panel(
            "published",
            _("Recently published"),
            list(public.newest_first()[:ROWS]),
            "",
            f"{address}?state=published",
            _("Nothing is published yet."),
        ),
    ]


def _panel(key: str, title: Promise, rows: QuerySet[Any], link: str, empty: Promise) -> Panel:
    """Return a panel whose count and rows come from one query."""
    found = list(rows[: COUNTED_UP_TO + 1])
    count = f"{COUNTED_UP_TO}+" if len(found) > COUNTED_UP_TO else str(len(found))
    return Panel(key, title, found[:ROWS], count, link, empty)


def _comment_panels(user: User, visible: QuerySet[Comment]) -> list[Panel]:
    rows = visible.select_related("post", "user").defer("post__body", "post__body_html").order_by("-pk")
    comments, counts = cast("CommentQuerySet", rows), waiting(user)
    kinds = (
        ("held", _("Held comments"), comments.waiting(), counts.held, _("No comment waits.")),
        ("reported", _("Reported comments"), comments.reported(), counts.reported, _("No report waits.")),
    )
    address = reverse("admin:comments_comment_queue")
    return [
        Panel(key, title, list(found[:ROWS]), tally.total or "0", f"{address}?tab={key}", empty)
        for key, title, found, tally, empty in kinds
    ]


def _document_panel(visible: QuerySet[ImportedDocument]) -> Panel:
    rows = visible.defer("lines").order_by("-updated_at", "-pk")[:ROWS]
    address = reverse("admin:imports_importeddocument_changelist")
    return Panel("imports", _("Latest imports"), list(rows), "", address, _("No document was imported yet."))
