"""Marking several posts at once, featured or with a category or a tag, and undoing it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from blog.accounts.models import User
from blog.audit.models import Line
from blog.desk.models import Act, Batch
from blog.desk.services.bulk import carry_out, foresee, undo
from blog.organizations.models import Organization, PublishingPolicy
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.models import Post, Status, Tag
from tests.factories import CategoryFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
LIST = "/admin/posts/post/"


@pytest.fixture(autouse=True)
def _each_goes_through_its_service(settings: Settings) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "*"}]


@pytest.fixture
def post(organization: Organization) -> Post:
    made: Post = PostFactory.create(organization=organization, title="Ports")
    return made


def do(act: Act, *posts: Post, by: User, term: str = "") -> Batch:
    batch = carry_out(act, [post.pk for post in posts], by=by, at=NOW, term=term).batch
    assert batch is not None
    return batch


def names(post: Post, field: str = "tags") -> list[str]:
    return list(getattr(post, field).by_name().values_list("name", flat=True))


def test_featuring_is_undone(editor: User, post: Post) -> None:
    batch = do(Act.FEATURE, post, by=editor)
    assert Post.objects.published(NOW).featured().exists()
    undo(batch, by=editor, at=LATER)
    assert not Post.objects.featured().exists()
    verbs = Line.objects.order_by("pk").values_list("verb", "after")
    assert list(verbs) == [("posts.change", {"is_featured": True}), ("posts.change", {"is_featured": False})]


def test_what_is_so_already_stays_and_is_named(editor: User, organization: Organization) -> None:
    PostFactory.create(organization=organization, title="Ports")
    featured = PostFactory.create(organization=organization, title="Front", is_featured=True)
    PostFactory.create(organization=organization, title="Tagged", tags=[TagFactory.create(name="Harbor")])
    numbers = [row.pk for row in Post.objects.all()]
    report = foresee(Act.UNFEATURE, numbers, by=editor, at=NOW)
    assert report.changed == [featured]
    assert report.left_out == [f"“{title}” stays as it is: it is not featured." for title in ("Ports", "Tagged")]
    assert "“Front” stays as it is: it is featured already." in foresee(Act.FEATURE, numbers, by=editor, at=NOW).left_out
    report = foresee(Act.TAG, numbers, by=editor, at=NOW, term="Harbor")
    assert report.left_out == ["“Tagged” stays as it is: it stands there already."]
    assert not Batch.objects.exists()


def test_a_tag_is_added_to_the_others_and_taken_away_alone(editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization, tags=[TagFactory.create(name="Ships")])
    batch = do(Act.TAG, post, by=editor, term="Harbor")
    assert names(post) == ["Harbor", "Ships"]
    (line,) = Line.objects.all()
    assert (line.before, line.after) == ({"tags": ["Ships"]}, {"tags": ["Harbor", "Ships"]})
    post.refresh_from_db()
    newest = post.revisions.latest("number")
    assert (newest.content, newest.changed) == (content_of(post), ["tags"])
    undo(batch, by=editor, at=LATER)
    assert names(post) == ["Ships"]


def test_a_category_is_added_by_its_name(editor: User, post: Post) -> None:
    CategoryFactory.create(name="Trade")
    undone = do(Act.CATEGORY, post, by=editor, term="Trade")
    assert names(post, "categories") == ["Trade"]
    undo(undone, by=editor, at=LATER)
    assert names(post, "categories") == []


def test_what_is_foreseen_makes_no_tag(editor: User, post: Post) -> None:
    assert foresee(Act.TAG, [post.pk], by=editor, at=NOW, term="Harbor").changed == [post]
    assert not Tag.objects.exists()


def test_a_version_that_waits_gets_the_mark_and_goes_on_waiting(editor: User, post: Post) -> None:
    services.save_revision(post, content_of(post) | {"title": "New title"}, by=editor, at=NOW)
    batches = [do(Act.FEATURE, post, by=editor), do(Act.TAG, post, by=editor, term="Harbor")]
    stored = Post.objects.get()
    assert (stored.title, stored.has_unpublished_changes, stored.is_featured) == ("Ports", True, True)
    newest, applied = services.newest_version(stored)
    assert (newest.title, newest.is_featured) == ("New title", True)
    assert applied.related["tags"] == [Tag.objects.get().pk]
    undo(batches[1], by=editor, at=LATER)
    _newest, applied = services.newest_version(Post.objects.get())
    assert applied.related["tags"] == []
    services.publish_newest(Post.objects.get(), by=editor, at=LATER)
    assert (Post.objects.get().title, Post.objects.get().is_featured) == ("New title", True)


def test_a_mark_needs_no_second_person(editor: User, post: Post, organization: Organization) -> None:
    Organization.objects.filter(pk=organization.pk).update(publishing_policy=PublishingPolicy.SECOND_PERSON)
    assert carry_out(Act.TAG, [post.pk], by=editor, at=NOW, term="Harbor").changed == [post]


def test_a_mark_is_taken_from_no_post_that_was_changed_since(editor: User, post: Post) -> None:
    batch = do(Act.TAG, post, by=editor, term="Harbor")
    do(Act.ARCHIVE, post, by=editor)
    assert undo(batch, by=editor, at=LATER).left_out == ["“Ports” stays as it is: it was changed since."]
    assert names(post) == ["Harbor"]


def test_undoing_after_the_tag_was_deleted_leaves_the_post_whole(editor: User, post: Post) -> None:
    batch = do(Act.TAG, post, by=editor, term="Harbor")
    Tag.objects.all().delete()
    assert len(undo(batch, by=editor, at=LATER).changed) == 1
    assert Post.objects.get().status == Status.PUBLISHED


def chosen(posts: list[Post], action: str, **more: str) -> dict[str, object]:
    return {"action": action, "_selected_action": [post.pk for post in posts], **more}


def test_the_tag_is_asked_for_then_confirmed_then_added(client: Client, editor: User, post: Post) -> None:
    client.force_login(editor)
    TagFactory.create(name="Harbor")
    asked = " ".join(client.post(LIST, chosen([post], "add_tag") | {"index": 0}).content.decode().split())
    assert '<option value="Harbor">' in asked
    assert f'name="_selected_action" value="{post.pk}"' in asked
    foreseen = " ".join(client.post(LIST, chosen([post], "add_tag", term=" Quiet \x07 water ")).content.decode().split())
    assert "Add a tag: 1 post will change" in foreseen
    assert 'name="term" value="Quiet water"' in foreseen
    assert names(post) == []
    done = client.post(LIST, chosen([post], "add_tag", term="Quiet water", confirmed="yes"), follow=True).content.decode()
    assert "1 post got a tag: Quiet water." in done
    assert names(post) == ["Quiet water"]


@pytest.mark.parametrize(("act", "term"), [("add_tag", "\x07"), ("add_tag", "x" * 101), ("add_category", "Unknown")])
def test_what_is_no_term_is_refused_at_its_field(client: Client, editor: User, post: Post, act: str, term: str) -> None:
    client.force_login(editor)
    page = client.post(LIST, chosen([post], act, term=term, confirmed="yes")).content.decode()
    assert "errorlist" in page
    assert not Batch.objects.exists()


def test_an_author_marks_nothing(client: Client, author: User, post: Post) -> None:
    post.authors.add(author)
    client.force_login(author)
    client.post(LIST, chosen([post], "add_tag", term="Harbor", confirmed="yes"))
    client.post(LIST, chosen([post], "feature", confirmed="yes"))
    assert (names(post), Post.objects.get().is_featured, Tag.objects.exists()) == ([], False, False)
