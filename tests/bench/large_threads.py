"""The comments of a large site: threads of any length below any post, with replies, likes, and some that nobody may see."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django_comments.models import Comment as StoredComment
from django_comments_xtd.models import XtdComment

from blog.comments.models import Comment, State
from blog.likes.models import Like
from blog.posts.models import Post
from tests.bench.loading import Row, Rows, adapted
from tests.bench.words import Vocabulary

ANSWERS, DEPTH = 0.4, 6  # share of the comments that answer another; how deep
HELD, SPAM, SIGNED_IN, LIKED = 0.001, 0.01, 0.1, 0.05
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Place:
    """Where a comment stands."""

    number: int
    root: int | None
    level: int
    is_shown: bool


@dataclass(slots=True)
class Batch:
    """Rows of comments, table by table."""

    stored: list[Row] = field(default_factory=list)
    extended: list[Row] = field(default_factory=list)
    own: list[Row] = field(default_factory=list)
    likes: list[Row] = field(default_factory=list)


class Threads:
    """Makes the comments of one post after another; `count` says how many it has made."""

    def __init__(self, random: Random, vocabulary: Vocabulary, users: range, *, comments_a_post: float) -> None:
        self.random, self.vocabulary, self.users, self.comments_a_post = random, vocabulary, users, comments_a_post
        self.count = self.like_count = 0
        kind = ContentType.objects.get_for_model(Post)
        self.stored = Rows(StoredComment, content_type_id=kind.pk, site_id=1)
        self.extended, self.own, self.likes = Rows(XtdComment), Rows(Comment), Rows(Like)
        self.batch = Batch()

    def take(self) -> Batch:
        """Return what was made since the last time."""
        made, self.batch = self.batch, Batch()
        return made

    def tables(self, batch: Batch) -> list[tuple[Rows, list[Row]]]:
        """Return the rows of a batch with their tables, in the order in which they name each other."""
        return [
            *((self.stored, batch.stored), (self.extended, batch.extended), (self.own, batch.own)),
            (self.likes, batch.likes),
        ]

    def discuss(self, post: int, began: datetime) -> int:
        """Make the comments of a post, of most a few and of some many, and return how many of them the public sees."""
        mean = self.comments_a_post
        places: list[Place] = []
        for index in range(int(self.random.expovariate(1 / mean) + self.random.random()) if mean else 0):
            above = places[-1 - int(self.random.random() * min(3, index))] if index and self.random.random() < ANSWERS else None
            if above is not None and above.level >= DEPTH:
                above = None
            places.append(self._comment(post, adapted(began + (index + 1) * HOUR), above))
        return sum(place.is_shown for place in places)

    def _comment(self, post: int, at: Any, above: Place | None) -> Place:
        self.count += 1
        number, chance = self.count, self.random.random()
        state = State.HELD if chance < HELD else State.SPAM if chance < HELD + SPAM else State.PUBLIC
        place = Place(
            number,
            None if above is None else above.root or above.number,
            0 if above is None else above.level + 1,
            state == State.PUBLIC and (above is None or above.is_shown),
        )
        reply = self.vocabulary.replies[int(self.random.random() * len(self.vocabulary.replies))]
        is_signed_in = self.random.random() < SIGNED_IN
        reader = int(self.random.random() * len(self.users))
        self.batch.stored.append(
            self.stored.row(
                id=number,
                object_pk=str(post),
                user_id=self.users[reader] if is_signed_in else None,
                user_name="" if is_signed_in else f"Reader {reader}",
                comment=reply.text,
                submit_date=at,
                is_public=state == State.PUBLIC,
            )
        )
        reply_to = None if above is None else above.number
        self.batch.extended.append(
            self.extended.row(comment_ptr_id=number, thread_id=place.root or 0, parent_id=reply_to or 0, level=place.level)
        )
        self.batch.own.append(
            self.own.row(
                xtd_comment_id=number,
                post_id=post,
                reply_to_id=reply_to,
                root_id=place.root,
                state=state.value,
                is_shown=place.is_shown,
                body_html=reply.html,
                text_hash=reply.text_hash,
                visitor_key="" if is_signed_in else f"{number:064x}",
                identicon=reader + 1,
                like_count=self._like_comment(number, at),
            )
        )
        return place

    def like_post(self, post: int, at: Any) -> int:
        """Make the likes of a post, most often none, and return how many."""
        likes = int(self.random.expovariate(2))
        for _like in range(likes):
            self._like(at, post_id=post)
        return likes

    def _like_comment(self, comment: int, at: Any) -> int:
        is_liked = self.random.random() < LIKED
        if is_liked:
            self._like(at, comment_id=comment)
        return int(is_liked)

    def _like(self, at: Any, **target: int) -> None:
        """Make a like of a visitor."""
        self.like_count += 1
        self.batch.likes.append(
            self.likes.row(id=self.like_count, visitor_key=f"{self.like_count:064x}", created_at=at, **target)
        )
