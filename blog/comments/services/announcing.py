"""Telling the followers of a discussion by mail that a comment has become public."""

from collections.abc import Collection
from functools import partial

from django.db import transaction

from blog.comments.tasks.following import put_announcements, take_back_announcements


def announce(comments: Collection[int]) -> None:
    """Have mails written, once the transaction is committed, to those who follow where these comments stand.

    The task sees for itself which of them are public by then, and each follower gets one mail for a comment, however
    often it is announced. Costs one query for any number of comments and followers.
    """
    if comments:
        transaction.on_commit(partial(put_announcements.enqueue, sorted(comments)))


def recall(comments: Collection[int]) -> None:
    """Take back, once the transaction is committed, what was announced of comments that ceased to be public.

    Mails that are on their way arrive; those that still wait are not sent. Costs one query.
    """
    if comments:
        transaction.on_commit(partial(take_back_announcements.enqueue, sorted(comments)))
