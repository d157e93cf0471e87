"""Threads in several shapes, and the moment at which most tests stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.test import Client

from blog.comments.models import Comment
from blog.comments.services import add_imported_comments
from blog.comments.thread import Entry
from blog.posts.models import Post

NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)

type Fields = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A comment as an importer gives it."""

    author_name: str = "Reader"
    text: str = "Words."
    submitted_at: datetime | None = NOW
    parent: int | None = None


def thread(post: Post, parents: Sequence[int | None]) -> list[Comment]:
    """Store public comments, each below the one whose index it names, and return them."""
    add_imported_comments(
        post, [Item(author_name=f"Reader {number}", parent=parent) for number, parent in enumerate(parents)], at=NOW
    )
    return list(Comment.objects.of_post(post).oldest_first())


def numbers_shown(client: Client, address: str = "/posts/a-post/") -> list[int]:
    """Return the comments that a page shows, tombstones among them, from top to bottom."""
    page = client.get(address).content.decode()
    return [int(number) for number in re.findall(r'<li class="reply" id="c(\d+)"', page)]


def outline(entries: list[Entry], comments: list[Comment]) -> list[object]:
    """Return how entries nest: the index of a comment, followed by the list of what stands below it."""
    index = {comment.pk: number for number, comment in enumerate(comments)}
    lines: list[object] = []
    for entry in entries:
        lines.append(index[entry.comment.pk])
        if entry.replies:
            lines.append(outline(entry.replies, comments))
    return lines
