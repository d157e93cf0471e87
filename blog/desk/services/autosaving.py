"""Keeping what somebody writes until they save it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from blog.accounts.models import User
from blog.desk.models import Autosave
from blog.posts.models import Post

KEPT = timedelta(days=30)
MOST_CHARACTERS = 2_000_000  # of all fields together; an article of a whole book has one million


class TooMuchError(Exception):
    """More was written than is kept."""

    def __str__(self) -> str:
        return gettext("This is too long to be kept while you write. Save it in parts.")


@transaction.atomic
def autosave(
    fields: Mapping[str, list[str]], *, by: User, at: datetime, post: Post | None = None, key: str = "", written_at: datetime
) -> Autosave:
    """Keep what somebody has written in the form of a post, or of the new one with the key, in place of what was kept.

    What was `written_at` before that is not kept: a browser may come late with its copy.

    Raises:
        TooMuchError: when it is too long.
    """
    if sum(len(value) for values in fields.values() for value in values) > MOST_CHARACTERS:
        raise TooMuchError
    place = {"post": post} if post is not None else {"post": None, "key": key}
    kept = Autosave.objects.select_for_update().of(by).at(post, key).first()
    if kept is not None and kept.saved_at > written_at:
        return kept
    row, _is_new = Autosave.objects.update_or_create(
        editor=by, **place, defaults={"fields": dict(fields), "saved_at": min(written_at, at)}
    )
    return row


def discard_autosave(*, by: User, post: Post | None = None, key: str = "") -> None:
    """Forget what somebody has written in a form: it is saved, or they do not want it."""
    Autosave.objects.of(by).at(post, key).delete()


def delete_old_autosaves(*, at: datetime) -> int:
    """Delete what was not touched for a month, and return how many there were."""
    return Autosave.objects.saved_before(at - KEPT).delete()[0]
