"""Noting who has a post open."""

from datetime import datetime

from django.db import transaction

from blog.accounts.models import User
from blog.desk.models import Presence
from blog.posts.models import Post


@transaction.atomic
def note_presence(post: Post, *, by: User, at: datetime) -> None:
    """Note that somebody has the post open; who was away meanwhile has opened it now."""
    present = Presence.objects.filter(post=post, user=by)
    if present.current(at).update(seen_at=at):
        return
    present.delete()
    Presence.objects.get_or_create(post=post, user=by, defaults={"opened_at": at, "seen_at": at})


def forget_presence(post: Post, *, by: User) -> None:
    """Note that somebody is done with the post."""
    Presence.objects.filter(post=post, user=by).delete()


def delete_old_presences(*, at: datetime) -> int:
    """Delete the notes of those who left, and return how many there were."""
    return Presence.objects.over(at).delete()[0]
