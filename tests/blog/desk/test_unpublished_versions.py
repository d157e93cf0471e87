"""Working on a new version of what is public: the form, its buttons, its preview and what the public sees meanwhile."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.models import Post, Revision, RevisionKind, Status
from blog.redirects import services as redirects
from tests.blog.desk.post_form import filled_in
from tests.factories import LONG_AGO, CategoryFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
PUBLISHED = {"status": "published", "published_at": "2017-08-09 10:00:00"}
Send = Callable[..., str]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def live(organization: Organization, editor: User) -> Post:
    post = PostFactory.create(organization=organization, title="Old title", slug="old", tags=[TagFactory.create()])
    post.authors.add(editor)
    return post


@pytest.fixture
def send(client: Client, organization: Organization, editor: User) -> Send:
    """Send the form of a post as the editor, and return the page that follows."""

    def run(post: Post, user: User = editor, **changes: Any) -> str:
        client.force_login(user)
        form = filled_in(organization, **{**PUBLISHED, "slug": post.slug, "authors": [editor.pk]} | changes)
        return unescape(client.post(f"/admin/posts/post/{post.pk}/change/", form, follow=True).content.decode())

    return run


def form_of(client: Client, post: Post) -> str:
    return unescape(client.get(f"/admin/posts/post/{post.pk}/change/").content.decode())


def kinds(post: Post) -> list[str]:
    return list(post.revisions.order_by("number").values_list("kind", flat=True))


def test_what_is_saved_for_later_is_kept_and_the_public_page_stays(send: Send, live: Post, client: Client) -> None:
    before = client.get("/posts/old/").content
    page = send(live, title="New title", slug="new", _later="", note="As agreed")
    assert "The public still sees the post as it was." in page
    client.logout()
    assert client.get("/posts/old/").content == before
    assert client.get("/posts/new/").status_code == 404
    live.refresh_from_db()
    assert (live.title, live.slug, live.has_unpublished_changes, live.tags.count()) == ("Old title", "old", True, 1)
    revision = live.revisions.get(number=2)
    assert (revision.content["title"], revision.content["tags"], revision.note) == ("New title", [], "As agreed")


def test_the_form_shows_the_version_that_waits_and_says_so(send: Send, live: Post, client: Client) -> None:
    tag = TagFactory.create(name="A tag of the version")
    page = send(live, title="New title", slug="new", tags=[tag.pk], _later="")
    for shown in (page, form_of(client, live)):
        assert 'value="New title"' in shown
        assert 'value="new"' in shown
        assert "A tag of the version" in shown
        assert "The public does not see this version yet" in shown
        assert f'href="/admin/posts/post/{live.pk}/revisions/compare/?old=public&new=2"' in shown
        assert 'name="version" value="2"' in shown


def test_the_preview_shows_the_version_that_waits(send: Send, live: Post, client: Client) -> None:
    category = CategoryFactory.create(name="Chosen for it")
    send(live, title="New title", body="<p>New words.</p>", categories=[category.pk], _later="")
    page = client.get(f"/admin/posts/post/{live.pk}/preview/").content.decode()
    assert "New title" in page
    assert "<p>New words.</p>" in page
    assert "Chosen for it" in page
    assert "This is the version that waits to be published." in page


def test_publishing_the_changes_moves_the_address_and_ends_the_waiting(send: Send, live: Post, client: Client) -> None:
    send(live, title="New title", slug="new", _later="")
    page = send(live, title="New title", slug="new", version="2")
    assert "The old one, /posts/old/, leads to it from now on." in page
    live.refresh_from_db()
    assert (live.title, live.slug, live.has_unpublished_changes) == ("New title", "new", False)
    assert kinds(live) == ["saved", "saved", "published"]
    client.logout()
    assert "New title" in client.get("/posts/old/", follow=True).content.decode()


def test_an_address_that_only_waits_leaves_no_redirect(send: Send, live: Post) -> None:
    send(live, slug="new", _later="")
    send(live, slug="newer", version="2", _later="")
    assert redirects.find("/posts/old/") is None
    assert redirects.find("/posts/new/") is None


def test_the_versions_own_old_address_may_be_taken_back(send: Send, live: Post) -> None:
    send(live, slug="new", _later="")
    send(live, slug="old", version="2")
    live.refresh_from_db()
    assert (live.slug, live.has_unpublished_changes) == ("old", False)


def test_the_address_of_a_version_is_checked_against_other_posts_when_it_is_published(send: Send, live: Post) -> None:
    send(live, slug="new", _later="")
    PostFactory.create(slug="new")
    assert "Another post has this address. “new-2” is free." in send(live, slug="new", version="2")


def test_a_scheduled_post_has_versions_that_wait_too(send: Send, organization: Organization) -> None:
    post = PostFactory.create(
        organization=organization, slug="soon", status=Status.SCHEDULED, published_at=datetime(2026, 4, 1, tzinfo=UTC)
    )
    send(post, title="New title", status="scheduled", published_at="2026-04-01 00:00:00", _later="")
    post.refresh_from_db()
    assert post.title != "New title"
    assert post.has_unpublished_changes


def test_a_draft_has_nothing_that_waits(send: Send, organization: Organization, client: Client) -> None:
    draft = PostFactory.create(organization=organization, slug="draft", status=Status.DRAFT)
    send(draft, title="New title", status="draft", published_at=" ", _later="")
    draft.refresh_from_db()
    assert (draft.title, draft.has_unpublished_changes) == ("New title", False)
    page = form_of(client, draft)
    assert 'name="_later"' not in page
    assert 'name="correction"' not in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"_later": "", "status": "archived"}, "A version for later does not change the status."),
        ({"_later": "", "correction": "It was wrong."}, "A correction appears together with the change."),
        ({"status": "archived", "correction": "It was wrong."}, "Only what is public is corrected in public."),
        ({"_later": "", "title": ""}, "This field is required."),
        ({"_later": "", "expires_at": "2017-01-01 00:00:00"}, "would expire before it is published"),
        ({"_later": "", "correction": "x" * 601}, "at most 600 characters"),
    ],
)
def test_what_cannot_wait_is_refused_at_its_field(send: Send, live: Post, fields: dict[str, str], message: str) -> None:
    assert message in send(live, **fields)
    assert not Revision.objects.exists()


def test_a_correction_is_published_with_its_date(send: Send, live: Post) -> None:
    send(live, title="Right title", correction="The title was wrong.")
    live.refresh_from_db()
    assert live.corrected_at == NOW
    assert live.revisions.corrections().get().correction == "The title was wrong."
    assert kinds(live) == ["saved", "correction"]


@pytest.mark.parametrize(
    ("before", "sent", "kind"),
    [
        (Status.DRAFT, {"status": "draft", "published_at": " "}, RevisionKind.SAVED),
        (Status.DRAFT, {"status": "published"}, RevisionKind.PUBLISHED),
        (Status.PUBLISHED, {"status": "archived"}, RevisionKind.ARCHIVED),
        (Status.PUBLISHED, {"status": "draft", "published_at": " "}, RevisionKind.RETURNED),
        (Status.ARCHIVED, {"status": "archived"}, RevisionKind.SAVED),
        (Status.ARCHIVED, {"status": "published"}, RevisionKind.PUBLISHED),
    ],
)
def test_a_version_is_named_for_what_it_did(
    send: Send, organization: Organization, before: Status, sent: dict[str, str], kind: RevisionKind
) -> None:
    post = PostFactory.create(organization=organization, slug="a", status=before)
    send(post, **sent)
    assert kinds(post) == ["saved", kind]


def test_a_version_that_waits_survives_archiving_and_is_taken_up_by_the_next_saving(send: Send, live: Post) -> None:
    send(live, title="New title", _later="")
    send(live, title="New title", version="2", status="archived")
    live.refresh_from_db()
    assert (live.title, live.status, live.has_unpublished_changes) == ("New title", Status.ARCHIVED, False)


def test_a_stale_form_saves_nothing_for_later_either(send: Send, live: Post) -> None:
    send(live, title="Theirs", version="0", _later="")
    assert "Somebody saved this post after you opened it" in send(live, title="Mine", version="0", _later="")
    assert live.revisions.get(number=2).content["title"] == "Theirs"


def test_who_may_only_read_a_post_sees_what_is_public(send: Send, live: Post, author: User, client: Client) -> None:
    live.authors.add(author)
    send(live, title="New title", _later="", authors=[author.pk])
    Post.objects.filter(pk=live.pk).update(status=Status.ARCHIVED, archived_at=NOW)
    client.force_login(author)
    for address in (f"/admin/posts/post/{live.pk}/change/", f"/admin/posts/post/{live.pk}/preview/"):
        page = client.get(address).content.decode()
        assert "Old title" in page
        assert "New title" not in page


def test_a_deleted_tag_of_the_version_that_waits_is_named(send: Send, live: Post, client: Client) -> None:
    tag = TagFactory.create()
    send(live, tags=[tag.pk], _later="")
    tag.delete()
    assert "Tags: what it names is deleted" in form_of(client, live)


def test_fields_that_a_form_does_not_show_are_kept_in_the_version(
    send: Send, live: Post, author: User, editor: User, organization: Organization
) -> None:
    send(live, title="New title", is_featured="on", _later="")
    organization.memberships.filter(user=author).update(role="editor")
    send(live, user=author, title="Newer title", is_featured="on", version="2", _later="")
    content = live.revisions.get(number=3).content
    assert (content["is_featured"], content["authors"], content["title"]) == (True, [editor.pk], "Newer title")
    assert LONG_AGO.isoformat() == content["published_at"]
