"""What a post's page shows of its thread: which comments, in which order, and at what cost."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.comments.thread import LEVELS, read_thread
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, numbers_shown, outline, thread
from tests.factories import CommentFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db


def decide(comment: Comment, state: State) -> None:
    set_state(Comment.objects.numbered(comment.pk), state, by=None, at=NOW)


def test_replies_stand_below_what_they_answer_and_roots_come_oldest_first(post: Post) -> None:
    comments = thread(post, [None, None, 0, 1, 0, 2])
    assert outline(read_thread(post).entries, comments) == [0, [2, [5], 4], 1, [3]]


@pytest.mark.parametrize("state", [State.HELD, State.SPAM])
def test_replies_below_an_invisible_comment_are_not_shown(client: Client, post: Post, state: State) -> None:
    comments = thread(post, [None, 0, 1, None])
    decide(comments[0], state)
    assert numbers_shown(client) == [comments[3].pk]


def test_a_removed_comment_with_a_visible_reply_leaves_a_tombstone(client: Client, post: Post) -> None:
    removed, reply = thread(post, [None, 0])
    decide(removed, State.REMOVED)
    assert numbers_shown(client) == [removed.pk, reply.pk]
    page = client.get("/posts/a-post/").content
    assert page.count(b"This reply was removed.") == 1
    assert b"Reader 0" not in page


def test_a_removed_comment_without_a_visible_reply_leaves_nothing(client: Client, post: Post) -> None:
    removed, below = thread(post, [None, 0])
    decide(removed, State.REMOVED)
    decide(below, State.HELD)
    assert numbers_shown(client) == []


def test_a_chain_of_removed_comments_ends_where_nothing_public_is_left(post: Post) -> None:
    comments = thread(post, [None, 0, 1, 2])
    for removed in (comments[0], comments[1], comments[3]):
        decide(removed, State.REMOVED)
    assert outline(read_thread(post).entries, comments) == [0, [1, [2]]]


def test_a_public_reply_below_a_held_one_below_a_removed_one_shows_nothing(post: Post) -> None:
    comments = thread(post, [None, 0, 1])
    decide(comments[0], State.REMOVED)
    decide(comments[1], State.HELD)
    assert read_thread(post).entries == []


def test_what_is_approved_again_comes_back_with_all_below_it(post: Post) -> None:
    comments = thread(post, [None, 0, 1])
    decide(comments[0], State.SPAM)
    decide(comments[0], State.PUBLIC)
    assert outline(read_thread(post).entries, comments) == [0, [1, [2]]]


def test_replies_past_the_last_level_stand_beside_it_and_say_whom_they_answer(client: Client, post: Post) -> None:
    comments = thread(post, [None, *range(LEVELS + 1)])
    deepest = outline(read_thread(post).entries, comments)
    assert deepest == [0, [1, [2, [3, 4, 5]]]]
    page = client.get("/posts/a-post/").content.decode()
    assert page.count("in reply to Reader 3") == 1
    assert page.count("in reply to Reader 4") == 1
    assert "in reply to Reader 2" not in page


def test_past_the_last_level_a_removed_reply_is_answered_without_its_name(client: Client, post: Post) -> None:
    comments = thread(post, [None, *range(LEVELS)])
    decide(comments[LEVELS - 1], State.REMOVED)
    page = client.get("/posts/a-post/").content.decode()
    assert page.count("in reply to a removed reply") == 1
    assert f"Reader {LEVELS - 1}" not in page


def test_a_chain_as_deep_as_the_table_allows_is_shown(client: Client, post: Post) -> None:
    comments = thread(post, [None, *range(99)])
    assert max(comment.level for comment in comments) == 32
    assert len(numbers_shown(client)) == 100


@pytest.mark.usefixtures("post")
def test_a_reply_that_lost_its_root_is_not_shown_and_breaks_no_page(client: Client, post: Post) -> None:
    comments = thread(post, [None, None, 1, None])
    Comment.objects.filter(pk=comments[1].pk).update(is_shown=False)
    assert numbers_shown(client) == [comments[0].pk, comments[3].pk]


def test_a_thread_of_another_post_is_not_shown(client: Client) -> None:
    thread(PostFactory.create(), [None, 0])
    assert numbers_shown(client) == []


@pytest.mark.parametrize(("roots", "replies"), [(1, 0), (1, 49), (50, 0), (50, 450), (500, 0)])
def test_the_tag_costs_two_queries_at_any_length(
    post: Post, roots: int, replies: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    thread(post, [None] * roots + [number % roots for number in range(replies)])
    with django_assert_num_queries(2):
        read_thread(post)


@pytest.mark.parametrize("comments", [1, 50, 500])
def test_the_post_page_costs_four_queries_at_any_length(
    client: Client, post: Post, comments: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    thread(post, [None, *[number // 2 for number in range(comments - 1)]])
    with django_assert_num_queries(4):
        client.get("/posts/a-post/")


@pytest.mark.parametrize("people", [1, 10])
def test_signed_in_people_cost_one_query_more_however_many(
    client: Client, post: Post, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(people):
        CommentFactory.create(post=post, user=UserFactory.create(name=f"Person {number}"))
    with django_assert_num_queries(5):
        client.get("/posts/a-post/")


def test_the_page_says_how_many_replies_there_are(client: Client, post: Post) -> None:
    comments = thread(post, [None, 0, 0])
    assert b"3 replies" in client.get("/posts/a-post/").content
    decide(comments[1], State.HELD)
    assert b"2 replies" in client.get("/posts/a-post/").content
    decide(comments[2], State.REMOVED)
    assert b"1 reply" in client.get("/posts/a-post/").content


def test_the_page_opens_no_session_and_sets_no_cookie(client: Client, post: Post) -> None:
    thread(post, [None, 0])
    response = client.get("/posts/a-post/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert b"csrfmiddlewaretoken" not in response.content
