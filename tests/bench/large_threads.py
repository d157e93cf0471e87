"""The comments of a large site: threads of any length below any post, with replies, likes, and some that nobody may see."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django_comments.models import Comment as StoredComment
from django_comments_xtd.models import XtdComment

from blog.comments.models import Comment, State
from blog.likes.models import Like
from blog.posts.models import Post
from tests.bench.loading import Rows, moment
from tests.bench.words import Vocabulary

ANSWERS, DEPTH = 0.4, 6  # share of the comments that answer another; how deep
HELD, SPAM, SIGNED_IN, LIKED = 0.001, 0.01, 0.1, 0.05
HOUR = timedelta(hours=1)
PUBLIC, HELD_STATE, SPAM_STATE = State.PUBLIC.value, State.HELD.value, State.SPAM.value
STORED = ("id", "object_pk", "user_id", "user_name", "comment", "submit_date", "is_public")
OWN = (
    *("xtd_comment_id", "post_id", "organization_id", "reply_to_id", "root_id", "state", "is_shown"),
    *("body_html", "text_hash", "visitor_key", "identicon", "like_count"),
)


class Place(NamedTuple):
    """Where a comment stands."""

    number: int
    root: int | None
    level: int
    is_shown: bool


class Threads:
    """Makes the comments of one post after another; `count` says how many it has made."""

    def __init__(self, random: Random, vocabulary: Vocabulary, users: range, *, comments_a_post: float) -> None:
        self.random, self.vocabulary, self.users, self.comments_a_post = random, vocabulary, users, comments_a_post
        self.count = self.like_count = 0
        kind = ContentType.objects.get_for_model(Post)
        self.stored = Rows(StoredComment, *STORED, content_type_id=kind.pk, site_id=1)
        self.extended = Rows(XtdComment, "comment_ptr_id", "thread_id", "parent_id", "level")
        self.own = Rows(Comment, *OWN)
        self.likes = Rows(Like, "id", "post_id", "comment_id", "visitor_key", "created_at")
        self.tables = (self.stored, self.extended, self.own, self.likes)  # in the order in which they name each other

    def discuss(self, post: int, began: datetime, *, organization: int) -> int:
        """Make the comments of a post, of most a few and of some many, and return how many of them the public sees."""
        mean, random, at = self.comments_a_post, self.random.random, began
        places: list[Place] = []
        for index in range(int(self.random.expovariate(1 / mean) + random()) if mean else 0):
            above = places[-1 - int(random() * min(3, index))] if index and random() < ANSWERS else None
            if above is not None and above.level >= DEPTH:
                above = None
            at += HOUR
            places.append(self._comment(post, moment(at), above, organization))
        return sum(place.is_shown for place in places)

    def _comment(self, post: int, at: Any, above: Place | None, organization: int) -> Place:
        random = self.random.random
        self.count += 1
        number, chance = self.count, random()
        state = HELD_STATE if chance < HELD else SPAM_STATE if chance < HELD + SPAM else PUBLIC
        is_public = state == PUBLIC
        if above is None:
            reply_to, place = None, Place(number, None, 0, is_public)
        else:
            reply_to = above.number
            place = Place(number, above.root or reply_to, above.level + 1, is_public and above.is_shown)
        reply = self.vocabulary.replies[int(random() * len(self.vocabulary.replies))]
        reader = int(random() * len(self.users))
        user, name, visitor = None, f"Reader {reader}", f"{number:064x}"
        if random() < SIGNED_IN:
            user, name, visitor = self.users[reader], "", ""
        likes = self._like_comment(number, at)
        self.stored.made.append((number, str(post), user, name, reply.text, at, is_public))
        self.extended.made.append((number, place.root or 0, reply_to or 0, place.level))
        stands = (number, post, organization, reply_to, place.root, state, place.is_shown)
        self.own.made.append((*stands, reply.html, reply.text_hash, visitor, reader + 1, likes))
        return place

    def like_post(self, post: int, at: Any) -> int:
        """Make the likes of a post, most often none, and return how many."""
        likes = int(self.random.expovariate(2))
        for _like in range(likes):
            self._like(at, post=post)
        return likes

    def _like_comment(self, comment: int, at: Any) -> int:
        is_liked = self.random.random() < LIKED
        if is_liked:
            self._like(at, comment=comment)
        return int(is_liked)

    def _like(self, at: Any, *, post: int | None = None, comment: int | None = None) -> None:
        """Make a like of a visitor."""
        self.like_count += 1
        self.likes.made.append((self.like_count, post, comment, f"{self.like_count:064x}", at))
