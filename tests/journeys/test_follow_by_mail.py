"""A reader follows a discussion, is told of an approved reply, and stops the mails at one click."""

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from blog.accounts.models import User
from blog.comments.models import Comment, Follow, State
from blog.comments.people import Author
from blog.comments.services import post_comment, set_state
from blog.organizations.models import CommentPolicy, Organization
from blog.posts.models import Post
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db
READER = "reader@example.org"


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


@pytest.fixture
def post(organization: Organization) -> Post:
    organization.comment_policy = CommentPolicy.ALL_HELD
    organization.save()
    return PostFactory.create(organization=organization, slug="a-post", title="A post")


def to_the_reader() -> list[mail.EmailMessage]:
    """Return the mails that the reader got; moderators get others."""
    return [message for message in mail.outbox if message.to == [READER]]


def link_in(message: mail.EmailMessage, path: str) -> str:
    return str(re.findall(rf"http://testserver({path}\S*)", str(message.body))[0])


def test_a_reader_follows_confirms_is_told_and_stops(
    post: Post,
    moderator: User,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.SECRET_KEY_FALLBACKS = []
    capture = django_capture_on_commit_callbacks
    browser = Client(enforce_csrf_checks=True)

    page = browser.get("/posts/a-post/").content.decode()
    address = re.findall(r'href="(/posts/a-post/follow/)"', page)[0]
    form = Form(browser.get(address).content.decode())
    with capture(execute=True):
        page = browser.post(address, form.hidden | {"email": READER}, follow=True).content.decode()
    assert "Look into your mailbox" in page

    link = link_in(to_the_reader()[0], "/comments/follow/confirm/")
    form = Form(browser.get(link).content.decode())
    assert not Follow.objects.confirmed().exists()
    assert "You follow this by mail now" in browser.post(link, form.hidden, follow=True).content.decode()

    someone = Author.of_user(UserFactory.create(name="Reader Two"))
    with capture(execute=True):
        post_comment(post, by=someone, text="Well said.", at=moderator.joined_at)
    assert len(to_the_reader()) == 1
    with capture(execute=True):
        set_state(Comment.objects.waiting(), State.PUBLIC, by=moderator, at=moderator.joined_at)
    told = to_the_reader()[1]
    assert told.subject == "New reply to “A post”"
    permalink = link_in(told, "/comments/\\d+/")
    assert "Well said." in browser.get(permalink, follow=True).content.decode()

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    stop = str(told.extra_headers["List-Unsubscribe"]).removeprefix("<http://testserver").removesuffix(">")
    mail_program = Client(enforce_csrf_checks=True)
    assert mail_program.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with capture(execute=True):
        post_comment(post, by=someone, text="Once more.", at=moderator.joined_at)
        set_state(Comment.objects.waiting(), State.PUBLIC, by=moderator, at=moderator.joined_at)
    assert len(to_the_reader()) == 2
