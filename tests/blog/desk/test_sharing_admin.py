"""The page in admin on which a post is shared with people without an account."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.desk.models import PreviewLink
from blog.organizations.models import Organization
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post, Status
from tests.blog.desk.samples import NOW
from tests.factories import PostFactory, PreviewLinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(post: Post) -> str:
    return f"/admin/posts/post/{post.pk}/previews/"


def test_a_link_is_made_and_can_be_copied_for_as_long_as_it_works(client: Client, author: User, draft: Post) -> None:
    client.force_login(author)
    page = unescape(client.post(page_of(draft), {"reader": " Dr.\tGuest ", "days": 30}, follow=True).content.decode())
    link = PreviewLink.objects.get()
    assert (link.reader, link.created_by, link.expires_at) == ("Dr. Guest", author, NOW + timedelta(days=30))
    assert page.count(f'value="http://testserver/preview/{link.token}/"') == 1
    assert "The link for Dr. Guest is ready" in page
    assert "Works until 03/31/2026 9 a.m. (UTC)" in page
    assert LogEntry.objects.get().change_message == "Made a preview link for Dr. Guest."
    with time_machine.travel(link.expires_at, tick=False):
        client.force_login(author)
        page = client.get(page_of(draft)).content.decode()
    assert link.token not in page
    assert "Ran out 03/31/2026 9 a.m. (UTC)" in page


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"reader": "", "days": 7}, "This field is required."),
        ({"reader": "\x01", "days": 7}, "This name has nothing to read in it."),
        ({"reader": "A", "days": 5_000}, "5000 is not one of the available choices."),
    ],
)
def test_what_is_wrong_with_the_form_is_said(
    client: Client, editor: User, draft: Post, form: dict[str, str], message: str
) -> None:
    client.force_login(editor)
    assert message in client.post(page_of(draft), form).content.decode()
    assert not PreviewLink.objects.exists()


def test_a_link_is_taken_back(client: Client, editor: User, draft: Post) -> None:
    link = PreviewLinkFactory.create(post=draft, reader="Dr. Guest", created_at=NOW)
    client.force_login(editor)
    page = client.post(f"{page_of(draft)}{link.pk}/revoke/", follow=True).content.decode()
    assert "The link for Dr. Guest shows nothing any more." in page
    assert "Taken back 03/01/2026 9 a.m., The editor" in " ".join(page.split())
    assert client.get(link.get_absolute_url()).status_code == 410


def test_looking_at_the_address_takes_nothing_back(client: Client, editor: User, draft: Post) -> None:
    link = PreviewLinkFactory.create(post=draft, created_at=NOW)
    client.force_login(editor)
    assert client.get(f"{page_of(draft)}{link.pk}/revoke/").status_code == 302
    assert PreviewLink.objects.get().revoked_at is None


@pytest.mark.parametrize("role", ["stranger", "moderator"])
def test_for_others_the_page_is_not_there(client: Client, draft: Post, role: str, request: pytest.FixtureRequest) -> None:
    link = PreviewLinkFactory.create(post=draft, created_at=NOW)
    client.force_login(request.getfixturevalue(role))
    assert client.get(page_of(draft)).status_code == 404
    assert client.post(page_of(draft), {"reader": "A", "days": 7}).status_code == 404
    assert client.post(f"{page_of(draft)}{link.pk}/revoke/").status_code == 404
    assert PreviewLink.objects.get().revoked_at is None


def test_a_link_of_another_post_is_not_taken_back_from_here(
    client: Client, editor: User, draft: Post, other_organization: Organization
) -> None:
    foreign = PreviewLinkFactory.create(post=PostFactory.create(organization=other_organization), created_at=NOW)
    client.force_login(editor)
    assert client.post(f"{page_of(draft)}{foreign.pk}/revoke/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.revoked_at is None


def test_an_author_sees_the_links_of_an_archived_post_and_changes_nothing(client: Client, author: User, draft: Post) -> None:
    archived = PostFactory.create(organization=draft.organization, status=Status.ARCHIVED)
    archived.authors.add(author)
    link = PreviewLinkFactory.create(post=archived, reader="Dr. Guest", created_at=NOW)
    client.force_login(author)
    page = client.get(page_of(archived)).content.decode()
    assert ("Dr. Guest" in page, "Make a link" in page, "Take back" in page) == (True, False, False)
    assert client.post(page_of(archived), {"reader": "A", "days": 7}).status_code == 404
    assert client.post(f"{page_of(archived)}{link.pk}/revoke/").status_code == 404
    assert PreviewLink.objects.get().revoked_at is None


def test_what_guests_said_stands_on_the_page_of_the_post(client: Client, author: User, draft: Post) -> None:
    link = PreviewLinkFactory.create(post=draft, reader="The ministry", created_at=NOW)
    link.reviews.create(name="Dr. Old", verdict="approved", version="1", created_at=NOW)
    link.reviews.create(name="Dr. New", verdict="commented", text="<i>", version=fingerprint(draft), created_at=NOW)
    client.force_login(author)
    for address in (f"/admin/posts/post/{draft.pk}/change/", page_of(draft)):
        page = client.get(address).content.decode()
        new, old = page.partition("Dr. New")[2].split("Dr. Old")
        assert ("Commented" in new, "&lt;i&gt;" in new, "of an earlier text" in new) == (True, True, False)
        assert ("Approved" in old, "link for The ministry" in old, "of an earlier text" in old) == (True, True, True)


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_costs_the_same_at_any_length(
    client: Client, editor: User, draft: Post, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        link = PreviewLinkFactory.create(post=draft, created_at=NOW, created_by=editor)
        link.reviews.create(name="A", verdict="approved", version="1", created_at=NOW)
    client.force_login(editor)
    with django_assert_num_queries(8):
        client.get(page_of(draft))
