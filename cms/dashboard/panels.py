"""What waits: posts, comments and imported documents."""

from functools import partial
from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.comments.desk import waiting
from blog.comments.models import Comment, CommentQuerySet
from blog.imports.models import ImportedDocument
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import organizations_of, signed_in
from blog.posts.models import JointPublication, Post, PostQuerySet, ReviewState
from blog.posts.models.post import PUBLIC_STATUSES
from cms.dashboard.panel import COUNTED_UP_TO, ROWS, Panel, admin_page, counted

LONG_TEXTS = ("body", "body_html", "organization__description", "organization__description_html")


def posts(request: HttpRequest) -> list[Panel]:
    """Return one's own drafts, what is scheduled next and what was published lately."""
    if not admin_page(Post).has_view_permission(request):
        return []
    rows, own, now = _rows(request), _own(request), timezone.now()
    planned = rows.filter(status__in=PUBLIC_STATUSES, published_at__gt=now).order_by("published_at", "pk")
    first = partial(
        PostQuerySet.first_of_each, organizations=organizations_of(request, Capability.WRITE), most=COUNTED_UP_TO + 1
    )
    return [
        _panel("drafts", _("My drafts"), first(own.drafts()), state="draft", empty=_("No draft of yours waits.")),
        _panel(
            "scheduled",
            _("Scheduled next"),
            first(planned),
            state="scheduled",
            empty=_("Nothing is scheduled."),
        ),
        _panel(
            "published",
            _("Recently published"),
            first(rows.published(now).newest_first()),
            state="published",
            empty=_("Nothing is published yet."),
            is_counted=False,
        ),
    ]


def reviews(request: HttpRequest) -> list[Panel]:
    """Return what waits for the reader's review, their own posts of which somebody wants changes, and what is to be checked."""
    if not admin_page(Post).has_view_permission(request):
        return []
    rows = _rows(request)
    past = rows.due_for_review(timezone.localdate(timezone.now()))
    return [
        _panel(
            "reviews",
            _("Waiting for my review"),
            rows.review_waits_for(signed_in(request)),
            state="in_review",
            empty=_("No post waits for your review."),
        ),
        _panel(
            "changes",
            _("My posts: changes requested"),
            _own(request).decided_and_not_published(ReviewState.CHANGES_REQUESTED),
            state="changes_requested",
            empty=_("Nobody asks you for changes."),
        ),
        _panel(
            "due",
            _("Due for review"),
            past.order_by("review_by_date", "pk"),
            state="due",
            empty=_("Nothing is to be checked."),
        ),
    ]


def _rows(request: HttpRequest) -> PostQuerySet:
    """Return the posts that the reader may see, the last changed first, without their texts."""
    visible = cast("PostQuerySet", admin_page(Post).rows_visible_to(signed_in(request)))
    return visible.select_related("organization").defer(*LONG_TEXTS).order_by("-updated_at", "-pk")


def _own(request: HttpRequest) -> PostQuerySet:
    """Return those of them that the reader writes."""
    return _rows(request).filter(pk__in=Post.authors.through.objects.filter(user=signed_in(request)).values("post_id"))


def _panel(key: str, title: Promise, rows: PostQuerySet, *, state: str, empty: Promise, is_counted: bool = True) -> Panel:
    """Return the first posts, and where the list in the same state is."""
    shown, count = counted(rows) if is_counted else (list(rows[:ROWS]), "")
    return Panel(
        key=key,
        title=title,
        rows=shown,
        count=count,
        link=f"{reverse('admin:posts_post_changelist')}?state={state}",
        empty=empty,
        row_template="admin/start/post.html",
    )


def joint_publications(request: HttpRequest) -> list[Panel]:
    """Return what other organizations ask those for which the reader publishes, and what their own authors propose."""
    page, user = admin_page(JointPublication), signed_in(request)
    if not page.has_view_permission(request):
        return []
    waiting_rows = JointPublication.objects.waiting_for(user).select_related("post__organization", "organization")
    unseen = [f"post__{name}" for name in LONG_TEXTS]
    rows, count = counted(waiting_rows.defer(*unseen).order_by("-pk"))
    return [
        Panel(
            key="joint",
            title=_("Joint publication: waiting for my answer"),
            rows=rows,
            count=count,
            link=reverse("admin:posts_jointpublication_changelist"),
            empty=_("Nobody asks you to publish jointly."),
            row_template="admin/start/joint.html",
            is_urgent=True,
        )
    ]


def comments_that_wait(request: HttpRequest) -> list[Panel]:
    """Return the comments that are held and those that were reported."""
    page, user = admin_page(Comment), signed_in(request)
    if not page.has_view_permission(request):
        return []
    rows = page.rows_visible_to(user).select_related("post", "user").defer("post__body", "post__body_html").order_by("-pk")
    visible, organizations = cast("CommentQuerySet", rows), organizations_of(request, Capability.MODERATE)
    counts = waiting(user, organizations=organizations)
    kinds = (
        ("held", _("Held comments"), visible.waiting(), counts.held, _("No comment waits.")),
        ("reported", _("Reported comments"), visible.reported(), counts.reported, _("No report waits.")),
    )
    address = reverse("admin:comments_comment_queue")
    return [
        Panel(
            key=key,
            title=title,
            rows=list(found.first_of_each(organizations, ROWS)[:ROWS]),
            count=tally.total or "0",
            link=f"{address}?tab={key}",
            empty=empty,
            row_template="admin/start/comment.html",
            is_urgent=True,
        )
        for key, title, found, tally, empty in kinds
    ]


def imports(request: HttpRequest) -> list[Panel]:
    """Return the documents that came in last."""
    page = admin_page(ImportedDocument)
    if not page.has_view_permission(request):
        return []
    visible: QuerySet[ImportedDocument] = page.rows_visible_to(signed_in(request))
    return [
        Panel(
            key="imports",
            title=_("Latest imports"),
            rows=list(visible.defer("lines").order_by("-updated_at", "-pk")[:ROWS]),
            link=reverse("admin:imports_importeddocument_changelist"),
            empty=_("No document was imported yet."),
            row_template="admin/start/document.html",
        )
    ]
