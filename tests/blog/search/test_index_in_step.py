"""Whatever way a post changes, the search finds what is public now and nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.services import delete_post, save_post
from blog.search.index import get_index
from blog.search.query import Query
from tests.blog.search.finding import found
from tests.factories import LONG_AGO, OrganizationFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def execute(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_post_is_found_from_the_moment_it_is_published() -> None:
    post = PostFactory.create(slug="a", title="Harvest", status=Status.DRAFT)
    assert found("harvest") == []
    post.status = Status.PUBLISHED
    save_post(post, by=None, at=NOW)
    assert found("harvest") == ["a"]


def test_a_scheduled_post_is_found_from_its_moment_without_anything_running(clock: time_machine.Traveller) -> None:
    post = PostFactory.create(slug="a", title="Harvest", status=Status.DRAFT)
    post.status, post.published_at = Status.PUBLISHED, NOW + timedelta(hours=1)
    save_post(post, by=None, at=NOW)
    assert found("harvest") == []
    clock.move_to(NOW + timedelta(hours=1))
    assert found("harvest") == ["a"]


def test_a_post_is_found_until_it_expires(clock: time_machine.Traveller) -> None:
    PostFactory.create(slug="a", title="Harvest", expires_at=NOW + timedelta(hours=1))
    assert found("harvest") == ["a"]
    clock.move_to(NOW + timedelta(hours=1))
    assert found("harvest") == []


def test_an_archived_post_is_found_no_more_and_again_when_it_comes_back() -> None:
    post = PostFactory.create(slug="a", title="Harvest")
    post.status = Status.ARCHIVED
    save_post(post, by=None, at=NOW)
    assert found("harvest") == []
    post.status = Status.PUBLISHED
    save_post(post, by=None, at=NOW)
    assert found("harvest") == ["a"]


def test_a_post_that_returns_to_draft_is_found_no_more() -> None:
    post = PostFactory.create(title="Harvest")
    post.status = Status.DRAFT
    save_post(post, by=None, at=NOW)
    assert found("harvest") == []


@pytest.mark.parametrize(
    ("field", "text"), [("title", "Vineyard"), ("summary", "Vineyard"), ("byline", "Vineyard"), ("body", "<p>Vineyard</p>")]
)
def test_an_edit_is_found_by_its_new_words_and_not_by_the_old(field: str, text: str) -> None:
    post = PostFactory.create(slug="a", **{field: text.replace("Vineyard", "Harvest")})
    assert (found("harvest"), found("vineyard")) == (["a"], [])
    setattr(post, field, text)
    save_post(post, by=None, at=NOW)
    assert (found("harvest"), found("vineyard")) == ([], ["a"])


def test_a_new_date_moves_a_post_among_the_others() -> None:
    first = PostFactory.create(slug="first", title="Harvest", published_at=LONG_AGO)
    PostFactory.create(slug="second", title="Harvest", published_at=LONG_AGO + timedelta(days=1))
    assert found("harvest") == ["second", "first"]
    first.published_at = LONG_AGO + timedelta(days=2)
    save_post(first, by=None, at=NOW)
    assert found("harvest") == ["first", "second"]


def test_a_post_that_changes_hands_is_found_below_its_new_organization(
    organization: Organization, other_organization: Organization
) -> None:
    post = PostFactory.create(slug="a", title="Harvest", organization=organization)
    post.organization = other_organization
    save_post(post, by=None, at=NOW)
    assert found("harvest", organization=organization.slug) == []
    assert found("harvest", organization=other_organization.slug) == ["a"]


def test_a_deleted_post_is_found_no_more() -> None:
    delete_post(PostFactory.create(title="Harvest"), by=None, at=NOW)
    assert found("harvest") == []


def test_the_action_of_the_admin_changes_what_is_found(client: Client) -> None:
    post = PostFactory.create(slug="a", title="Harvest")
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    client.post("/admin/posts/post/", {"action": "archive", "_selected_action": [post.pk], "confirmed": "yes"})
    assert found("harvest") == []


def test_posts_stored_many_at_once_are_found(organization: Organization) -> None:
    dates = {"published_at": LONG_AGO, "first_published_at": LONG_AGO}
    posts = [
        Post(organization=organization, title="Harvest", slug=f"p{n}", body="<p>Wheat</p>", status=Status.PUBLISHED, **dates)
        for n in range(3)
    ]
    for post in posts:
        post.render()
    Post.objects.bulk_create(posts)
    assert found("harvest") == found("wheat") == ["p2", "p1", "p0"]


def test_rows_changed_or_deleted_many_at_once_are_in_step() -> None:
    PostFactory.create_batch(3, title="Harvest")
    assert len(found("harvest")) == 3
    Post.objects.update(title="Vineyard", body_html="<p>Grapes</p>")
    assert (len(found("harvest")), len(found("vineyard")), len(found("grapes"))) == (0, 3, 3)
    posts = list(Post.objects.order_by("pk"))
    posts[0].title = "Orchard"
    Post.objects.bulk_update(posts, ["title"])
    assert (len(found("vineyard")), len(found("orchard"))) == (2, 1)
    Post.objects.filter(title="Vineyard").delete()
    assert (found("vineyard"), len(found("orchard"))) == ([], 1)


def test_a_row_stored_over_another_is_in_step(organization: Organization) -> None:
    post = PostFactory.create(slug="a", title="Harvest", organization=organization)
    post.title = "Vineyard"
    Post.objects.bulk_create([post], update_conflicts=True, update_fields=["title"], unique_fields=["slug"])
    assert (found("harvest"), found("vineyard")) == ([], ["a"])


def test_statements_by_hand_are_in_step() -> None:
    post = PostFactory.create(slug="a", title="Harvest")
    execute("UPDATE posts_post SET title = 'Vineyard', body_html = '<p>Grapes</p>' WHERE id = %s", post.pk)
    assert (found("harvest"), found("vineyard"), found("grapes")) == ([], ["a"], ["a"])
    execute("UPDATE posts_post SET status = 'archived', archived_at = published_at WHERE id = %s", post.pk)
    assert found("vineyard") == []
    execute("UPDATE posts_post SET status = 'published', archived_at = NULL WHERE id = %s", post.pk)
    assert found("vineyard") == ["a"]
    execute("UPDATE posts_post SET id = id + 1000 WHERE id = %s", post.pk)
    assert found("vineyard") == ["a"]
    execute("DELETE FROM posts_post")
    assert found("vineyard") == []


def test_what_is_rolled_back_is_in_step() -> None:
    post = PostFactory.create(slug="a", title="Harvest")
    with transaction.atomic():
        Post.objects.filter(pk=post.pk).update(title="Vineyard")
        assert found("vineyard") == ["a"]
        transaction.set_rollback(True)
    assert (found("harvest"), found("vineyard")) == (["a"], [])


def test_a_change_of_what_is_not_searched_leaves_the_index_alone() -> None:
    post = PostFactory.create(slug="a", title="Harvest")
    Post.objects.filter(pk=post.pk).update(comment_count=7, like_count=3, is_featured=True)
    assert found("harvest") == ["a"]


def test_an_organization_is_found_by_its_present_name() -> None:
    organization = OrganizationFactory.create(name="Chamber of Wheat", short_name="CoW", tagline="Bread for all")
    index = get_index()
    assert all(organizations(word) == [organization.pk] for word in ("wheat", "cow", "bread"))
    organization.name = "Chamber of Rye"
    organization.save()
    assert (organizations("wheat"), organizations("rye")) == ([], [organization.pk])
    Organization.objects.filter(pk=organization.pk).update(name="Chamber of Oats")
    assert (organizations("rye"), organizations("oats")) == ([], [organization.pk])
    organization.delete()
    assert organizations("oats") == []
    assert index.is_whole()


def organizations(words: str) -> list[int]:
    return get_index().organizations(Query.parse(words), limit=3)


def test_the_index_made_anew_holds_the_same() -> None:
    PostFactory.create(slug="a", title="Harvest", body="<p>Wheat</p>", published_at=datetime(1950, 1, 1, tzinfo=UTC))
    PostFactory.create(slug="b", summary="Harvest", published_at=datetime(1500, 1, 1, tzinfo=UTC))
    PostFactory.create(slug="c", body="<p>Harvest</p>", published_at=LONG_AGO)
    PostFactory.create(slug="d", title="Harvest", status=Status.DRAFT)
    before = (found("harvest"), found("wheat"))
    assert before == (["a", "b", "c"], ["a"])
    call_command("index_posts", verbosity=0)
    assert (found("harvest"), found("wheat")) == before


def test_tables_without_their_triggers_are_noticed_and_indexed_anew() -> None:
    PostFactory.create(slug="a", title="Harvest")
    table = " ON posts_post" if connection.vendor == "postgresql" else ""
    name = "search_post_update" if table else "search_posts_post_update"
    execute(f"DROP TRIGGER {name}{table}")
    execute("UPDATE posts_post SET title = 'Vineyard'")
    assert not get_index().is_whole()
    call_command("migrate", verbosity=0)
    assert get_index().is_whole()
    assert (found("harvest"), found("vineyard")) == ([], ["a"])


def test_moments_beyond_those_that_positions_tell_apart_are_found(clock: time_machine.Traveller) -> None:
    PostFactory.create(slug="early", title="Harvest", published_at=datetime(1, 1, 2, tzinfo=UTC))
    PostFactory.create(slug="late", title="Harvest", published_at=datetime(2500, 1, 1, tzinfo=UTC))
    assert found("harvest") == ["early"]
    clock.move_to(datetime(2501, 1, 1, tzinfo=UTC))
    assert timezone.now().year == 2501
    assert found("harvest") == ["late", "early"]
