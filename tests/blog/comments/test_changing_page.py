"""The page on which somebody changes a reply of their own."""

import pytest
import time_machine
from django.test import Client

from blog.accounts.models import User
from blog.comments.models import Comment, CommentVersion, PendingComment, State
from blog.comments.services import confirm
from blog.comments.services.owners import EDIT_WINDOW
from blog.organizations.models import CommentPolicy, Organization
from blog.posts.models import Post
from tests.blog.comments.browsers import OURS, THEIRS, browser_of, waiting, written
from tests.blog.comments.samples import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def edit_address(reply: Comment | PendingComment) -> str:
    kind = "unconfirmed/" if isinstance(reply, PendingComment) else ""
    return f"/comments/{kind}{reply.pk}/edit/"


def test_the_page_holds_the_text(post: Post) -> None:
    for reply in (written(post), waiting(post)):
        page = browser_of(OURS).get(edit_address(reply))
        assert b"What I *think*.</textarea>" in page.content
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["X-Robots-Tag"] == "noindex"


def test_the_fragment_is_the_form_and_nothing_else(post: Post) -> None:
    page = browser_of(OURS).get(f"{edit_address(written(post))}?fragment=1").content.decode()
    assert page.strip().startswith('<div class="reply-box" data-reply-box>')
    assert "<html" not in page


def test_a_change_leads_back_to_the_comment(post: Post) -> None:
    comment = written(post)
    response = browser_of(OURS).post(edit_address(comment), {"comment": "What I mean."})
    assert (response.status_code, response.headers["Location"]) == (302, f"/comments/{comment.pk}/")
    assert "edited" in Client().get("/posts/a-post/").content.decode()
    assert "What I think" not in Client().get("/posts/a-post/").content.decode()


def test_in_the_readers_page_the_new_text_comes_back(post: Post) -> None:
    for reply in (written(post), waiting(post)):
        response = browser_of(OURS).post(f"{edit_address(reply)}?fragment=1", {"comment": "What I *mean*."})
        page = response.content.decode()
        assert (response.status_code, 'data-effect="changed"' in page) == (201, True)
        assert "<p>What I <em>mean</em>.</p>" in page


def test_a_change_that_is_held_says_so(post: Post) -> None:
    Organization.objects.update(comment_policy=CommentPolicy.ALL_HELD)
    response = browser_of(OURS).post(edit_address(written(post)), {"comment": "other words"})
    assert response.headers["Location"] == "/posts/a-post/reply/held/"
    page = browser_of(OURS).post(f"{edit_address(written(post))}?fragment=1", {"comment": "more words"}).content.decode()
    assert 'data-effect="gone"' in page
    assert "waits for a moderator" in page


def test_a_change_of_what_waits_says_that_it_still_waits(post: Post) -> None:
    response = browser_of(OURS).post(edit_address(waiting(post)), {"comment": "What I mean."})
    assert response.headers["Location"] == "/posts/a-post/reply/changed/"
    assert b"still waits for your confirmation" in Client().get(response.headers["Location"]).content


def test_the_preview_changes_nothing(post: Post) -> None:
    comment = written(post)
    page = browser_of(OURS).post(edit_address(comment), {"comment": "So *it* is.", "preview": "1"}).content.decode()
    assert "<p>So <em>it</em> is.</p>" in page
    assert not CommentVersion.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 10_001])
def test_a_text_that_is_none_comes_back_with_the_reason(post: Post, text: str) -> None:
    comment = written(post)
    response = browser_of(OURS).post(edit_address(comment), {"comment": text})
    assert response.status_code == 422
    assert b"aria-invalid" in response.content
    assert text.strip().encode() in response.content


def test_too_late_the_words_are_kept(post: Post) -> None:
    comment = written(post)
    with time_machine.travel(NOW + EDIT_WINDOW, tick=False):
        assert b"It is too late" in browser_of(OURS).get(edit_address(comment)).content
        response = browser_of(OURS).post(edit_address(comment), {"comment": "Late <words>"})
    assert response.status_code == 403
    assert b"It is too late" in response.content
    assert b"Late &lt;words&gt;</textarea>" in response.content


@pytest.mark.parametrize("state", [State.HELD, State.REMOVED, State.SPAM])
def test_what_was_taken_out_meanwhile_keeps_the_words_that_were_typed(post: Post, state: State) -> None:
    comment = written(post, state=state)
    response = browser_of(OURS).post(edit_address(comment), {"comment": "Typed words"})
    assert response.status_code == 403
    assert b"Typed words</textarea>" in response.content
    assert b"moderator" in response.content


def test_what_was_confirmed_meanwhile_keeps_the_words_that_were_typed(post: Post) -> None:
    pending = waiting(post)
    confirm(pending.renew_token(), at=NOW)
    response = browser_of(OURS).post(edit_address(pending), {"comment": "Typed words"})
    assert response.status_code == 403
    assert b"was confirmed meanwhile" in response.content
    assert b"Typed words</textarea>" in response.content


def test_too_many_changes_are_told_when_to_come_back(post: Post) -> None:
    comment, browser = written(post), browser_of(OURS)
    for number in range(9):
        browser.post(edit_address(comment), {"comment": f"text {number}"})
    response = browser.post(edit_address(comment), {"comment": "One more"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "900")
    assert b"One more</textarea>" in response.content


def test_a_form_without_a_valid_token_comes_again_with_the_text(post: Post) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies.update(browser_of(OURS).cookies)
    response = browser.post(edit_address(written(post)), {"comment": "Kept words"})
    assert response.status_code == 403
    assert b"Kept words</textarea>" in response.content
    assert not CommentVersion.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("action", ["edit", "withdraw"])
def test_a_stranger_does_not_learn_that_there_is_anything(post: Post, stranger: User, method: str, action: str) -> None:
    signed_in = Client()
    signed_in.force_login(stranger)
    for reply in (written(post), waiting(post)):
        address = edit_address(reply).replace("edit", action)
        for browser in (Client(), browser_of(THEIRS), signed_in):
            response = getattr(browser, method)(address, {"comment": "not mine"})
            assert response.status_code == 404
            assert b"What I" not in response.content
            assert (b"not mine</textarea>" in response.content) == (method == "post" and action == "edit")
    assert Comment.objects.get().comment == PendingComment.objects.get().text == "What I *think*."


def test_on_a_post_that_is_not_public_nothing_is_to_be_changed(post: Post) -> None:
    comment, pending = written(post), waiting(post)
    Post.objects.update(expires_at=NOW)
    for reply in (comment, pending):
        assert browser_of(OURS).get(edit_address(reply)).status_code == 404


def test_a_closed_discussion_takes_no_change_and_keeps_the_words(post: Post) -> None:
    comment: Comment = written(post)
    Organization.objects.update(comment_policy=CommentPolicy.CLOSED)
    response = browser_of(OURS).post(edit_address(comment), {"comment": "Typed words"})
    assert response.status_code == 403
    assert b"are closed" in response.content
    assert b"Typed words</textarea>" in response.content
    assert not CommentVersion.objects.exists()
