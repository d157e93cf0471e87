"""Versions of a post: kept apart from what the public sees, published, gone back to, given up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts import services
from blog.posts.content import Content, Json, content_of
from blog.posts.models import Post, Revision, RevisionKind, Status
from blog.posts.models.errors import AddressTakenError
from blog.posts.models.post import ExpiredError
from blog.posts.services import Record
from blog.redirects import services as redirects
from tests.factories import LONG_AGO, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def live(organization: Organization) -> Post:
    post = PostFactory.create(organization=organization, title="Old title", slug="old", tags=[TagFactory.create()])
    services.record_revision(post, by=None, at=LONG_AGO, record=Record(kind=RevisionKind.IMPORTED))
    return post


@pytest.fixture
def draft(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, title="Old title", slug="old", status=Status.DRAFT)


def changed(post: Post, **changes: Json) -> Content:
    return content_of(post) | changes


def stored(post: Post) -> Post:
    return Post.objects.get(pk=post.pk)


def history(post: Post) -> list[tuple[int, str]]:
    return list(post.revisions.order_by("number").values_list("number", "kind"))


def newest(post: Post) -> Content:
    content: Content = post.revisions.get(number=stored(post).revision_number).content
    return content


# --- Writing down ---
def test_a_recorded_revision_holds_what_the_post_holds(live: Post, editor: User) -> None:
    revision = services.record_revision(live, by=editor, at=NOW, record=Record(note="As agreed"))
    assert (revision.number, revision.by, revision.created_at, revision.note) == (2, editor, NOW, "As agreed")
    assert revision.content == content_of(live)
    assert (stored(live).revision_number, stored(live).has_unpublished_changes) == (2, False)


def test_a_post_that_was_never_written_down_is_before_it_changes(draft: Post, editor: User) -> None:
    written_at = draft.updated_at
    draft.title = "New title"
    services.save_post(draft, by=editor, at=NOW)
    services.record_revision(draft, by=editor, at=NOW)
    first, second = draft.revisions.order_by("number")
    assert (first.content["title"], first.by, first.created_at) == ("Old title", None, written_at)
    assert (second.content["title"], second.by) == ("New title", editor)


def test_a_new_post_has_one_first_revision(organization: Organization, editor: User) -> None:
    post = Post(organization=organization, title="New")
    services.save_post(post, by=editor, at=NOW)
    services.record_revision(post, by=editor, at=NOW)
    assert history(post) == [(1, "saved")]


def test_a_revision_says_what_changed_and_by_how_many_words(live: Post) -> None:
    live.title, live.body = "New title", "<p>The first paragraph.</p><p>The third paragraph of all.</p>"
    services.save_post(live, by=None, at=NOW)
    live.tags.clear()
    revision = services.record_revision(live, by=None, at=NOW)
    assert revision.changed == ["title", "body", "tags"]
    assert (revision.words_added, revision.words_removed) == (5, 3)  # New third paragraph of all. / Old second paragraph.


def test_the_first_revision_differs_by_everything(live: Post) -> None:
    first = live.revisions.get()
    assert (first.words_added, first.words_removed) == (8, 0)


def test_saving_a_post_that_was_loaded_earlier_does_not_set_its_revisions_back(live: Post) -> None:
    earlier = stored(live)
    services.save_revision(live, changed(live, title="New"), by=None, at=NOW)
    earlier.save()
    assert (stored(live).revision_number, stored(live).has_unpublished_changes) == (2, True)


# --- A version apart ---
def test_a_version_kept_for_later_leaves_the_post_and_its_page_as_they_are(live: Post, editor: User, client: Client) -> None:
    before, page = Post.objects.filter(pk=live.pk).values().get(), client.get("/posts/old/").content
    services.save_revision(live, changed(live, title="New title", slug="new", tags=[]), by=editor, at=NOW)
    after = Post.objects.filter(pk=live.pk).values().get()
    assert after == before | {"revision_number": 2, "has_unpublished_changes": True}
    assert client.get("/posts/old/").content == page
    assert client.get("/posts/new/").status_code == 404
    assert newest(live)["title"] == "New title"


def test_a_version_without_an_address_gets_one_from_its_title(live: Post) -> None:
    revision = services.save_revision(live, changed(live, title="New title", slug=""), by=None, at=NOW)
    assert revision.content["slug"] == "new-title"


def test_publishing_a_version_puts_all_of_it_before_the_public(live: Post, editor: User, client: Client) -> None:
    tag = TagFactory.create()
    version = services.save_revision(live, changed(live, title="New title", slug="new", tags=[tag.pk]), by=editor, at=NOW)
    outcome = services.publish_revision(version, by=editor, at=LATER, note="Agreed")
    post = stored(live)
    assert (post.title, list(post.tags.all()), post.published_at) == ("New title", [tag], LONG_AGO)
    assert (post.revision_number, post.has_unpublished_changes) == (3, False)
    assert (outcome.revision.kind, outcome.revision.note, outcome.left_out) == (RevisionKind.PUBLISHED, "Agreed", [])
    assert client.get("/posts/old/", follow=True).redirect_chain == [("/posts/new/", 301)]


def test_publishing_a_version_of_a_draft_publishes_it(draft: Post, client: Client) -> None:
    revision = services.record_revision(draft, by=None, at=NOW)
    services.publish_revision(revision, by=None, at=NOW)
    assert stored(draft).status == Status.PUBLISHED
    assert client.get("/posts/old/").status_code == 200


def test_publishing_with_a_correction_dates_it(live: Post, editor: User) -> None:
    version = services.save_revision(live, changed(live, title="New title"), by=editor, at=NOW)
    services.publish_revision(version, by=editor, at=LATER, correction="The title was wrong.")
    post = stored(live)
    assert post.corrected_at == LATER
    assert [made.correction for made in post.revisions.corrections()] == ["The title was wrong."]


def test_an_address_that_another_page_has_taken_meanwhile_is_not_taken_from_it(live: Post) -> None:
    version = services.save_revision(live, changed(live, slug="wanted"), by=None, at=NOW)
    PostFactory.create(slug="wanted")
    with pytest.raises(AddressTakenError, match="another page has it"):
        services.publish_revision(version, by=None, at=LATER)
    assert stored(live).has_unpublished_changes


def test_an_address_that_leads_elsewhere_is_not_taken_either(live: Post) -> None:
    version = services.save_revision(live, changed(live, slug="wanted"), by=None, at=NOW)
    redirects.move(old_path="/posts/wanted/", new_path="/posts/elsewhere/")
    with pytest.raises(AddressTakenError):
        services.publish_revision(version, by=None, at=LATER)


def test_a_version_that_would_have_expired_is_not_published(live: Post) -> None:
    version = services.save_revision(live, changed(live, expires_at="2001-01-01T00:00:00+00:00"), by=None, at=NOW)
    with pytest.raises(ExpiredError):
        services.publish_revision(version, by=None, at=LATER)
    assert stored(live).has_unpublished_changes


def test_giving_up_a_version_brings_back_what_the_public_sees(live: Post, editor: User) -> None:
    services.save_revision(live, changed(live, title="New title"), by=editor, at=NOW)
    revision = services.discard_changes(live, by=editor, at=LATER)
    assert revision is not None
    assert (revision.kind, revision.content["title"]) == (RevisionKind.DISCARDED, "Old title")
    assert not stored(live).has_unpublished_changes
    assert services.discard_changes(live, by=editor, at=LATER) is None
    assert len(history(live)) == 3


def test_a_change_of_status_leaves_what_waits_to_be_published_waiting(live: Post) -> None:
    services.save_revision(live, changed(live, title="New title"), by=None, at=NOW)
    live.status = Status.ARCHIVED
    services.save_post(live, by=None, at=LATER)
    services.record_status(live, RevisionKind.ARCHIVED, by=None, at=LATER)
    assert stored(live).has_unpublished_changes
    assert newest(live)["title"] == "New title"


# --- Going back ---
def test_a_draft_goes_back_at_once_with_address_and_tags(draft: Post, editor: User) -> None:
    tag = TagFactory.create()
    draft.tags.add(tag)
    first = services.record_revision(draft, by=editor, at=NOW)
    draft.title, draft.slug = "New title", "new"
    services.save_post(draft, by=editor, at=NOW)
    draft.tags.clear()
    services.record_revision(draft, by=editor, at=NOW)
    outcome = services.restore_revision(first, by=editor, at=LATER)
    post = stored(draft)
    assert (post.title, post.slug, list(post.tags.all()), post.status) == ("Old title", "old", [tag], Status.DRAFT)
    assert (outcome.revision.kind, outcome.revision.restored_number) == (RevisionKind.RESTORED, first.number)
    assert not post.has_unpublished_changes


def test_a_public_post_goes_back_in_a_version_apart(live: Post, editor: User) -> None:
    version = services.save_revision(live, changed(live, title="New title", slug="new"), by=editor, at=NOW)
    services.publish_revision(version, by=editor, at=NOW)
    outcome = services.restore_revision(live.revisions.get(number=1), by=editor, at=LATER)
    post = stored(live)
    assert (post.title, post.slug, post.has_unpublished_changes) == ("New title", "new", True)
    assert (newest(live)["title"], newest(live)["slug"]) == ("Old title", "old")
    services.publish_revision(outcome.revision, by=editor, at=LATER)
    assert (stored(live).title, stored(live).slug) == ("Old title", "old")
    assert redirects.find("/posts/new/") is not None


def test_going_back_moves_a_post_neither_to_another_organization_nor_to_another_day(
    live: Post, other_organization: Organization
) -> None:
    first = live.revisions.get()
    live.organization, live.published_at, live.expires_at = other_organization, NOW, LATER + timedelta(days=1)
    services.save_post(live, by=None, at=NOW)
    services.record_revision(live, by=None, at=NOW)
    outcome = services.restore_revision(first, by=None, at=LATER)
    services.publish_revision(outcome.revision, by=None, at=LATER)
    post = stored(live)
    assert (post.organization, post.published_at) == (other_organization, NOW)
    assert post.expires_at == LATER + timedelta(days=1)


def test_going_back_keeps_the_address_where_the_old_one_is_another_pages_now(draft: Post) -> None:
    first = services.record_revision(draft, by=None, at=NOW)
    draft.slug = "new"
    services.save_post(draft, by=None, at=NOW)
    services.record_revision(draft, by=None, at=NOW)
    PostFactory.create(slug="old")
    outcome = services.restore_revision(first, by=None, at=LATER)
    assert stored(draft).slug == "new"
    assert [str(part) for part in outcome.left_out] == ["Address: the address belongs to another page now"]


def test_deleted_tags_are_left_out_and_named(draft: Post) -> None:
    gone, kept = TagFactory.create_batch(2)
    draft.tags.set([gone, kept])
    first = services.record_revision(draft, by=None, at=NOW)
    gone.delete()
    outcome = services.restore_revision(first, by=None, at=LATER)
    assert list(stored(draft).tags.all()) == [kept]
    assert [part.name for part in outcome.left_out] == ["tags"]


def test_the_newest_version_is_shown_as_it_would_be(live: Post) -> None:
    tag = TagFactory.create()
    services.save_revision(live, changed(live, title="New", body="<p>Words.</p>", tags=[tag.pk]), by=None, at=NOW)
    version, applied = services.newest_version(stored(live))
    assert (version.title, version.body_html, applied.related["tags"]) == ("New", "<p>Words.</p>", [tag.pk])
    assert stored(live).title == "Old title"


def test_without_a_version_apart_the_newest_is_the_post_itself(live: Post) -> None:
    version, applied = services.newest_version(live)
    assert version is live
    assert applied.related == {}


def test_revisions_go_with_their_post(live: Post) -> None:
    services.delete_post(live, by=None, at=NOW)
    assert not Revision.objects.exists()


def test_who_wrote_a_revision_may_be_deleted(live: Post, editor: User) -> None:
    revision = services.record_revision(live, by=editor, at=NOW)
    editor.delete()
    revision.refresh_from_db()
    assert revision.by is None
