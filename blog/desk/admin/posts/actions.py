"""What can be done with several posts at once."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.accounts.models import User
from blog.desk.services.checklist import unmet_checks
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.posts import services
from blog.posts.models import Post, PostQuerySet, RevisionKind, Status
from blog.posts.models.post import PUBLIC_STATUSES, PostError

KINDS = {
    Status.PUBLISHED: RevisionKind.PUBLISHED,
    Status.ARCHIVED: RevisionKind.ARCHIVED,
    Status.DRAFT: RevisionKind.RETURNED,
}
SHOWN_REASONS = 5  # more would hide what matters


def publish(request: HttpRequest, posts: PostQuerySet) -> None:
    """Publish posts now, or at the date that they have; tell how many, and which were left out and why."""

    def refusal(post: Post) -> str:
        if post.status in PUBLIC_STATUSES and not post.has_unpublished_changes:
            return _("it is published or scheduled already")
        newest, _version = services.newest_version(post)
        return " ".join(finding.words for finding in unmet_checks(newest)).rstrip(".")

    done = _change(request, posts, Status.PUBLISHED, refusal)
    _tell(request, done, ngettext("%d post was published.", "%d posts were published.", done))


def archive(request: HttpRequest, posts: PostQuerySet) -> None:
    """Take posts off the site; tell how many, and which were left out and why."""

    def refusal(post: Post) -> str:
        return _("it is archived already") if post.status == Status.ARCHIVED else ""

    done = _change(request, posts, Status.ARCHIVED, refusal)
    _tell(request, done, ngettext("%d post was archived.", "%d posts were archived.", done))


def return_to_draft(request: HttpRequest, posts: PostQuerySet) -> None:
    """Make posts drafts again; tell how many, and which were left out and why."""

    def refusal(post: Post) -> str:
        return _("it is a draft already") if post.status == Status.DRAFT else ""

    done = _change(request, posts, Status.DRAFT, refusal)
    _tell(request, done, ngettext("%d post is a draft again.", "%d posts are drafts again.", done))


def restore(request: HttpRequest, posts: PostQuerySet) -> None:
    """Take posts out of the trash."""
    rows = list(posts.defer(None).prefetch_related(None))
    for post in rows:
        services.restore_post(post, by=signed_in(request), at=timezone.now())
    told = ngettext("%d post is out of the trash.", "%d posts are out of the trash.", len(rows))
    _tell(request, len(rows), told)


def delete_for_good(page: ScopedAdmin, request: HttpRequest, posts: PostQuerySet) -> HttpResponse | None:
    """Ask whether posts and their comments are to go for good; then delete them."""
    rows = list(posts.defer(None).prefetch_related(None))
    if "confirmed" not in request.POST:
        context = page.admin_site.each_context(request) | {
            "title": _("Delete for good"),
            "opts": page.opts,
            "posts": rows,
            "comment_count": sum(post.comment_count for post in rows),
        }
        return TemplateResponse(request, "admin/posts/post/delete_for_good.html", context)
    for post in rows:
        services.delete_post(post, by=signed_in(request), at=timezone.now())
    _tell(request, len(rows), ngettext("%d post is deleted for good.", "%d posts are deleted for good.", len(rows)))
    return None


def _change(request: HttpRequest, posts: PostQuerySet, status: Status, refusal: Callable[[Post], str]) -> int:
    """Give the posts a status where the user publishes; return how many, and warn about the others."""
    user, at = signed_in(request), timezone.now()
    publishing = set(Organization.objects.where_user_can(user, Capability.PUBLISH).values_list("pk", flat=True))
    changed, left_out = [], []
    for post in posts.defer(None).prefetch_related(None):
        reason = refusal(post) if post.organization_id in publishing else _("you do not publish for its organization")
        if reason:
            left_out.append(_("“%(title)s” was left as it is: %(reason)s.") % {"title": post, "reason": reason})
            continue
        try:
            _store(post, status, by=user, at=at)
        except PostError as error:
            left_out.append(str(error))
        else:
            changed.append(post)
    if changed:
        LogEntry.objects.log_actions(user.pk, changed, CHANGE, change_message=str(status.label))
    for line in left_out[:SHOWN_REASONS]:
        messages.warning(request, line)
    if (more := len(left_out) - SHOWN_REASONS) > 0:
        messages.warning(request, ngettext("And %d more was left as it is.", "And %d more were left as they are.", more) % more)
    return len(changed)


def _store(post: Post, status: Status, *, by: User, at: datetime) -> None:
    """Give a post a status; publishing one publishes its newest version."""
    if status == Status.PUBLISHED and post.has_unpublished_changes:
        services.publish_newest(post, by=by, at=at)
        return
    post.status = status
    services.save_post(post, by=by, at=at)
    services.record_status(post, KINDS[status], by=by, at=at)


def _tell(request: HttpRequest, count: int, sentence: str) -> None:
    if count:
        messages.success(request, sentence % count)
