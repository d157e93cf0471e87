"""Held, spam and removed text, and every address, in no public response at all."""

import pytest
from django.test import Client

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.services import request_confirmation, set_state
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db
SECRETS = ("HIDDENWORDS", "HIDDENNAME", "hidden.example.org", "hidden@", "guest.one@", "192.0.2.7", "WAITINGWORDS")


@pytest.fixture
def hidden(post: Post, guest: Author) -> list[Comment]:
    """One comment in each state that is not public, a public one below each, and a reply that waits."""
    comments = []
    for state in (State.HELD, State.SPAM, State.REMOVED):
        comment = CommentFactory.create(
            post=post,
            comment="HIDDENWORDS",
            user_name="HIDDENNAME",
            user_url="https://hidden.example.org/",
            user_email="hidden@example.net",
            ip_address="192.0.2.7",
        )
        CommentFactory.create(post=post, reply_to=comment, user_email="hidden@example.net", comment=f"below {state}")
        set_state(Comment.objects.numbered(comment.pk), state, by=None, at=NOW)
        comments.append(comment)
    request_confirmation(post, by=guest, text="WAITINGWORDS", at=NOW)
    return comments


def addresses(hidden: list[Comment]) -> list[str]:
    """Return every public address that has to do with a post's comments, and the pages around it."""
    post = "/posts/a-post/"
    lists = ["/", "/organizations/institute-of-examples/", "/archive/2017/", "/sitemaps/posts-1.xml"]
    feeds = [
        f"{place}feed/{kind}" for place in ("/", "/organizations/institute-of-examples/") for kind in ("", "atom/", "json/")
    ]
    of_comments = [
        address
        for comment in [*hidden, *Comment.objects.all()]
        for address in (
            f"/comments/{comment.pk}/",
            f"/comments/reply/{comment.pk}/",
            f"{post}reply/?to={comment.pk}",
            f"{post}reply/?to={comment.pk}&fragment=1",
            f"{post}?branch={comment.pk}",
            f"{post}?branch={comment.pk}&replies={comment.pk}",
            f"{post}?replies={comment.pk - 1}",
        )
    ]
    return [post, f"{post}comments/feed/", f"{post}reply/", f"{post}reply/?fragment=1", *lists, *feeds, *of_comments]


def test_no_public_response_carries_it(client: Client, hidden: list[Comment]) -> None:
    for address in addresses(hidden):
        page = client.get(address, follow=True).content.decode()
        assert [secret for secret in SECRETS if secret in page] == [], address


def test_no_response_to_a_signed_in_reader_carries_it(client: Client, hidden: list[Comment], reader: User) -> None:
    client.force_login(reader)
    for address in addresses(hidden):
        page = client.get(address, follow=True).content.decode()
        assert [secret for secret in SECRETS if secret in page] == [], address


def test_of_all_that_is_below_them_only_what_is_below_the_removed_one_shows(client: Client, hidden: list[Comment]) -> None:
    assert len(hidden) == 3
    for address in ("/posts/a-post/", "/posts/a-post/comments/feed/"):
        page = client.get(address).content.decode()
        assert ("below removed" in page, "below held" in page, "below spam" in page) == (True, False, False)


def test_a_refused_answer_to_a_hidden_comment_does_not_show_it(client: Client, hidden: list[Comment]) -> None:
    for comment in hidden:
        response = client.post("/posts/a-post/reply/", {"reply_to": comment.pk, "comment": "Hello?"})
        assert [secret for secret in SECRETS if secret in response.content.decode()] == []
