"""Doing something with several posts at once, and undoing it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from blog.accounts.models import User
from blog.desk.errors import DeskError
from blog.desk.models import MARKING_ACTS, Act, Batch
from blog.desk.services.checklist import unmet_checks
from blog.desk.services.marks import Mark
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.posts import services
from blog.posts.models import Post, PostQuerySet, RevisionKind, Status
from blog.posts.models.post import PUBLIC_STATUSES, PostError

KEPT = timedelta(days=7)
MOMENTS = ("published_at", "archived_at", "expires_at")
GIVES = {Act.PUBLISH: Status.PUBLISHED, Act.ARCHIVE: Status.ARCHIVED, Act.RETURN: Status.DRAFT}
KINDS = {
    Status.SCHEDULED: RevisionKind.PUBLISHED,
    Status.PUBLISHED: RevisionKind.PUBLISHED,
    Status.ARCHIVED: RevisionKind.ARCHIVED,
    Status.DRAFT: RevisionKind.RETURNED,
}


class UndoError(DeskError):
    """What was done cannot be undone."""


class AlreadyUndoneError(UndoError):
    """It was undone before."""

    sentence = gettext_lazy("This was undone already.")


class TooLateError(UndoError):
    """It was done too long ago."""

    sentence = gettext_lazy("This can be undone for a day only. Change the posts one by one.")


@dataclass(slots=True)
class Report:
    """What was done: the posts that changed, a sentence for each that did not, and what undoing it needs."""

    changed: list[Post] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    batch: Batch | None = None  # None where nothing changed


def foresee(act: Act, numbers: Iterable[int], *, by: User, at: datetime, term: str = "") -> Report:
    """Return what `carry_out` would do now. It is the real thing, taken back."""
    with transaction.atomic():
        report = carry_out(act, numbers, by=by, at=at, term=term)
        transaction.set_rollback(True)
    return report


@transaction.atomic
def carry_out(act: Act, numbers: Iterable[int], *, by: User, at: datetime, term: str = "") -> Report:
    """Do something with those of the posts that the person may change and that are not so already; the others stay.

    Posts that the person does not see are no part of it, and are not named. What changed is kept for undoing it. An act that
    adds a term needs the name of that term: a tag is made where there is none.

    Raises:
        DoesNotExist: when there is no category of that name.
        NotATermError: when it is no name of a tag.
    """
    report, rows = Report(), list[dict[str, Any]]()
    posts = _locked(Post.objects.worked_on_by(by).numbered(numbers))
    allowed = _allowed(act, posts, by)
    mark = Mark.of(act, term) if allowed and act in MARKING_ACTS else None
    for post in posts:
        before = _standing(post)
        brings_text = act == Act.PUBLISH and post.has_unpublished_changes and post.status in PUBLIC_STATUSES
        reason = _refusal(act, post, mark) if post.pk in allowed else gettext("your role does not allow this")
        if _done(report, post, reason, partial(_apply, act, post, mark, by=by, at=at)):
            row = {"post": post.pk, "revision_number": post.revision_number, "brought_text": brings_text}
            rows.append(row | before | (mark.as_row() if mark else {}))
    if rows:
        report.batch = Batch.objects.create(by=by, at=at, act=act, rows=rows)
    return report


@transaction.atomic
def undo(batch: Batch, *, by: User, at: datetime) -> Report:
    """Put each post of a batch back as it was; one that was changed since, or that cannot go back, stays and is named.

    Posts that the person does not see any more are left without a word.

    Raises:
        DoesNotExist: when the batch is somebody else's, or was deleted.
        AlreadyUndoneError: when it was undone before.
        TooLateError: when it was done more than a day ago.
    """
    stored = Batch.objects.select_for_update().of(by).get(pk=batch.pk)
    if stored.undone_at is not None:
        raise AlreadyUndoneError
    if stored.is_expired(at=at):
        raise TooLateError
    act, rows, report = Act(stored.act), {row["post"]: row for row in stored.rows}, Report()
    posts = [
        *_locked(Post.objects.worked_on_by(by).numbered(rows)),
        *_locked(Post.objects.in_trash_of(by).numbered(rows)),
    ]
    allowed = _allowed(act, posts, by)
    for post in posts:
        row = rows[post.pk]
        reason = _hindrance(stored, post, row, at) if post.pk in allowed else gettext("your role does not allow this")
        _done(report, post, reason, partial(_put_back, act, post, row, by=by, at=at))
    Batch.objects.filter(pk=stored.pk).update(undone_at=at)
    return report


def delete_old_batches(*, at: datetime) -> int:
    """Delete what was done long ago, which nobody can undo any more, and return how many there were."""
    return Batch.objects.made_before(at - KEPT).delete()[0]


def _locked(posts: PostQuerySet) -> list[Post]:
    return list(posts.select_related("organization").select_for_update(of=("self",)).order_by("pk"))


def _allowed(act: Act, posts: list[Post], by: User) -> set[int]:
    """Return the numbers of those posts with which a person may do this, or undo it."""
    if act == Act.TRASH:
        rows = Post.objects.numbered(post.pk for post in posts)
        kept, trashed = rows.disposable_by(by), rows.in_trash_of(by)
        return {*kept.values_list("pk", flat=True), *trashed.values_list("pk", flat=True)}
    publishing = set(Organization.objects.where_user_can(by, Capability.PUBLISH).values_list("pk", flat=True))
    return {post.pk for post in posts if post.organization_id in publishing}


def _done(report: Report, post: Post, reason: str, deed: Callable[[], None]) -> bool:
    """Do something with a post unless there is a reason not to; note in the report what became of it."""
    if reason:
        report.left_out.append(gettext("“%(title)s” stays as it is: %(reason)s.") % {"title": post, "reason": reason})
        return False
    try:
        with transaction.atomic():
            deed()
    except PostError as error:
        report.left_out.append(str(error))
        return False
    report.changed.append(post)
    return True


def _refusal(act: Act, post: Post, mark: Mark | None) -> str:
    """Return why an act would change nothing of a post, or is not to; empty where it may go on."""
    if mark is not None:
        return mark.refusal(post)
    if act == Act.ARCHIVE and post.status == Status.ARCHIVED:
        return gettext("it is archived already")
    if act == Act.RETURN and post.status == Status.DRAFT:
        return gettext("it is a draft already")
    if act != Act.PUBLISH:
        return ""
    if post.status in PUBLIC_STATUSES and not post.has_unpublished_changes:
        return gettext("it is published or scheduled already")
    newest, _version = services.newest_version(post)
    return " ".join(finding.words for finding in unmet_checks(newest)).rstrip(".")


def _apply(act: Act, post: Post, mark: Mark | None, *, by: User, at: datetime) -> None:
    """Do it; publishing a post publishes its newest version."""
    if mark is not None:
        mark.set(post, by=by, at=at)
    elif act == Act.TRASH:
        services.trash_post(post, by=by, at=at)
    elif act == Act.PUBLISH and post.has_unpublished_changes:
        services.publish_newest(post, by=by, at=at)
        post.refresh_from_db()
    else:
        _give(post, GIVES[act], by=by, at=at)


def _give(post: Post, status: Status, *, by: User, at: datetime) -> None:
    post.status = status
    services.save_post(post, by=by, at=at)
    services.record_status(post, KINDS[status], by=by, at=at)


def _standing(post: Post) -> dict[str, str | None]:
    """Return what of a post is put back by undoing."""
    moments = {name: getattr(post, name) for name in MOMENTS}
    return {"status": post.status} | {name: moment and moment.isoformat() for name, moment in moments.items()}


def _hindrance(batch: Batch, post: Post, row: Mapping[str, Any], at: datetime) -> str:
    """Return why a post does not go back to what it was; empty where it does."""
    if post.revision_number != row["revision_number"] or not _stands_as_left(batch, post):
        return gettext("it was changed since")
    if row["brought_text"]:
        return gettext("its new text is public: go back to an earlier one among its versions")
    if batch.act == Act.RETURN and row["status"] == Status.IN_REVIEW:
        return gettext("it was in review: submit it again")
    planned = _moment(row["published_at"]) if row["status"] in PUBLIC_STATUSES else None
    if planned is not None and batch.at < planned <= at:
        return gettext("the moment at which it was to appear has passed")
    return ""


def _stands_as_left(batch: Batch, post: Post) -> bool:
    """Say whether a post still has the status that the act gave it, if any, or is in the trash where the act has put it."""
    if batch.act == Act.TRASH:
        return post.trashed_at == batch.at
    if batch.act in MARKING_ACTS:
        return post.trashed_at is None
    given = PUBLIC_STATUSES if batch.act == Act.PUBLISH else [GIVES[Act(batch.act)]]
    return post.trashed_at is None and post.status in given


def _put_back(act: Act, post: Post, row: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Give a post the status and dates that it had; one that was in review is a draft, which can be submitted again."""
    if act == Act.TRASH:
        services.restore_post(post, by=by, at=at)
        return
    if act in MARKING_ACTS:
        Mark.of_row(act, row).unset(post, by=by, at=at)
        return
    for name in MOMENTS:
        setattr(post, name, _moment(row[name]))
    status = Status(row["status"])
    _give(post, Status.DRAFT if status == Status.IN_REVIEW else status, by=by, at=at)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
