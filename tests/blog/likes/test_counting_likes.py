"""Counts brought in line with the rows."""

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from blog.comments.models import Comment
from blog.likes.models import Like
from blog.likes.people import Liker
from blog.likes.services import delete_likes, like, recount
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def liked(by_reader: Liker, by_visitor: Liker, post: Post, comment: Comment) -> None:
    for target in (post, comment):
        for by in (by_reader, by_visitor):
            like(target, by=by, at=NOW)


def counts() -> list[int]:
    return [Post.objects.get(slug="a-post").like_count, Comment.objects.get(comment="Well said.").like_count]


@pytest.mark.usefixtures("liked")
def test_counts_that_are_right_stay() -> None:
    assert recount() == 0
    assert counts() == [2, 2]


@pytest.mark.usefixtures("liked")
def test_counts_that_are_wrong_are_put_right() -> None:
    other = CommentFactory.create()
    Post.objects.update(like_count=70)
    Comment.objects.update(like_count=0)
    Comment.objects.filter(pk=other.pk).update(like_count=3)
    assert recount() == 4  # two posts, two comments
    assert counts() == [2, 2]
    assert Comment.objects.get(pk=other.pk).like_count == 0


@pytest.mark.usefixtures("liked")
def test_deleting_somebodys_likes_counts_the_others(by_reader: Liker) -> None:
    assert delete_likes(Like.objects.by(by_reader)) == 2
    assert counts() == [1, 1]
    assert Like.objects.filter(user=None).count() == 2


@pytest.mark.parametrize("number", [1, 50])
def test_deleting_likes_of_many_things_costs_the_same(
    by_reader: Liker, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for post in PostFactory.create_batch(number):
        like(post, by=by_reader, at=NOW)
        like(CommentFactory.create(post=post), by=Liker(visitor_key="a" * 64), at=NOW)
    with django_assert_num_queries(8):  # with the two of the transaction: which, lock twice, delete, count twice
        assert delete_likes(Like.objects.all()) == 2 * number


@pytest.mark.usefixtures("liked")
def test_the_command_says_what_it_put_right() -> None:
    Post.objects.update(like_count=70)
    for expected in (
        "Counts put right: 1. Likes whose network was forgotten: 2.",
        "right: 0. Likes whose network was forgotten: 0.",
    ):
        out = StringIO()
        call_command("tidy_likes", stdout=out)
        assert expected in out.getvalue()
