"""Liking and taking it back: once for each person, and counted in the same breath."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.comments.errors import TooManyError
from blog.comments.models import Comment
from blog.likes.models import Like
from blog.likes.people import Liker
from blog.likes.services import Likes, forget_networks, is_liked, like, take_back
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
type Target = Post | Comment


def fresh(target: Target) -> Target:
    return Post.objects.get(pk=target.pk) if isinstance(target, Post) else Comment.objects.get(pk=target.pk)


def counted(target: Target) -> int:
    return fresh(target).like_count


def test_a_like_is_stored_and_counted(target: Target, by_visitor: Liker) -> None:
    assert like(target, by=by_visitor, at=NOW) == Likes(1, is_liked=True)
    row = Like.objects.on(target).get()
    assert (row.user, row.visitor_key, row.network, row.created_at) == (None, "a" * 64, "192.0.2.7", NOW)
    assert counted(target) == 1


def test_a_like_of_an_account_keeps_no_network(target: Target, reader: User) -> None:
    like(target, by=Liker(user=reader, visitor_key="a" * 64, network="192.0.2.7"), at=NOW)
    row = Like.objects.get()
    assert (row.user, row.visitor_key, row.network) == (reader, None, "")


def test_liking_twice_counts_once(target: Target, by_visitor: Liker, by_reader: Liker) -> None:
    for by in (by_visitor, by_visitor, by_reader, by_reader):
        likes = like(target, by=by, at=NOW)
    assert likes == Likes(2, is_liked=True)
    assert counted(target) == Like.objects.count() == 2


def test_liking_a_post_likes_none_of_its_comments(post: Post, comment: Comment, by_visitor: Liker) -> None:
    like(post, by=by_visitor, at=NOW)
    assert (counted(post), counted(comment)) == (1, 0)
    assert not is_liked(comment, by=by_visitor)


def test_taking_it_back_deletes_and_uncounts_it(target: Target, by_visitor: Liker, by_reader: Liker) -> None:
    like(target, by=by_visitor, at=NOW)
    like(target, by=by_reader, at=NOW)
    assert take_back(target, by=by_visitor) == Likes(1, is_liked=False)
    assert counted(target) == 1
    assert Like.objects.get().user == by_reader.user


def test_taking_back_what_was_never_liked_changes_nothing(target: Target, by_visitor: Liker, by_reader: Liker) -> None:
    like(target, by=by_reader, at=NOW)
    for by in (by_visitor, Liker()):
        assert take_back(target, by=by) == Likes(1, is_liked=False)


def test_a_visitor_who_signs_in_counts_once(target: Target, by_visitor: Liker, reader: User) -> None:
    like(target, by=by_visitor, at=NOW)
    signed_in = Liker(user=reader, visitor_key=by_visitor.visitor_key)
    assert is_liked(target, by=signed_in)
    assert like(target, by=signed_in, at=NOW) == Likes(1, is_liked=True)
    assert take_back(target, by=signed_in) == Likes(0, is_liked=False)


def test_taking_back_reaches_what_was_liked_before_and_after_signing_in(
    target: Target, reader: User, by_visitor: Liker
) -> None:
    like(target, by=Liker(user=reader), at=NOW)
    like(target, by=by_visitor, at=NOW)
    assert take_back(target, by=Liker(user=reader, visitor_key=by_visitor.visitor_key)) == Likes(0, is_liked=False)
    assert counted(target) == Like.objects.count() == 0


def test_somebody_unknown_likes_nothing(target: Target, by_reader: Liker) -> None:
    like(target, by=by_reader, at=NOW)
    assert not is_liked(target, by=Liker())


def test_what_was_deleted_meanwhile_cannot_be_liked(target: Target, by_visitor: Liker) -> None:
    fresh(target).delete()
    for action in (lambda: like(target, by=by_visitor, at=NOW), lambda: take_back(target, by=by_visitor)):
        with pytest.raises(ObjectDoesNotExist):
            action()


def test_likes_go_with_what_was_liked(target: Target, by_visitor: Liker) -> None:
    like(target, by=by_visitor, at=NOW)
    fresh(target).delete()
    assert not Like.objects.exists()


def test_saving_a_post_meanwhile_keeps_the_count(post: Post, by_visitor: Liker) -> None:
    like(post, by=by_visitor, at=NOW)
    post.save()
    assert counted(post) == 1


def likes_from_network(count: int, network: str = "192.0.2.7") -> None:
    for number in range(count):
        like(PostFactory.create(), by=Liker(visitor_key=f"{number:064}", network=network), at=NOW)


def test_from_one_network_come_sixty_likes_an_hour(post: Post, by_visitor: Liker) -> None:
    likes_from_network(60)
    with pytest.raises(TooManyError) as refused:
        like(post, by=by_visitor, at=NOW + timedelta(minutes=59))
    assert refused.value.wait_seconds == 60
    assert counted(post) == 0
    assert like(post, by=by_visitor, at=NOW + timedelta(hours=1)).count == 1


def test_other_networks_unknown_ones_and_accounts_are_not_refused_with_it(post: Post, reader: User) -> None:
    likes_from_network(60)
    for by in (
        Liker(visitor_key="b" * 64, network="192.0.2.8"),
        Liker(visitor_key="c" * 64),
        Liker(user=reader, network="192.0.2.7"),
    ):
        assert like(post, by=by, at=NOW).is_liked


def test_an_account_gives_sixty_likes_an_hour(post: Post, reader: User) -> None:
    for _number in range(60):
        like(PostFactory.create(), by=Liker(user=reader), at=NOW)
    with pytest.raises(TooManyError):
        like(post, by=Liker(user=reader), at=NOW)


def test_what_is_liked_already_is_never_refused(by_visitor: Liker, post: Post) -> None:
    like(post, by=by_visitor, at=NOW)
    likes_from_network(59)
    assert like(post, by=by_visitor, at=NOW) == Likes(1, is_liked=True)


def test_networks_are_forgotten_when_the_limit_needs_them_no_more(post: Post, by_visitor: Liker) -> None:
    like(post, by=by_visitor, at=NOW)
    assert forget_networks(at=NOW + timedelta(hours=1)) == 0
    assert forget_networks(at=NOW + timedelta(hours=1, seconds=1)) == 1
    assert (Like.objects.get().network, Like.objects.get().visitor_key) == ("", "a" * 64)


def test_liking_costs_five_queries(
    target: Target, by_visitor: Liker, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    likes_from_network(50)
    with django_assert_num_queries(7):  # with the two of the transaction: lock, liked already, how many came, store, count
        like(target, by=by_visitor, at=NOW)
    with django_assert_num_queries(4):  # lock, liked already
        like(target, by=by_visitor, at=NOW)


def test_taking_back_costs_three_queries(
    target: Target, by_visitor: Liker, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    like(target, by=by_visitor, at=NOW)
    with django_assert_num_queries(5):  # with the two of the transaction: lock, delete, count
        take_back(target, by=by_visitor)
