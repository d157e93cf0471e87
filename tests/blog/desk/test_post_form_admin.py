"""The form of a post in admin: who may do what in it, and what it says instead of failing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts import services
from blog.posts.models import Post, Status
from blog.redirects import services as redirects
from tests.blog.desk.post_form import filled_in
from tests.factories import LONG_AGO, CategoryFactory, PostFactory, TagFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ADD = "/admin/posts/post/add/"
Send = Callable[..., str]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def send(client: Client, organization: Organization) -> Send:
    """Let a user send the form, of a new post or of one that exists, and return the page that follows."""

    def run(user: User, post: Post | None = None, **changes: Any) -> str:
        client.force_login(user)
        address = ADD if post is None else f"/admin/posts/post/{post.pk}/change/"
        form = filled_in(changes.pop("organization", organization), **changes)
        return unescape(client.post(address, form, follow=True).content.decode())

    return run


def test_an_editor_writes_a_draft_and_is_its_author(send: Send, editor: User) -> None:
    send(editor, title="My first post", authors=[editor.pk])
    post = Post.objects.get()
    assert (post.slug, post.status, post.published_at) == ("my-first-post", Status.DRAFT, None)
    assert list(post.authors.all()) == [editor]


def test_an_author_who_sees_no_field_for_authors_is_the_author(send: Send, author: User) -> None:
    send(author)
    assert list(Post.objects.get().authors.all()) == [author]


def test_what_the_editor_does_not_allow_is_not_stored_at_all(send: Send, editor: User) -> None:
    send(editor, body='<p onclick="x()">Good<script>alert(1)</script></p><h1>Big</h1><img src=x onerror=y()>')
    assert Post.objects.get().body == "<p>Good</p><h2>Big</h2>"


def test_an_empty_editor_is_an_empty_text(send: Send, editor: User) -> None:
    send(editor, body="<p></p>")
    assert Post.objects.get().body == ""


def test_publishing_without_a_date_publishes_now(send: Send, editor: User) -> None:
    send(editor, status=Status.PUBLISHED)
    assert Post.objects.published(NOW).get().published_at == NOW


def test_a_date_to_come_schedules_and_says_when(send: Send, editor: User) -> None:
    page = send(editor, status=Status.PUBLISHED, published_at="2026-03-05 08:00:00")
    assert "It appears by itself on 03/05/2026 8 a.m." in page
    assert Post.objects.get().status == Status.SCHEDULED


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": "scheduled"}, "Give the moment when it is to appear."),
        ({"status": "scheduled", "published_at": "2020-01-01 00:00:00"}, "This moment has passed."),
        ({"status": "scheduled", "published_at": "nonsense 00:00:00"}, "Enter a valid date."),
        ({"status": "published", "expires_at": "2020-01-01 00:00:00"}, "would expire before it is published"),
        (
            {"status": "published", "published_at": "2026-04-01 00:00:00", "expires_at": "2026-03-20 00:00:00"},
            "would expire before it is published",
        ),
        ({"status": "archived"}, "archived is not one of the available choices"),
        ({"status": "draft", "published_at": "2026-04-01 00:00:00"}, "A draft has no date."),
        ({"status": "vanished"}, "vanished is not one of the available choices"),
        ({"title": ""}, "This field is required."),
        ({"title": "\x01\x02"}, "This title has nothing to read in it."),
        ({"title": "x" * 251}, "at most 250 characters"),
        ({"language": "English"}, "Give a language tag"),
    ],
)
def test_what_does_not_fit_together_is_said_at_its_field(
    send: Send, editor: User, fields: dict[str, str], message: str
) -> None:
    assert message in send(editor, **fields)
    assert not Post.objects.exists()


def test_a_public_post_is_archived(send: Send, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization)
    send(editor, post, status="archived", published_at="2017-08-09 10:00:00")
    post.refresh_from_db()
    assert (post.status, post.archived_at) == (Status.ARCHIVED, NOW)


def test_a_post_that_still_waits_is_not_archived(send: Send, editor: User, organization: Organization) -> None:
    moment = NOW + timedelta(days=4)
    post = PostFactory.create(organization=organization, status=Status.SCHEDULED, published_at=moment)
    assert "was never published" in send(editor, post, status="archived", published_at="2026-03-05 09:00:00")


def test_a_scheduled_post_whose_moment_has_come_is_saved_as_published(
    send: Send, editor: User, organization: Organization
) -> None:
    post = PostFactory.create(organization=organization, status=Status.SCHEDULED)
    send(editor, post, status="scheduled", published_at="2017-08-09 10:00:00")
    post.refresh_from_db()
    assert (post.status, post.published_at) == (Status.PUBLISHED, LONG_AGO)


def test_an_address_of_another_post_is_refused_with_a_free_one(send: Send, editor: User) -> None:
    PostFactory.create(slug="taken")
    assert "Another post has this address. “taken-2” is free." in send(editor, slug="taken")


@pytest.mark.parametrize("retired", [True, False])
def test_an_address_that_was_public_before_is_refused(send: Send, editor: User, retired: bool) -> None:  # noqa: FBT001
    if retired:
        redirects.retire("/posts/были/")
    else:
        redirects.move(old_path="/posts/были/", new_path="/posts/now/")
    assert "This address was public before" in send(editor, slug="были")
    assert not Post.objects.exists()


def test_a_race_that_the_database_stops_is_checked_again_instead_of_failing(
    send: Send, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Post] = []

    def slow_save(post: Post, *, by: User, at: datetime) -> None:
        calls.append(post)
        if len(calls) == 1:
            raise IntegrityError
        save_post(post, by=by, at=at)

    save_post = services.save_post
    monkeypatch.setattr(services, "save_post", slow_save)
    send(editor, title="Kept")
    assert Post.objects.get().title == "Kept"


def test_a_post_may_take_its_own_old_address_back(send: Send, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization, slug="first")
    for slug in ("second", "first"):
        send(editor, post, slug=slug, status="published", published_at="2017-08-09 10:00:00")
    post.refresh_from_db()
    assert post.slug == "first"
    assert redirects.find("/posts/second/") is not None


def test_a_new_address_of_a_public_post_is_announced(send: Send, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization, slug="old")
    page = send(editor, post, slug="new", status="published", published_at="2017-08-09 10:00:00")
    assert "The old one, /posts/old/, leads to it from now on." in page


def test_a_new_address_of_a_draft_is_nobodys_business(send: Send, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization, slug="old", status=Status.DRAFT)
    assert "leads to it from now on" not in send(editor, post, slug="new")
    assert redirects.find("/posts/old/") is None


def test_a_second_editor_is_stopped_before_overwriting_and_may_insist(
    send: Send, editor: User, organization: Organization
) -> None:
    post = PostFactory.create(organization=organization, status=Status.DRAFT)
    send(editor, post, title="Theirs", version="0")
    page = send(editor, post, title="Mine", version="0")
    assert "Somebody saved this post after you opened it" in page
    assert "Mine" in page
    post.refresh_from_db()
    assert post.title == "Theirs"
    send(editor, post, title="Mine", version=post.revision_number)
    post.refresh_from_db()
    assert post.title == "Mine"


def test_an_author_does_not_publish(send: Send, author: User) -> None:
    assert "published is not one of the available choices" in send(author, status=Status.PUBLISHED)
    assert not Post.objects.exists()


def test_who_edits_elsewhere_does_not_publish_where_they_only_write(
    send: Send, editor: User, other_organization: Organization
) -> None:
    other_organization.memberships.create(user=editor, role="author")
    page = send(editor, organization=other_organization, status=Status.PUBLISHED)
    assert "You write drafts for Other Chamber; its editors publish them." in page


def test_nobody_writes_for_an_organization_that_is_not_theirs(
    send: Send, editor: User, other_organization: Organization
) -> None:
    assert "Select a valid choice." in send(editor, organization=other_organization)
    assert not Post.objects.exists()


def test_nobody_names_a_stranger_as_author(send: Send, editor: User, stranger: User) -> None:
    assert "Select a valid choice." in send(editor, authors=[stranger.pk])


def test_an_author_who_left_stays_the_author_when_an_editor_saves(send: Send, editor: User, organization: Organization) -> None:
    gone = UserFactory.create()
    post = PostFactory.create(organization=organization, status=Status.DRAFT)
    post.authors.add(gone)
    send(editor, post, authors=[gone.pk])
    assert list(post.authors.all()) == [gone]


def test_an_author_changes_a_draft_but_not_what_is_public(send: Send, author: User, organization: Organization) -> None:
    for status, title in ((Status.DRAFT, "Changed"), (Status.PUBLISHED, "As it was")):
        post = PostFactory.create(organization=organization, status=status, title="As it was")
        post.authors.add(author)
        send(author, post, title="Changed")
        post.refresh_from_db()
        assert post.title == title


def test_an_author_reads_what_is_archived_with_its_text(client: Client, author: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization, status=Status.ARCHIVED)
    post.authors.add(author)
    client.force_login(author)
    page = client.get(f"/admin/posts/post/{post.pk}/change/").content.decode()
    assert "<p>The first paragraph.</p>" in page
    assert 'name="_save"' not in page


def test_categories_and_tags_are_kept(send: Send, editor: User) -> None:
    category, tag = CategoryFactory.create(), TagFactory.create()
    send(editor, categories=[category.pk], tags=[tag.pk])
    post = Post.objects.get()
    assert (list(post.categories.all()), list(post.tags.all())) == ([category], [tag])


def test_deleting_a_public_post_leaves_its_address_answered(client: Client, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization, slug="gone")
    client.force_login(editor)
    client.post(f"/admin/posts/post/{post.pk}/delete/", {"post": "yes"})
    client.logout()
    assert client.get("/posts/gone/").status_code == 410


def test_the_preview_shows_a_draft_and_is_not_indexed(client: Client, author: User, organization: Organization) -> None:
    draft = PostFactory.create(organization=organization, status=Status.DRAFT, title="Still a draft")
    draft.authors.add(author)
    client.force_login(author)
    response = client.get(f"/admin/posts/post/{draft.pk}/preview/")
    assert "Still a draft" in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_preview_of_somebody_elses_draft_is_not_there(client: Client, stranger: User, organization: Organization) -> None:
    draft = PostFactory.create(organization=organization, status=Status.DRAFT)
    client.force_login(stranger)
    assert client.get(f"/admin/posts/post/{draft.pk}/preview/").status_code == 404


@pytest.mark.parametrize(("status", "is_linked"), [(Status.PUBLISHED, True), (Status.DRAFT, False), (Status.ARCHIVED, False)])
def test_only_a_public_post_is_viewed_on_the_site(
    client: Client,
    editor: User,
    organization: Organization,
    status: Status,
    is_linked: bool,  # noqa: FBT001
) -> None:
    post = PostFactory.create(organization=organization, status=status)
    client.force_login(editor)
    page = client.get(f"/admin/posts/post/{post.pk}/change/").content.decode()
    assert (f'href="{post.get_absolute_url()}"' in page) is is_linked
