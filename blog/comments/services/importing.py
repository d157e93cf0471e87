"""Comments that come with imported documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Protocol

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery
from django.utils import timezone
from django_comments.models import Comment as StoredComment
from django_comments_xtd.models import XtdComment

from blog.comments.models import Comment, State
from blog.comments.people import NAME_CHARACTERS
from blog.comments.services.moderation import lock_posts, recount
from blog.comments.words import clean_name, clean_text
from blog.posts.models import Post
from blog.richtext.text import shorten


class ImportedComment(Protocol):
    """A comment as a document has it. `parent` is the index of the earlier comment that it answers."""

    @property
    def author_name(self) -> str:
        """What the document calls the author."""

    @property
    def text(self) -> str:
        """What they wrote."""

    @property
    def submitted_at(self) -> datetime | None:
        """When, if the document says so."""

    @property
    def parent(self) -> int | None:
        """Which comment it answers; None for the post itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """The comments that a document has on its post; the first `skip` of them were stored before."""

    post: Post
    items: Sequence[ImportedComment]
    skip: int = 0

    @property
    def new(self) -> Sequence[ImportedComment]:
        """Those that are to be stored."""
        return self.items[self.skip :]


def add_imported_comments(post: Post, items: Sequence[ImportedComment], *, at: datetime, skip: int = 0) -> int:
    """Store a document's comments, as `add_imported_discussions` does those of several, and return how many."""
    discussion = Discussion(post=post, items=items, skip=skip)
    add_imported_discussions([discussion], at=at)
    return len(discussion.new)


@transaction.atomic
def add_imported_discussions(discussions: Iterable[Discussion], *, at: datetime) -> None:
    """Store the comments of documents in their order, public, without mail and signals.

    What answers one that was stored before is put below it. A comment without a moment gets `at` and the mark that its date
    is not known. Statements grow with the batches, not with the comments; nor, but for what answers earlier ones, with the
    discussions.

    Raises:
        ValueError: when an item answers one that does not come before it.
    """
    waiting = [discussion for discussion in discussions if discussion.new]
    for discussion in waiting:
        _check(discussion.items)
    if not waiting:
        return
    posts = {discussion.post.pk for discussion in waiting}
    lock_posts(posts)
    rows = [[_stored_row(discussion.post, item, at) for item in discussion.new] for discussion in waiting]
    StoredComment.objects.bulk_create([row for some in rows for row in some])
    added = [comment for discussion, some in zip(waiting, rows, strict=True) for comment in _comments(discussion, some)]
    for model in (XtdComment, Comment):
        _insert(model, added)
    recount(posts)


def _check(items: Sequence[ImportedComment]) -> None:
    wrong = [index for index, item in enumerate(items) if item.parent is not None and not 0 <= item.parent < index]
    if wrong:
        raise ValueError(f"comment {wrong[0]} answers one that does not come before it")


def _comments(discussion: Discussion, rows: Sequence[StoredComment]) -> Iterable[Comment]:
    """Return the comments that complete the stored rows of a discussion, each with its place."""
    known = _known_comments(discussion.post, discussion.items, discussion.skip)
    for index, (row, item) in enumerate(zip(rows, discussion.new, strict=True), start=discussion.skip):
        parent = None if item.parent is None else known.get(item.parent)
        known[index] = _comment(discussion.post, item, row, parent)
        yield known[index]


def _known_comments(post: Post, items: Sequence[ImportedComment], skip: int) -> dict[int, Comment]:
    """Return the comments that an earlier import made of those of the first items that later ones answer."""
    answered = {item.parent for item in items[skip:] if item.parent is not None and item.parent < skip}
    if not answered:
        return {}
    found = {(comment.user_name, comment.comment): comment for comment in Comment.objects.of_post(post).by(None, "")}
    known = {index: found.get((_name(items[index]), clean_text(items[index].text))) for index in answered}
    return {index: comment for index, comment in known.items() if comment is not None}


def _stored_row(post: Post, item: ImportedComment, at: datetime) -> StoredComment:
    submitted_at = item.submitted_at or at
    return StoredComment(
        content_type=ContentType.objects.get_for_model(Post),
        object_pk=str(post.pk),
        site_id=settings.SITE_ID,
        user_name=_name(item),
        comment=clean_text(item.text),
        submit_date=submitted_at if timezone.is_aware(submitted_at) else timezone.make_aware(submitted_at),
    )


def _name(item: ImportedComment) -> str:
    return shorten(clean_name(item.author_name), NAME_CHARACTERS)


def _comment(post: Post, item: ImportedComment, row: StoredComment, parent: Comment | None) -> Comment:
    """Return the comment that completes a stored row; it stands beside a parent that is at the greatest depth already."""
    if parent is not None and parent.level >= settings.COMMENTS_XTD_MAX_THREAD_LEVEL:
        parent = parent.reply_to
    comment = Comment(
        id=row.pk,
        comment_ptr_id=row.pk,
        xtd_comment_id=row.pk,
        post=post,
        reply_to=parent,
        state=State.PUBLIC,
        comment=row.comment,
        is_date_known=item.submitted_at is not None,
    )
    comment.take_place()
    comment.render()
    return comment


def _insert(model: type[models.Model], rows: Sequence[Comment]) -> None:
    """Insert one table's part of the rows: `bulk_create` does not take models that are spread over tables."""
    fields = model._meta.local_concrete_fields
    for some in batched(rows, max(1, connection.ops.bulk_batch_size(fields, rows)), strict=False):
        query = InsertQuery(model)
        query.insert_values(fields, list(some))
        query.get_compiler(connection=connection).execute_sql()
