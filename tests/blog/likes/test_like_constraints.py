"""What the database itself refuses, whoever writes to it, and which indexes it reads likes through."""

from typing import Any

import pytest
from django.db import IntegrityError, connection

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.likes.models import Like
from blog.posts.models import Post
from tests.blog.comments.samples import NOW

pytestmark = pytest.mark.django_db
KEY = "a" * 64


def store(**fields: Any) -> None:
    Like.objects.bulk_create([Like(created_at=NOW, **fields)])


def test_a_like_of_nothing_is_refused(reader: User) -> None:
    with pytest.raises(IntegrityError, match="like_has_one_target"):
        store(user=reader)


def test_a_like_of_two_things_is_refused(reader: User, post: Post, comment: Comment) -> None:
    with pytest.raises(IntegrityError, match="like_has_one_target"):
        store(user=reader, post=post, comment=comment)


@pytest.mark.parametrize("key", [None, ""])
def test_a_like_of_nobody_is_refused(post: Post, key: str | None) -> None:
    with pytest.raises(IntegrityError, match="like_is_of_one_person"):
        store(post=post, visitor_key=key)


def test_a_like_of_two_people_is_refused(post: Post, reader: User) -> None:
    with pytest.raises(IntegrityError, match="like_is_of_one_person"):
        store(post=post, user=reader, visitor_key=KEY)


@pytest.mark.parametrize("target", ["post", "comment"])
@pytest.mark.parametrize("person", ["user", "visitor_key"])
def test_a_second_like_of_one_person_is_refused(request: pytest.FixtureRequest, reader: User, person: str, target: str) -> None:
    like = {person: reader if person == "user" else KEY, target: request.getfixturevalue(target)}
    store(**like)
    with pytest.raises(IntegrityError):
        store(**like)


@pytest.mark.parametrize(
    ("fields", "index"),
    [
        ({"user": 1, "post": 1}, "like_of_post_once_by_user"),
        ({"user": 1, "comment": 1}, "like_of_comment_once_by_user"),
        ({"visitor_key": KEY, "post": 1}, "like_of_post_once_by_visitor"),
        ({"visitor_key": KEY, "comment": 1}, "like_of_comment_once_by_visitor"),
    ],
)
def test_whether_somebody_likes_something_is_looked_up_in_an_index(fields: dict[str, Any], index: str) -> None:
    if connection.vendor == "sqlite":
        assert index in Like.objects.filter(**fields).explain()
