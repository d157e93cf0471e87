"""A joint post is found among those of each organization that publishes it, whatever way that begins or ends."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client

from blog.organizations.models import Organization
from blog.posts.models import JointPublication, JointState, Post
from blog.search.index import get_index
from tests.factories import JointPublicationFactory, OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def post(organization: Organization) -> Post:
    PostFactory.create(organization=OrganizationFactory.create(), title="Harvest elsewhere")
    post: Post = PostFactory.create(organization=organization, slug="harvest", title="Harvest", body="<p>Of apples.</p>")
    return post


def found(organization: Organization, words: str = "harvest") -> list[str]:
    """Return what a search among the posts of an organization finds, on the page and in its feed alike."""
    asked = {"q": words, "organization": organization.slug}
    client = Client()
    slugs = [result.post.slug for result in client.get("/search/", asked).context["results"].items]
    feed = client.get("/search/feed/", asked).content.decode()
    assert all(f"/posts/{slug}/" in feed for slug in slugs)
    assert feed.count("<item>") == len(slugs)
    return slugs


def test_it_is_found_among_those_of_each_from_acceptance_until_it_is_left(
    post: Post, organization: Organization, other_organization: Organization
) -> None:
    agreement = JointPublicationFactory.create(post=post, organization=other_organization, state=JointState.ASKED)
    assert found(other_organization) == []
    JointPublication.objects.update(state=JointState.ACCEPTED, decided_at=NOW)
    assert found(other_organization) == found(organization) == ["harvest"]
    assert found(other_organization, "apples") == ["harvest"]
    JointPublication.objects.filter(pk=agreement.pk).update(state=JointState.LEFT)
    assert (found(other_organization), found(organization)) == ([], ["harvest"])


def test_its_row_may_come_and_go_by_itself(post: Post, other_organization: Organization) -> None:
    agreement = JointPublicationFactory.create(post=post, organization=other_organization)
    assert found(other_organization) == ["harvest"]
    agreement.delete()
    assert found(other_organization) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO posts_jointpublication"
            " (post_id, organization_id, state, asked_at, decided_at, request_note, answer_note)"
            " VALUES (%s, %s, 'accepted', %s, %s, '', '')",
            [post.pk, other_organization.pk, "2020-01-01 00:00:00+00:00", "2020-01-01 00:00:00+00:00"],
        )
    assert found(other_organization) == ["harvest"]


def test_it_may_go_over_to_another_organization_and_another_post(post: Post, other_organization: Organization) -> None:
    agreement = JointPublicationFactory.create(post=post, organization=other_organization)
    third, second = OrganizationFactory.create(), PostFactory.create(title="Harvest again", slug="again")
    JointPublication.objects.filter(pk=agreement.pk).update(organization=third)
    assert (found(other_organization), found(third)) == ([], ["harvest"])
    JointPublication.objects.filter(pk=agreement.pk).update(post=second)
    assert found(third) == ["again"]


def test_a_post_that_changes_stays_found_and_one_that_goes_leaves_nothing(post: Post, other_organization: Organization) -> None:
    JointPublicationFactory.create(post=post, organization=other_organization)
    JointPublicationFactory.create(post=post)
    post.title = "Vintage"
    post.save()
    assert (found(other_organization), found(other_organization, "vintage")) == ([], ["harvest"])
    post.delete()
    assert found(other_organization, "vintage") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # what the index holds of itself is in order
            cursor.execute("INSERT INTO search_text (search_text) VALUES ('integrity-check')")
            cursor.execute("SELECT count(*) FROM search_text WHERE search_text MATCH 'vintage OR harvest OR apples'")
            assert cursor.fetchone() == (1,)  # the one elsewhere


def test_an_index_that_is_made_anew_knows_of_it(post: Post, other_organization: Organization) -> None:
    JointPublicationFactory.create(post=post, organization=other_organization)
    JointPublicationFactory.create(
        post=PostFactory.create(title="Harvest"), organization=other_organization, state=JointState.LEFT
    )
    call_command("index_posts")
    assert found(other_organization) == ["harvest"]
    assert get_index().is_whole()
