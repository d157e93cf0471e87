"""The versions of a post in admin: their list, two of them side by side, going back, giving up."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.models import Post, RevisionKind, Status
from blog.posts.services import Record
from tests.factories import CategoryFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
See = Callable[..., str]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def live(organization: Organization, editor: User) -> Post:
    """A public post with two versions and a third that waits."""
    post = PostFactory.create(organization=organization, title="Old title", slug="old", body="<p>The port is open.</p>")
    services.record_revision(post, by=None, at=NOW - timedelta(days=9), record=Record(kind=RevisionKind.IMPORTED))
    post.title = "Better title"
    services.save_post(post, by=editor, at=NOW)
    services.record_revision(post, by=editor, at=NOW, record=Record(kind=RevisionKind.PUBLISHED, note="As the board wished"))
    later = content_of(post) | {"title": "Best title", "body": "<p>The port is <em>closed</em>.</p>"}
    services.save_revision(post, later, by=editor, at=NOW)
    return post


@pytest.fixture
def see(client: Client, editor: User, live: Post) -> See:
    """Return a page of the post's versions as the editor sees it, its white space folded."""

    def run(page: str = "") -> str:
        client.force_login(editor)
        response = client.get(f"/admin/posts/post/{live.pk}/revisions/{page}")
        assert response.status_code == 200
        return " ".join(unescape(response.content.decode()).split())

    return run


def test_the_list_says_who_made_which_version_when_and_what_it_changed(see: See) -> None:
    page = see()
    assert page.index("waits to be published") < page.index("As the board wished") < page.index("The first version")
    assert "The editor" in page
    assert "Imported" in page
    assert "03/01/2026 9 a.m." in page
    assert "Title, Text" in page
    assert "2 words more, 2 fewer" in page


def test_the_form_leads_to_the_list(client: Client, editor: User, live: Post) -> None:
    client.force_login(editor)
    page = client.get(f"/admin/posts/post/{live.pk}/change/").content.decode()
    assert f'href="/admin/posts/post/{live.pk}/revisions/"' in page


def test_a_post_without_versions_says_so(client: Client, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization)
    client.force_login(editor)
    assert "keeps it as version 1" in client.get(f"/admin/posts/post/{post.pk}/revisions/").content.decode()


@pytest.mark.parametrize("number", [2, 60])
def test_the_list_costs_the_same_for_any_number_of_versions(
    client: Client, editor: User, live: Post, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        services.save_revision(live, content_of(live), by=editor, at=NOW)
    client.force_login(editor)
    with django_assert_num_queries(7):
        client.get(f"/admin/posts/post/{live.pk}/revisions/")


def test_a_long_list_has_pages(see: See, live: Post) -> None:
    for _ in range(30):
        services.save_revision(live, content_of(live), by=None, at=NOW)
    assert 'href="?before=9"' in see()
    earlier = see("?before=9")
    assert "Restore version 8" in earlier
    assert "Restore version 9" not in earlier
    assert "Restore version 33" not in see("?before=nonsense")


def test_words_that_differ_are_marked_side_by_side_without_any_tag(see: See) -> None:
    page = see("compare/?old=2&new=3")
    assert '<del><span class="gz-unseen">removed: </span>Better </del>title' in page
    assert '<ins><span class="gz-unseen">added: </span>Best </ins>title' in page
    assert '<ins><span class="gz-unseen">added: </span>closed</ins>.' in page
    assert "<em>" not in page
    assert "&lt;em" not in page


def test_by_default_the_newest_stands_beside_the_one_before(see: See) -> None:
    tables = [see(page).partition("<table")[2].partition("</table>")[0] for page in ("compare/", "compare/?old=2&new=3")]
    assert "Best" in tables[0]
    assert tables[0] == tables[1]


def test_a_version_is_compared_with_what_is_public(see: See) -> None:
    page = see("compare/?old=public&new=3")
    assert "What is public" in page
    assert "Better </del>" in page
    assert "Both versions are the same." in see("compare/?old=public&new=2")


def test_the_first_version_is_compared_with_nothing(see: See) -> None:
    page = see("compare/?new=1")
    assert "Before the first version" in page
    assert "The port is open." in page


def test_every_kind_of_field_is_compared_in_words(see: See, live: Post, editor: User, other_organization: Organization) -> None:
    old_tag, new_tag = TagFactory.create(name="Old tag"), TagFactory.create(name="New tag")
    gone = CategoryFactory.create()
    first = content_of(live) | {"tags": [old_tag.pk], "categories": [gone.pk], "authors": []}
    second = first | {
        "tags": [new_tag.pk],
        "categories": [],
        "authors": [editor.pk],
        "is_featured": True,
        "comment_policy": "closed",
        "expires_at": "2026-04-01T08:00:00+00:00",
        "organization": other_organization.pk,
    }
    for content in (first, second):
        services.save_revision(live, content, by=None, at=NOW)
    gone.delete()
    page = see("compare/?old=4&new=5")
    for words in ("Old tag", "New tag", "deleted since", "The editor", "Other Chamber", "Institute of Examples"):
        assert words in page
    for words in ("Yes", "No", "Closed: no new replies", "Empty", "04/01/2026 8 a.m."):
        assert f"</span>{words}</" in page


@pytest.mark.parametrize("query", ["old=99", "new=99", "old=x&new=2", "new=-1", "new=99999999999999999999"])
def test_a_version_that_is_not_there_is_not_found(client: Client, editor: User, live: Post, query: str) -> None:
    client.force_login(editor)
    assert client.get(f"/admin/posts/post/{live.pk}/revisions/compare/?{query}").status_code == 404


def restore(client: Client, user: User, post: Post, number: int, **sent: str) -> str:
    client.force_login(user)
    return unescape(client.post(f"/admin/posts/post/{post.pk}/revisions/{number}/restore/", sent, follow=True).content.decode())


def test_restoring_what_is_public_makes_a_version_that_waits(client: Client, editor: User, live: Post) -> None:
    page = restore(client, editor, live, 1)
    assert "Version 1 is restored and waits to be published." in page
    assert 'value="Old title"' in page
    live.refresh_from_db()
    assert (live.title, live.has_unpublished_changes, live.revision_number) == ("Better title", True, 4)
    assert LogEntry.objects.get().user == editor


def test_restoring_and_publishing_shows_it_to_the_public(client: Client, editor: User, live: Post) -> None:
    assert "Version 1 is published again." in restore(client, editor, live, 1, publish="1")
    live.refresh_from_db()
    assert (live.title, live.has_unpublished_changes) == ("Old title", False)


def test_restoring_a_draft_changes_it_at_once(client: Client, author: User, organization: Organization) -> None:
    draft = PostFactory.create(organization=organization, status=Status.DRAFT, title="Old title")
    draft.authors.add(author)
    first = services.record_revision(draft, by=author, at=NOW)
    draft.title = "New title"
    services.save_post(draft, by=author, at=NOW)
    services.record_revision(draft, by=author, at=NOW)
    assert "Version 1 is restored." in restore(client, author, draft, first.number, publish="1")
    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("Old title", Status.DRAFT)  # authors publish nothing


def test_what_could_not_be_restored_is_said(client: Client, editor: User, live: Post) -> None:
    live.revisions.filter(number=1).update(content=content_of(live) | {"tags": [999_999]})
    assert "Tags: what it names is deleted" in restore(client, editor, live, 1)


def test_looking_at_the_address_of_restoring_changes_nothing(client: Client, editor: User, live: Post) -> None:
    client.force_login(editor)
    response = client.get(f"/admin/posts/post/{live.pk}/revisions/1/restore/")
    assert response.headers["Location"].endswith("/revisions/compare/?old=1")
    live.refresh_from_db()
    assert live.revision_number == 3


def test_a_version_that_waits_is_discarded(client: Client, editor: User, live: Post) -> None:
    client.force_login(editor)
    page = client.post(f"/admin/posts/post/{live.pk}/revisions/", {"discard": "3"}, follow=True).content.decode()
    assert "The version is discarded" in page
    assert 'value="Better title"' in page
    live.refresh_from_db()
    assert not live.has_unpublished_changes
    client.post(f"/admin/posts/post/{live.pk}/revisions/", {"discard": "3"})
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("page", ["", "compare/", "1/restore/"])
def test_a_stranger_and_who_may_only_read_find_no_versions(
    client: Client, stranger: User, author: User, live: Post, page: str
) -> None:
    live.authors.add(author)
    Post.objects.filter(pk=live.pk).update(status=Status.ARCHIVED, archived_at=NOW)
    for user in (stranger, author):
        client.force_login(user)
        for send in (client.get, client.post):
            assert send(f"/admin/posts/post/{live.pk}/revisions/{page}").status_code == 404
    live.refresh_from_db()
    assert (live.revision_number, live.has_unpublished_changes) == (3, True)


def test_a_version_of_another_post_is_not_found(client: Client, editor: User, live: Post, organization: Organization) -> None:
    other = PostFactory.create(organization=organization)
    client.force_login(editor)
    assert client.post(f"/admin/posts/post/{other.pk}/revisions/1/restore/").status_code == 404
    assert live.revisions.count() == 3
