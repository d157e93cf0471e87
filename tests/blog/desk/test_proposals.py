"""An author's changes of their own public post: a version that waits, a review, and nothing that the public sees."""

from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from blog.accounts.models import User
from blog.organizations.models import Membership, Organization, PublishingPolicy
from blog.organizations.roles import Role
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post, ReviewState, Status
from blog.posts.models.errors import NotAPublisherError, ReadAgainError
from tests.blog.desk.post_form import filled_in
from tests.blog.desk.samples import NOW
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
Send = Callable[..., str]
REFUSAL = "its editors publish your changes. Save them for later, or submit them for review."


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def live(organization: Organization, author: User) -> Post:
    post = PostFactory.create(organization=organization, title="Old title", slug="old")
    post.authors.add(author)
    return post


@pytest.fixture
def send(client: Client, author: User) -> Send:
    """Send the form of a post as its author, and return the page that follows."""

    def run(post: Post, button: str, **changes: Any) -> str:
        client.force_login(author)
        form = filled_in(post.organization, status=post.status, slug=post.slug, title="New title") | {button: ""} | changes
        return unescape(client.post(f"/admin/posts/post/{post.pk}/change/", form, follow=True).content.decode())

    return run


def row(post: Post) -> dict[str, Any]:
    return dict(Post.objects.values("title", "status", "slug", "published_at", "archived_at", "organization").get(pk=post.pk))


def test_the_form_of_a_public_post_offers_its_author_to_save_and_to_submit(client: Client, live: Post, author: User) -> None:
    client.force_login(author)
    page = client.get(f"/admin/posts/post/{live.pk}/change/").content.decode()
    offered = [name for name in ("_later", "_submit", "_save", "_continue", "correction") if f'name="{name}"' in page]
    assert offered == ["_later", "_submit"]
    assert (f"/{live.pk}/move/" in page, f"/{live.pk}/delete/" in page) == (False, False)


def test_the_form_of_a_public_post_offers_an_editor_to_publish(client: Client, live: Post, editor: User) -> None:
    client.force_login(editor)
    page = client.get(f"/admin/posts/post/{live.pk}/change/").content.decode()
    offered = [name for name in ("_later", "_submit", "_save", "correction") if f'name="{name}"' in page]
    assert offered == ["_later", "_save", "correction"]
    assert (f"/{live.pk}/move/" in page, f"/{live.pk}/delete/" in page) == (True, True)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.SCHEDULED])
def test_what_an_author_saves_for_later_waits_and_the_post_stays(send: Send, live: Post, author: User, status: Status) -> None:
    Post.objects.filter(pk=live.pk).update(status=status)
    live.refresh_from_db()
    before = row(live)
    assert "Your version is saved. The public still sees the post as it was." in send(live, "_later")
    assert row(live) == before
    revision = live.revisions.get(number=2)
    assert (revision.content["title"], revision.by) == ("New title", author)
    assert not live.reviews.exists()


def test_what_an_author_submits_goes_to_the_editor_and_onto_the_site(
    send: Send, live: Post, editor: User, client: Client
) -> None:
    page = send(live, "_submit")
    assert "is in review now; those who publish are told." in page
    assert 'value="New title"' in page
    assert row(live)["title"] == "Old title"
    stored = Post.objects.get(pk=live.pk)
    version = fingerprint(services.newest_version(stored)[0])
    services.approve(stored, version=version, by=editor, at=NOW)
    services.publish_newest(stored, by=editor, at=NOW)
    assert row(live)["title"] == "New title"
    assert "New title" in client.get(live.get_absolute_url()).content.decode()


def test_a_change_after_submitting_has_to_be_read_again(send: Send, live: Post, editor: User) -> None:
    send(live, "_submit")
    read = fingerprint(services.newest_version(Post.objects.get(pk=live.pk))[0])
    send(live, "_later", title="Newer title")
    with pytest.raises(ReadAgainError):
        services.approve(live, version=read, by=editor, at=NOW)
    assert live.reviews.get().state == ReviewState.REQUESTED


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother"])
def test_an_author_publishes_no_change(send: Send, live: Post, button: str) -> None:
    before = row(live)
    assert REFUSAL in send(live, button)
    assert row(live) == before
    assert not live.revisions.exists()


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_who_publishes_elsewhere_withdraws_no_public_post_and_takes_it_nowhere(
    send: Send, live: Post, author: User, other_organization: Organization, status: str
) -> None:
    Membership.objects.create(user=author, organization=other_organization, role=Role.EDITOR)
    before = row(live)
    for changes in ({"status": status}, {"organization": other_organization.pk}):
        assert REFUSAL in send(live, "_save", authors=[author.pk], **changes)
    assert row(live) == before


def test_an_author_puts_no_public_post_into_the_trash(client: Client, live: Post, author: User) -> None:
    client.force_login(author)
    client.post(f"/admin/posts/post/{live.pk}/delete/", {"post": "yes"})
    client.post("/admin/posts/post/", {"action": "delete_selected", "_selected_action": [live.pk], "post": "yes"})
    assert Post.objects.kept().filter(pk=live.pk).exists()


def test_going_back_to_a_version_makes_one_that_waits(send: Send, live: Post, client: Client) -> None:
    send(live, "_later")
    client.post(f"/admin/posts/post/{live.pk}/revisions/1/restore/", {"publish": ""})
    assert (row(live)["title"], live.revisions.get(number=3).content["title"]) == ("Old title", "Old title")
    assert Post.objects.get(pk=live.pk).has_unpublished_changes


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.DRAFT, Status.ARCHIVED])
def test_the_service_stores_no_public_post_for_who_only_writes(live: Post, author: User, status: Status) -> None:
    before = row(live)
    live.status, live.title = status, "New title"
    with pytest.raises(NotAPublisherError):
        services.save_post(live, by=author, at=NOW)
    assert row(live) == before


def test_the_service_takes_no_public_post_from_an_organization_for_who_only_writes_there(
    live: Post, author: User, other_organization: Organization
) -> None:
    Membership.objects.create(user=author, organization=other_organization, role=Role.EDITOR)
    before = row(live)
    live.organization = other_organization
    with pytest.raises(NotAPublisherError):
        services.save_post(live, by=author, at=NOW)
    assert row(live) == before


def test_the_service_publishes_no_version_for_who_only_writes(live: Post, author: User) -> None:
    revision = services.save_revision(live, content_of(live) | {"title": "New title"}, by=author, at=NOW)
    with pytest.raises(NotAPublisherError):
        services.publish_revision(revision, by=author, at=NOW)
    with pytest.raises(NotAPublisherError):
        services.restore_revision(revision, by=author, at=NOW, is_at_once=True)
    assert row(live)["title"] == "Old title"


def test_where_a_second_person_approves_a_version_is_saved_and_submitted_before(
    send: Send, live: Post, organization: Organization
) -> None:
    Organization.objects.filter(pk=organization.pk).update(publishing_policy=PublishingPolicy.SECOND_PERSON)
    send(live, "_later")
    assert "is in review now" in send(live, "_submit", title="Newer title", version="2")
    assert live.revisions.get(number=3).content["title"] == "Newer title"
