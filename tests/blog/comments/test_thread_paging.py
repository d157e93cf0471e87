"""Long threads: pages of roots, branches that do not fit, and the addresses that lead to a comment."""

import re

import pytest
from django.test import Client

from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.comments.thread import REPLIES_A_PAGE, ROOTS_A_PAGE, Cursor, address_of, read_thread
from blog.posts.models import Post, Status
from tests.blog.comments.samples import NOW, numbers_shown, thread

pytestmark = pytest.mark.django_db


def links(client: Client, address: str) -> dict[str, str]:
    """Return where the links of the discussion's pager lead, by their words."""
    page = client.get(address).content.decode()
    found = re.findall(r'<a class="pager__next"\s+href="([^"]+)"[^>]*>([^<]+)</a>', page)
    return {words: href.replace("&amp;", "&") for href, words in found}


def test_fifty_roots_are_one_page(client: Client, post: Post) -> None:
    thread(post, [None] * ROOTS_A_PAGE)
    assert not links(client, "/posts/a-post/")


def test_the_fifty_first_root_is_on_the_next_page(client: Client, post: Post) -> None:
    comments = thread(post, [None] * (ROOTS_A_PAGE + 1))
    following = links(client, "/posts/a-post/")["Later replies"]
    assert following == f"/posts/a-post/?replies={comments[-2].pk}#discussion"
    assert numbers_shown(client, following) == [comments[-1].pk]
    assert not links(client, following)


def test_following_the_links_shows_every_comment_once(client: Client, post: Post) -> None:
    wide = [None] * 60 + [number % 60 for number in range(300)] + [7] * 400
    comments = thread(post, wide)
    seen: list[int] = []
    address = "/posts/a-post/"
    while address:
        found = links(client, address)
        seen += numbers_shown(client, address)
        if branch := found.get("More replies in this branch"):
            root = int(re.findall(r"branch=(\d+)", branch)[0])
            seen += [number for number in numbers_shown(client, branch) if number != root]
        address = found.get("Later replies", "")
    assert sorted(seen) == [comment.pk for comment in comments]


def test_a_page_holds_no_more_than_its_share_of_one_endless_branch(client: Client, post: Post) -> None:
    root, *replies = thread(post, [None] + [0] * (2 * REPLIES_A_PAGE + 1))
    first = numbers_shown(client)
    assert first == [root.pk, *[reply.pk for reply in replies[:REPLIES_A_PAGE]]]
    more = links(client, "/posts/a-post/")["More replies in this branch"]
    second = numbers_shown(client, more)
    assert second == [root.pk, *[reply.pk for reply in replies[REPLIES_A_PAGE : 2 * REPLIES_A_PAGE]]]
    last = links(client, more)["More replies in this branch"]
    assert numbers_shown(client, last) == [root.pk, replies[-1].pk]
    assert not links(client, last)


def test_a_root_whose_branch_is_cut_is_the_last_of_its_page(client: Client, post: Post) -> None:
    comments = thread(post, [None, None, None] + [1] * (REPLIES_A_PAGE + 1) + [2])
    page = read_thread(post)
    assert [entry.comment.pk for entry in page.entries] == [comments[0].pk, comments[1].pk]
    following = links(client, "/posts/a-post/")["Later replies"]
    assert numbers_shown(client, following) == [comments[2].pk, comments[-1].pk]


def test_a_root_for_whose_replies_there_is_no_room_at_all_waits_for_the_next_page(post: Post) -> None:
    comments = thread(post, [None, None] + [0] * REPLIES_A_PAGE + [1])
    page = read_thread(post)
    assert [entry.comment.pk for entry in page.entries] == [comments[0].pk]
    assert (page.next_page, page.next_replies) == (Cursor(comments[0].pk), 0)


def test_a_reply_whose_parent_stands_on_an_earlier_page_says_so(client: Client, post: Post) -> None:
    comments = thread(post, [None, 0] + [0] * REPLIES_A_PAGE + [1])
    more = links(client, "/posts/a-post/")["More replies in this branch"]
    page = client.get(more).content.decode()
    assert (
        f'<a class="reply__answers" href="/comments/{comments[1].pk}/" rel="nofollow">in reply to an earlier reply</a>' in page
    )


@pytest.mark.parametrize(
    "query",
    [
        *("replies=", "replies=x", "replies=-1", "replies=0", "replies=1.5", "replies=%00", "replies=" + "9" * 400),
        *("branch=2000000000", "branch=x", "branch=9999999999&replies=7", "replies=²", "replies=1&replies=z"),
    ],
)
def test_an_address_that_nobody_was_given_shows_the_first_page(client: Client, post: Post, query: str) -> None:
    comments = thread(post, [None, None])
    assert numbers_shown(client, f"/posts/a-post/?{query}") == [comment.pk for comment in comments]


def test_a_page_past_the_end_leads_back_to_the_beginning(client: Client, post: Post) -> None:
    thread(post, [None])
    address = "/posts/a-post/?replies=2000000000"
    assert numbers_shown(client, address) == []
    assert b'<a href="/posts/a-post/#discussion">' in client.get(address).content


@pytest.mark.parametrize("index", [0, 49, 50, 59, 60, 200, 359, 360, 700, 1499])
def test_a_permalink_leads_to_a_page_that_shows_the_comment(client: Client, post: Post, index: int) -> None:
    comments = thread(post, [None] * 60 + [number % 60 for number in range(300)] + [7] * 1140)
    response = client.get(f"/comments/{comments[index].pk}/")
    assert response.status_code == 302
    address, _, place = response.headers["Location"].partition("#")
    assert place == f"c{comments[index].pk}"
    assert comments[index].pk in numbers_shown(client, address)


def test_a_comment_of_the_first_page_has_the_address_of_the_post(post: Post) -> None:
    comments = thread(post, [None, 0])
    assert address_of(comments[1]) == f"/posts/a-post/#c{comments[1].pk}"


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REMOVED])
def test_a_comment_that_is_not_public_has_no_permalink(client: Client, post: Post, state: State) -> None:
    comment, reply = thread(post, [None, 0])
    set_state(Comment.objects.numbered(comment.pk), state, by=None, at=NOW)
    assert client.get(f"/comments/{comment.pk}/").status_code == 404
    assert client.get(f"/comments/{reply.pk}/").status_code == (302 if state == State.REMOVED else 404)


def test_a_comment_on_a_withdrawn_post_has_no_permalink(client: Client, post: Post) -> None:
    (comment,) = thread(post, [None])
    Post.objects.update(status=Status.DRAFT, published_at=None)
    assert client.get(f"/comments/{comment.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/comments/1/", "/comments/9999999999/", f"/comments/{'9' * 40}/", "/comments/x/"])
@pytest.mark.usefixtures("post")
def test_a_number_that_no_comment_has_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_permalink_is_the_same_for_everybody(client: Client, post: Post) -> None:
    (comment,) = thread(post, [None])
    response = client.get(comment.get_absolute_url())
    assert not response.cookies
    assert client.post(comment.get_absolute_url()).status_code == 405
