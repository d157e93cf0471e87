"""The orders of a thread: what comes first, pages that show everything once, and the indexes that find them."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from blog.comments.models import Comment, State
from blog.comments.thread import REPLIES_A_PAGE, ROOTS_A_PAGE, Cursor, Order, read_thread
from blog.posts.models import Post
from tests.blog.comments.samples import numbers_shown, thread

pytestmark = pytest.mark.django_db


def like(comments: list[Comment], likes: list[int]) -> None:
    for comment, count in zip(comments, likes, strict=True):
        Comment.objects.numbered(comment.pk).update(like_count=count)


def pages(client: Client, address: str) -> Iterator[str]:
    """Load a page of a discussion and those to which its pager leads."""
    while address:
        page = client.get(address).content.decode()
        yield page
        following = re.search(r'<a class="pager__next" href="([^"]+)" rel="next">', page)
        address = following[1].replace("&amp;", "&") if following else ""


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li class="reply" id="c(\d+)"', page)]


def test_the_newest_first_turns_the_roots_round_and_leaves_their_replies(client: Client, post: Post) -> None:
    first, second, reply, later = thread(post, [None, None, 1, 1])
    assert numbers_shown(client, "/posts/a-post/?order=newest") == [second.pk, reply.pk, later.pk, first.pk]


def test_the_most_liked_come_first_and_of_equals_the_oldest(client: Client, post: Post) -> None:
    comments = thread(post, [None, None, None, None, 2])
    like(comments, [0, 3, 7, 3, 9])
    expected = [comments[index].pk for index in (2, 4, 1, 3, 0)]
    assert numbers_shown(client, "/posts/a-post/?order=liked") == expected


@pytest.mark.parametrize("order", Order)
def test_the_pages_of_an_order_show_every_comment_once(client: Client, post: Post, order: Order) -> None:
    parents = [None] * 120 + [number % 120 for number in range(240)]
    comments = thread(post, parents)
    like(comments, [number % 3 for number in range(360)])
    seen = [number for page in pages(client, f"/posts/a-post/?order={order}") for number in shown(page)]
    assert sorted(seen) == [comment.pk for comment in comments]


def test_a_like_that_comes_meanwhile_moves_no_page(client: Client, post: Post) -> None:
    comments = thread(post, [None] * (ROOTS_A_PAGE + 2))
    found = pages(client, "/posts/a-post/?order=liked")
    first = shown(next(found))
    Comment.objects.numbered(first[-1]).update(like_count=5)
    assert shown(next(found)) == [comments[-2].pk, comments[-1].pk]


@pytest.mark.parametrize(("order", "on_page"), [(Order.NEWEST, [2, 1]), (Order.LIKED, [1])])
def test_a_page_ends_with_the_root_whose_replies_are_cut_off(post: Post, order: Order, on_page: list[int]) -> None:
    comments = thread(post, [None, None, None] + [1] * (REPLIES_A_PAGE + 1) + [0])
    like(comments[:3], [2, 9, 0])
    page = read_thread(post, order=order)
    assert [entry.comment.pk for entry in page.entries] == [comments[index].pk for index in on_page]
    assert page.next_replies == comments[2 + REPLIES_A_PAGE].pk
    assert page.next_page == Cursor(comments[1].pk, 9 if order == Order.LIKED else None)


def test_a_branch_that_is_read_on_leads_back_to_the_order_from_which_one_came(client: Client, post: Post) -> None:
    root, *_replies = thread(post, [None] + [0] * (REPLIES_A_PAGE + 1))
    page = client.get("/posts/a-post/?order=newest").content.decode()
    more = re.findall(r'href="([^"]+)">More replies in this branch', page)[0].replace("&amp;", "&")
    assert more == f"/posts/a-post/?order=newest&branch={root.pk}&replies={root.pk + REPLIES_A_PAGE}#discussion"
    assert b'<a href="/posts/a-post/?order=newest#discussion">' in client.get(more).content


def test_the_orders_are_links_and_the_one_in_use_says_so(client: Client, post: Post) -> None:
    thread(post, [None, None])
    page = client.get("/posts/a-post/?order=liked").content.decode()
    links = re.findall(r'<a href="(/posts/a-post/[^"]*#discussion)"\s+rel="nofollow"\s+([^>]*)>', page)
    expected = [("", ""), ("?order=newest", ""), ("?order=liked", 'aria-current="true"')]
    assert links == [(f"/posts/a-post/{query}#discussion", current) for query, current in expected]


@pytest.mark.parametrize("comments", [0, 1])
def test_where_there_is_nothing_to_order_no_order_is_offered(client: Client, post: Post, comments: int) -> None:
    thread(post, [None] * comments)
    assert b"Newest first" not in client.get("/posts/a-post/").content


@pytest.mark.parametrize("query", ["order=newest", "order=liked", "order=liked&replies=3-9", "replies=9", "branch=9"])
def test_the_post_stays_the_one_address_for_search_engines(client: Client, post: Post, query: str) -> None:
    thread(post, [None, None])
    canonical = '<link rel="canonical" href="http://testserver/posts/a-post/">'
    assert canonical in client.get(f"/posts/a-post/?{query}").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        *("order=", "order=LIKED", "order=oldest&order=x", "order=%00", "order=oldest&replies=3-1"),
        *("order=oldest&replies=-1", "order=oldest&replies=01"),
    ],
)
def test_an_order_that_does_not_exist_is_the_first_page_of_the_oldest(client: Client, post: Post, query: str) -> None:
    first, second = thread(post, [None, None])
    assert numbers_shown(client, f"/posts/a-post/?{query}") == [first.pk, second.pk]


@pytest.mark.parametrize("cursor", ["1", "-1", "1-", "x-1", "1-x", "1-1-1", "1-0", "01-1", f"1-{'9' * 40}", "%00", "²-1"])
def test_a_cursor_that_no_page_gave_out_is_the_first_page(client: Client, post: Post, cursor: str) -> None:
    comments = thread(post, [None, None])
    like(comments, [1, 5])
    assert numbers_shown(client, f"/posts/a-post/?order=liked&replies={cursor}") == [comments[1].pk, comments[0].pk]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("comments", [1, 500])
def test_every_order_costs_two_queries_at_any_length(
    post: Post, order: Order, comments: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    thread(post, [None, *[number // 2 for number in range(comments - 1)]])
    with django_assert_num_queries(2):
        read_thread(post, order=order)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("is_later", [False, True])
def test_a_page_is_found_through_indexes(post: Post, order: Order, is_later: bool) -> None:  # noqa: FBT001  # a parameter
    comments = thread(post, [None] * 60 + [number % 60 for number in range(1200)])
    # Of what is held there is so much that the index of what is shown must be the shorter way.
    hide(comments[180:])
    after = Cursor(comments[30].pk, 1 if order == Order.LIKED else None) if is_later else None
    with CaptureQueriesContext(connection) as queries:
        read_thread(post, order=order, after=after)
    count_rows()
    roots, replies = [plan(query["sql"]) for query in queries.captured_queries]
    assert ("comment_roots_by_likes" if order == Order.LIKED else "comment_") in roots
    assert not re.search("SCAN|Seq Scan|TEMP B-TREE|Sort", roots)
    assert "comment_branches_shown" in replies
    assert not re.search("SCAN|Seq Scan", replies)


def hide(comments: list[Comment]) -> None:
    """Hold comments, and leave no trace in the indexes of their having been shown, nor of what other tests took back.

    PostgreSQL cleans an index when it gets to it, and until then takes it for as long as it is: so the table is written anew.
    """
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(state=State.HELD, is_shown=False)
    if connection.vendor == "postgresql":
        connection.check_constraints()  # no table is emptied while these wait
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE copied ON COMMIT DROP AS TABLE comments_comment")
            cursor.execute("TRUNCATE comments_comment CASCADE")
            cursor.execute("INSERT INTO comments_comment TABLE copied")


def count_rows() -> None:
    """Let PostgreSQL count its rows, as it does by itself; a site on SQLite never has them counted."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def plan(sql: str) -> str:
    """Return how the database finds the rows; tables as small as those of tests it would otherwise just read through."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"{'EXPLAIN QUERY PLAN' if connection.vendor == 'sqlite' else 'EXPLAIN'} {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
