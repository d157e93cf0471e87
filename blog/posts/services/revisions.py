"""Versions apart from what the public sees: kept, published, gone back to, given up."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from django.db import transaction

from blog.accounts.models import User
from blog.posts.content import (
    ADDRESS_TAKEN,
    LANGUAGE_TAKEN,
    OF_PUBLICATION,
    Applied,
    Content,
    LeftOut,
    apply_content,
    content_of,
)
from blog.posts.models import Post, Revision, RevisionKind, Status
from blog.posts.models.errors import AddressTakenError
from blog.posts.models.post import PUBLIC_STATUSES
from blog.posts.services.grouping import is_language_free
from blog.posts.services.recording import Record, keep_first_revision, record_revision, write_revision
from blog.posts.services.saving import save_post
from blog.redirects import services as redirects
from blog.redirects.slugs import free_slug


@dataclass(frozen=True, slots=True)
class Outcome:
    """The revision that was made, and the parts that could not be taken over."""

    revision: Revision
    left_out: list[LeftOut]
    is_apart: bool = False  # whether the public does not see it yet


@transaction.atomic
def save_revision(post: Post, content: Content, *, by: User | None, at: datetime, note: str = "") -> Revision:
    """Keep a version apart: the post and its page stay as they are, and its form shows this version from now on."""
    keep_first_revision(post)
    if not content.get("slug"):
        content = content | {"slug": free_slug(Post, str(content.get("title") or ""))}
    return write_revision(post, content, by=by, at=at, record=Record(note=note), is_apart=True)


@transaction.atomic
def publish_revision(revision: Revision, *, by: User | None, at: datetime, note: str = "", correction: str = "") -> Outcome:
    """Put what a revision holds into its post and show it to the public, from its date of publication if it has one.

    Raises:
        AddressTakenError: when its address belongs to another page.
        ExpiredError: when it would expire before it is published.
    """
    post = _locked_post(revision)
    keep_first_revision(post)
    applied = apply_content(post, revision.content)
    if not _is_free(post, revision):
        raise AddressTakenError(post)
    if post.status not in PUBLIC_STATUSES:
        post.status = Status.PUBLISHED
    save_post(post, by=by, at=at)
    applied.store_related(post)
    kind = RevisionKind.CORRECTION if correction else RevisionKind.PUBLISHED
    made = record_revision(post, by=by, at=at, record=Record(kind=kind, note=note, correction=correction))
    return Outcome(made, applied.left_out)


def publish_newest(post: Post, *, by: User | None, at: datetime) -> Outcome:
    """Publish the newest version of a post, as `publish_revision` does."""
    return publish_revision(Revision.objects.get(post=post, number=post.revision_number), by=by, at=at)


@transaction.atomic
def restore_revision(revision: Revision, *, by: User | None, at: datetime, note: str = "", is_at_once: bool = False) -> Outcome:
    """Go back to what a revision holds, as a new revision; the organization and the dates of publication stay.

    A draft or an archived post holds it at once; of a public or scheduled one it becomes a version apart, unless the public
    is to see it at once too.
    """
    post = _locked_post(revision)
    keep_first_revision(post)
    content = {name: value for name, value in revision.content.items() if name not in OF_PUBLICATION}
    applied = apply_content(post, content)
    if not is_language_free(post):
        post.language = Post.objects.values_list("language", flat=True).get(pk=post.pk)
        applied.left_out.append(LeftOut("language", LANGUAGE_TAKEN))
    if not _is_free(post, revision):
        post.slug = Post.objects.values_list("slug", flat=True).get(pk=post.pk)
        applied.left_out.append(LeftOut("slug", ADDRESS_TAKEN))
    record = Record(kind=RevisionKind.RESTORED, note=note, restored_number=revision.number)
    if post.status in PUBLIC_STATUSES and not is_at_once:
        held = content_of(post) | {name: list(pks) for name, pks in applied.related.items()}
        made = write_revision(post, held, by=by, at=at, record=record, is_apart=True)
        return Outcome(made, applied.left_out, is_apart=True)
    save_post(post, by=by, at=at)
    applied.store_related(post)
    return Outcome(record_revision(post, by=by, at=at, record=record), applied.left_out)


@transaction.atomic
def discard_changes(post: Post, *, by: User | None, at: datetime) -> Revision | None:
    """Give up the version apart: the form shows again what the post holds. None when there was nothing to give up."""
    if not Post.objects.select_for_update().filter(pk=post.pk, has_unpublished_changes=True).exists():
        return None
    stored = Post.objects.get(pk=post.pk)
    revision = record_revision(stored, by=by, at=at, record=Record(kind=RevisionKind.DISCARDED))
    post.revision_number, post.has_unpublished_changes = stored.revision_number, False
    return revision


def newest_version(post: Post) -> tuple[Post, Applied]:
    """Return a copy of the post as its newest version has it, rendered but not stored, and the terms that go with it.

    Where nothing waits to be published, that is the post itself.
    """
    if not post.has_unpublished_changes:
        return post, Applied()
    revision = Revision.objects.get(post=post, number=post.revision_number)
    copy = Post.objects.select_related("organization").get(pk=post.pk)
    applied = apply_content(copy, revision.content)
    copy.render()
    return copy, applied


def _locked_post(revision: Revision) -> Post:
    return Post.objects.select_for_update().get(pk=revision.post_id)


def _is_free(post: Post, revision: Revision) -> bool:
    """Say whether no other page has the address that a post has in memory, and none that was public leads elsewhere."""
    stored = Post.objects.get(pk=revision.post_id)
    if post.slug == stored.slug:
        return True
    if Post.objects.filter(slug=post.slug).exists():
        return False
    wanted = unquote(post.get_absolute_url())
    found = redirects.find(wanted)
    return found is None or found.old_path != wanted or found.new_path == unquote(stored.get_absolute_url())
