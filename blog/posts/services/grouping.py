"""Which posts stay together as translations of each other, whatever happens to one, and which are out of date."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post, Revision
from blog.posts.models.errors import LanguageTakenError
from blog.posts.models.queryset import PUBLIC_STATUSES
from blog.posts.services.recording import keep_first_revision

WORDS = ("title", "summary", "body", "seo_title", "seo_description", "cover_alt", "cover_caption")
ALONE: dict[str, Any] = {"original": None, "translated_version": "", "translated_number": None, "outdated_at": None}


def join(numbers: Iterable[int], original: Post) -> None:
    """Let posts be translations that say what an original says now."""
    Post.objects.filter(pk=original.pk, original=None).update(original=original.pk)
    Post.objects.numbered(numbers).update(
        original=original.pk,
        translated_version=version_of(original),
        translated_number=_number_of_text(original),
        outdated_at=None,
    )


def _number_of_text(original: Post) -> int:
    """Return the newest revision that holds the words which the original itself has: a newer one may wait."""
    keep_first_revision(original)
    rows = Revision.objects.filter(post=original).newest_first().values_list("number", "content")
    held: Iterable[tuple[int, dict[str, Any]]] = rows.iterator(chunk_size=10)
    own = {name: getattr(original, name) for name in WORDS}
    same = (number for number, content in held if all(content.get(name) == words for name, words in own.items()))
    return next(same, original.revision_number)


@transaction.atomic
def leave_group(post: Post) -> None:
    """Let a post stand by itself; of those that stay together, the eldest takes the place of an original that leaves."""
    original_id = Post.objects.values_list("original", flat=True).get(pk=post.pk)
    if original_id is not None:
        Post.objects.select_for_update(of=("self",)).get(pk=original_id)
        Post.objects.filter(pk=post.pk).update(**ALONE)
        _settle(original_id)
    for name, value in ALONE.items():
        setattr(post, name, value)


def version_of(original: Post) -> str:
    """Return the fingerprint of the words that a translation has to say in another language."""
    return fingerprint(original, WORDS)


def note_change(post: Post, *, at: datetime) -> None:
    """Mark the translations of an original, stored and public, that were held to another text than it has now; no others."""
    if post.original_id is None or post.original_id != post.pk or post.status not in PUBLIC_STATUSES:
        return
    version, others = version_of(post), Post.objects.filter(original=post.pk).exclude(pk=post.pk)
    others.filter(outdated_at__isnull=True).exclude(translated_version=version).update(outdated_at=at)
    others.filter(outdated_at__isnull=False, translated_version=version).update(outdated_at=None)


def check_language(post: Post) -> None:
    """Accept the language of a post as it stands in memory.

    Raises:
        LanguageTakenError: when another version of it is in this language.
    """
    if not is_language_free(post):
        raise LanguageTakenError(post)


def is_language_free(post: Post) -> bool:
    """Say whether none of the other versions of a post is in the language that it has in memory."""
    if post.original_id is None:
        return True
    return not Post.objects.filter(original=post.original_id, language=post.language).exclude(pk=post.pk).exists()


def _settle(original_id: int) -> None:
    """Bring those that a post has left in order: one by itself is no group, and a group has an original."""
    left = list(Post.objects.filter(original=original_id).order_by("created_at", "pk"))
    if len(left) == 1:
        Post.objects.filter(pk=left[0].pk).update(**ALONE)
    elif left and original_id not in {post.pk for post in left}:
        eldest, *others = left
        Post.objects.filter(pk=eldest.pk).update(**ALONE | {"original": eldest.pk})
        join([post.pk for post in others], eldest)
