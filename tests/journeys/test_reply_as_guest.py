"""A guest reads a post, answers somebody, confirms by mail, and becomes known."""

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.organizations.models import CommentPolicy, Organization
from tests.factories import LONG_AGO, CommentFactory, PostFactory

pytestmark = pytest.mark.django_db


class Form(HTMLParser):
    """What the hidden fields of a page hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[str(given["name"])] = given.get("value") or ""


def send(browser: Client, address: str, text: str, capture: DjangoCaptureOnCommitCallbacks) -> str:
    """Fill in the form at an address, and return the page that comes after it."""
    hidden = Form(browser.get(address).content.decode()).hidden
    typed = {"name": "Guest One", "email": "guest.one@example.org", "url": "example.org", "comment": text, "honeypot": ""}
    with capture(execute=True):
        response = browser.post("/posts/a-post/reply/", hidden | typed, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def confirm(browser: Client) -> str:
    """Follow the link in the latest mail, press the button, and return the page that comes after it."""
    link = re.findall(r"http://testserver(/comments/confirm/\S+)", str(mail.outbox[-1].body))[0]
    hidden = Form(browser.get(link).content.decode()).hidden
    return browser.post(link, hidden, follow=True).content.decode()


def test_a_guest_answers_confirms_is_approved_and_then_known(
    organization: Organization, moderator: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    organization.comment_policy = CommentPolicy.FIRST_HELD
    organization.save()
    post = PostFactory.create(organization=organization, slug="a-post")
    first = CommentFactory.create(post=post, user_name="Reader One")
    browser = Client(enforce_csrf_checks=True)
    capture = django_capture_on_commit_callbacks

    page = browser.get("/posts/a-post/").content.decode()
    address = re.findall(r'href="(/posts/a-post/reply/\?to=\d+)"', page)[0]
    assert "confirm your reply" in send(browser, address, "I *agree*.", capture)
    assert "agree" not in browser.get("/posts/a-post/").content.decode()
    assert mail.outbox[0].to == ["guest.one@example.org"]

    assert "waits for a moderator" in confirm(browser)
    assert "agree" not in browser.get("/posts/a-post/").content.decode()
    set_state(Comment.objects.waiting(), State.PUBLIC, by=moderator, at=LONG_AGO)
    page = browser.get("/posts/a-post/").content.decode()
    assert "<p>I <em>agree</em>.</p>" in page
    assert 'href="https://example.org" rel="nofollow ugc noopener"' in page
    assert Comment.objects.get(user_name="Guest One").reply_to == first

    send(browser, "/posts/a-post/reply/", "And once more.", capture)
    assert "And once more." in confirm(browser)
    post.refresh_from_db()
    assert (post.comment_count, len(mail.outbox)) == (2 + 1, 2)
