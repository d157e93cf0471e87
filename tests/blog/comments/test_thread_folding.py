"""Deep replies fold, and whatever leads to one of them leads to a page where it stands open."""

import re

import pytest
from django.test import Client

from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.comments.thread import FOLDED_LEVEL, REPLIES_A_PAGE
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, numbers_shown, thread

pytestmark = pytest.mark.django_db


def chain(post: Post, length: int) -> list[Comment]:
    return thread(post, [None, *range(length - 1)])


def folds(client: Client, address: str = "/posts/a-post/") -> list[str]:
    """Return what stands on the folds of a page."""
    return re.findall(r"<summary>([^<]+)</summary>", client.get(address).content.decode().partition('id="discussion"')[2])


def folded(client: Client, address: str) -> list[int]:
    """Return the comments that stand in a fold."""
    page = client.get(address).content.decode()
    return [
        int(number)
        for fold in re.findall(r"<details.*?</details>", page, re.DOTALL)
        for number in re.findall(r'id="c(\d+)"', fold)
    ]


@pytest.mark.parametrize("length", [1, FOLDED_LEVEL - 1])
def test_a_short_chain_stands_open(client: Client, post: Post, length: int) -> None:
    chain(post, length)
    assert folds(client) == []


@pytest.mark.parametrize(("length", "words"), [(4, "1 more reply"), (5, "2 more replies"), (40, "37 more replies")])
def test_what_stands_deeper_folds_and_is_counted(client: Client, post: Post, length: int, words: str) -> None:
    comments = chain(post, length)
    assert folds(client) == [words]
    assert folded(client, "/posts/a-post/") == [comment.pk for comment in comments[FOLDED_LEVEL - 1 :]]


@pytest.mark.parametrize("order", ["newest", "liked"])
def test_it_folds_in_every_order(client: Client, post: Post, order: str) -> None:
    chain(post, 6)
    assert folds(client, f"/posts/a-post/?order={order}") == ["3 more replies"]


def test_each_branch_folds_on_its_own(client: Client, post: Post) -> None:
    thread(post, [None, 0, 1, 2, 1, 4, 4])
    assert folds(client) == ["1 more reply", "2 more replies"]


def test_a_removed_reply_in_a_fold_leaves_its_place_there(client: Client, post: Post) -> None:
    comments = chain(post, 5)
    set_state(Comment.objects.numbered(comments[3].pk), State.REMOVED, by=None, at=NOW)
    assert folds(client) == ["2 more replies"]
    assert numbers_shown(client) == [comment.pk for comment in comments]


@pytest.mark.parametrize("index", range(8))
def test_a_permalink_never_leads_into_a_fold(client: Client, post: Post, index: int) -> None:
    comment = chain(post, 8)[index]
    address = client.get(comment.get_absolute_url()).headers["Location"].partition("#")[0]
    assert comment.pk in numbers_shown(client, address)
    assert comment.pk not in folded(client, address)


def test_the_page_of_a_branch_shows_it_alone_and_open(client: Client, post: Post) -> None:
    comments = thread(post, [None, None, 1, 2, 3, 4])
    address = f"/posts/a-post/?branch={comments[1].pk}"
    assert numbers_shown(client, address) == [comment.pk for comment in comments[1:]]
    assert folds(client, address) == []
    page = client.get(address).content
    assert b'<a href="/posts/a-post/#discussion">To the beginning of the discussion</a>' in page
    assert f"/posts/a-post/follow/?branch={comments[1].pk}".encode() in page


def test_a_deep_permalink_far_down_a_long_branch_begins_with_the_reply(client: Client, post: Post) -> None:
    comments = thread(post, [None, 0, 1, *[2] * (REPLIES_A_PAGE + 5)])
    address = client.get(comments[-1].get_absolute_url()).headers["Location"].partition("#")[0]
    assert address == f"/posts/a-post/?branch={comments[0].pk}&replies={comments[-1].pk - 1}"
    assert numbers_shown(client, address) == [comments[0].pk, comments[-1].pk]
