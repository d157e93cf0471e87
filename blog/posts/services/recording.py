"""Writing revisions down."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from blog.accounts.models import User
from blog.inserting import insert_values
from blog.media.illustrations import Illustrations
from blog.media.services import record_waiting
from blog.posts.content import FIELDS, RELATED, Content, content_of
from blog.posts.models import Category, Post, Revision, RevisionKind, Tag
from blog.posts.services.approval import settle_reviews
from blog.richtext.text import words

EACH_KEPT = timedelta(days=30)  # no version goes before; see blog.posts.services.thinning


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is written down about a revision beside its content."""

    kind: RevisionKind = RevisionKind.SAVED
    note: str = ""  # for colleagues
    correction: str = ""  # for the public
    restored_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """A post that is not stored yet, and the terms that it will have."""

    post: Post
    categories: Sequence[Category] = ()
    tags: Sequence[Tag] = ()

    def related(self) -> dict[str, Iterable[models.Model]]:
        """Return the rows of all its relations."""
        return {"authors": (), "categories": self.categories, "tags": self.tags}


@transaction.atomic
def record_revision(
    post: Post,
    *,
    by: User | None,
    at: datetime,
    record: Record | None = None,
    related: Mapping[str, Iterable[models.Model]] | None = None,
) -> Revision:
    """Write down what a stored post holds now, as its newest revision. Afterwards nothing of it waits to be published.

    `related` names rows of relations that the caller knows to be stored, so that they are not looked up.
    """
    return write_revision(post, content_of(post, related), by=by, at=at, record=record or Record())


@transaction.atomic
def record_status(post: Post, kind: RevisionKind, *, by: User | None, at: datetime) -> Revision:
    """Write down that the status of a stored post has changed. What waits to be published goes on waiting."""
    return _record_beside(post, _newest_content(post), kind, by=by, at=at)


@transaction.atomic
def record_mark(post: Post, mark: Callable[[Content], Content], *, by: User | None, at: datetime) -> Revision:
    """Write down that a stored post got a mark beside its text. What waits to be published goes on waiting, with the mark."""
    return _record_beside(post, mark(_newest_content(post)), RevisionKind.SAVED, by=by, at=at)


@transaction.atomic
def keep_first_revision(post: Post) -> None:
    """Write down how a post stands in the database, before it is changed for the first time."""
    if not post._state.adding and post.revision_number == 0:
        stored = Post.objects.select_for_update().get(pk=post.pk)
        if stored.revision_number == 0:
            record_revision(stored, by=None, at=stored.updated_at)
        post.revision_number = stored.revision_number


def write_revision(
    post: Post, content: Content, *, by: User | None, at: datetime, record: Record, is_apart: bool = False
) -> Revision:
    """Store a revision as the newest one of its post; `is_apart` when the public does not see it yet."""
    newest, was_apart = _newest_number(post)
    before = _content_of_revision(post, newest) or {}
    values = {"number": newest + 1, "content": content, **difference(content, before), **_circumstances(record, at=at)}
    revision = Revision(post=post, by=by, **values)
    revision.save(force_insert=True)
    changes: dict[str, object] = {"revision_number": revision.number, "has_unpublished_changes": is_apart}
    if record.correction:
        changes["corrected_at"] = at
    Post.objects.filter(pk=post.pk).update(**changes)
    for name, value in changes.items():
        setattr(post, name, value)
    if is_apart or was_apart:
        _note_what_waits(post, content if is_apart else {})
    if not is_apart:
        settle_reviews(post, by=by, at=at, is_given_up=record.kind == RevisionKind.DISCARDED)
    return revision


def record_first_revisions(new: Sequence[NewPost], *, at: datetime) -> None:
    """Write down what new posts hold, which are stored with the number 1 for their newest revision."""
    circumstances = _circumstances(Record(kind=RevisionKind.IMPORTED), at=at)
    contents = [(one.post.pk, content_of(one.post, one.related())) for one in new]
    insert_values(
        Revision,
        [
            {"post_id": pk, "number": 1, "content": content, **difference(content, {}), **circumstances}
            for pk, content in contents
        ],
    )


def _circumstances(record: Record, *, at: datetime) -> dict[str, Any]:
    """Return what is stored of a revision beside its content and who made it."""
    return {
        "kind": record.kind,
        "created_at": at,
        "note": record.note,
        "correction": record.correction,
        "restored_number": record.restored_number,
        "thin_at": at + EACH_KEPT,
    }


def _record_beside(post: Post, content: Content, kind: RevisionKind, *, by: User | None, at: datetime) -> Revision:
    return write_revision(post, content, by=by, at=at, record=Record(kind=kind), is_apart=post.has_unpublished_changes)


def _newest_content(post: Post) -> Content:
    """Return what the form of a stored post shows."""
    waiting = _content_of_revision(post, post.revision_number) if post.has_unpublished_changes else None
    return waiting or content_of(post)


def difference(content: Content, before: Content) -> dict[str, Any]:
    """Return what a revision says of how it differs from the one before it: in which fields, and by how many words."""
    added, removed = _changed_words(before, content)
    changed = [name for name in (*FIELDS, *RELATED) if before.get(name) != content.get(name)]
    return {"changed": changed, "words_added": added, "words_removed": removed}


def _note_what_waits(post: Post, content: Content) -> None:
    """Note which images and documents a version uses that waits to be published, so that they are not deleted meanwhile."""
    owner, cover = content.get("organization"), content.get("cover")
    illustrations = Illustrations.of(str(content.get("body") or ""), owner if isinstance(owner, int) else post.organization_id)
    record_waiting(post.pk, illustrations, cover_id=cover if isinstance(cover, int) else None)


def _newest_number(post: Post) -> tuple[int, bool]:
    """Lock the post, so that of two revisions at once each gets its own number.

    Return the newest there is, and whether it waits to be published.

    Raises:
        DoesNotExist: when somebody has deleted the post.
    """
    row = Post.objects.select_for_update().filter(pk=post.pk).only("revision_number", "has_unpublished_changes").first()
    if row is None:
        raise Post.DoesNotExist
    return row.revision_number, row.has_unpublished_changes


def _content_of_revision(post: Post, number: int) -> Content | None:
    if number == 0:
        return None
    return Revision.objects.filter(post=post, number=number).values_list("content", flat=True).first()


def _changed_words(before: Content, after: Content) -> tuple[int, int]:
    new = _words(after)
    if not before:
        return len(new), 0
    counted, old = Counter(new), Counter(_words(before))
    return (counted - old).total(), (old - counted).total()


def _words(content: Content) -> list[str]:
    parts = [str(content.get(name) or "") for name in ("title", "summary")]
    return [*" ".join(parts).split(), *words(str(content.get("body") or ""))]
