"""Two organizations publish one post: ask, accept, readers find it with both, leave, and it is the first one's again."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.organizations.models import Organization
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
type Send = Callable[[User, str, dict[str, object]], str]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def send(client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Send:
    """Let somebody send a form, mails included, and return the page that follows."""

    def run(user: User, address: str, data: dict[str, object]) -> str:
        client.force_login(user)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(address, data, follow=True)
        return unescape(response.content.decode())

    return run


def seen() -> dict[str, bool]:
    """Return on which public pages the post stands, for somebody who is not signed in."""
    reader, found = Client(), {}
    for organization in ("institute-of-examples", "other-chamber"):
        for part in ("", "feed/", "feed/atom/", "feed/json/"):
            page = reader.get(f"/organizations/{organization}/{part}").content.decode()
            found[f"{organization}/{part}"] = "/posts/ports/" in page
    return found


def byline() -> str:
    page = Client().get("/posts/ports/").content.decode()
    part = re.search(r'<p class="byline__publisher">(.*?)</p>', page, re.DOTALL)
    assert part is not None
    return " ".join(re.sub(r"<[^>]+>", "", part[1]).split())


def test_ask_accept_read_leave(
    send: Send, client: Client, editor: User, stranger: User, organization: Organization, other_organization: Organization
) -> None:
    post = PostFactory.create(organization=organization, title="Ports", slug="ports")
    alone = {place: place.startswith("institute") for place in seen()}
    assert (seen(), byline()) == (alone, "Published by Institute of Examples")

    asked = {"act": "ask", "joint-organization": other_organization.pk, "joint-note": "Our harbour, your harbour."}
    send(editor, f"/admin/posts/post/{post.pk}/joint/", asked)
    assert seen() == alone
    request = mail.outbox[-1]
    assert (request.to, "Our harbour, your harbour." in str(request.body)) == ([stranger.email], True)
    found = re.search(r"http://testserver(/admin/posts/jointpublication/\d+/change/)", str(request.body))
    assert found is not None

    client.force_login(stranger)
    page = client.get(found[1]).content.decode()
    assert "The first paragraph." in page
    version = re.findall(r'name="version" value="(\w+)"', page)[0]
    send(stranger, found[1], {"act": "accept", "version": version, "note": "With pleasure."})
    assert seen() == dict.fromkeys(alone, True)
    assert byline() == "Published by Institute of Examples and Other Chamber"
    assert (mail.outbox[-1].to, "With pleasure." in mail.outbox[-1].body) == ([editor.email], True)

    send(stranger, found[1], {"act": "leave"})
    assert (seen(), byline()) == (alone, "Published by Institute of Examples")
    assert "does not publish it jointly any more" in mail.outbox[-1].subject
