"""Where a reader goes on from a post: only to what the public may see, and in one query."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.organizations.models import Organization
from blog.posts.leads import Leads, leads_of
from blog.posts.models import Post, RelatedPost, Status
from tests.factories import (
    LONG_AGO,
    CategoryFactory,
    PostFactory,
    SeriesFactory,
    SeriesPartFactory,
    TagFactory,
)

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=1000)


def leads(post: Post) -> Leads:
    return leads_of(post, at=NOW)


def in_days(organization: Organization, days: int, **fields: object) -> Post:
    return PostFactory.create(organization=organization, published_at=LONG_AGO + timedelta(days=days), **fields)


def test_before_and_after_stand_the_nearest_posts_of_the_same_organization(organization: Organization) -> None:
    first, second, third = (in_days(organization, days) for days in (1, 3, 5))
    PostFactory.create(published_at=LONG_AGO + timedelta(days=2))
    PostFactory.create(published_at=LONG_AGO + timedelta(days=4))
    found = leads(second)
    assert found.previous is not None
    assert found.next is not None
    assert (found.previous.pk, found.next.pk) == (first.pk, third.pk)
    assert (leads(first).previous, leads(third).next) == (None, None)


def test_posts_of_the_same_moment_are_passed_one_by_one(organization: Organization) -> None:
    posts = [in_days(organization, 1) for _number in range(3)]
    middle = leads(posts[1])
    assert middle.previous is not None
    assert middle.next is not None
    assert (middle.previous.pk, middle.next.pk) == (posts[0].pk, posts[2].pk)


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.ARCHIVED},
        {"expires_at": NOW},
        {"status": Status.SCHEDULED, "published_at": NOW + timedelta(days=1)},
        {"status": Status.DRAFT},
    ],
)
def test_nothing_leads_to_what_is_not_public(organization: Organization, hidden: dict[str, object]) -> None:
    post = in_days(organization, 1)
    dated = {} if "status" in hidden else {"published_at": LONG_AGO + timedelta(days=2)}
    other = PostFactory.create(organization=organization, **(dated | hidden))
    RelatedPost.objects.create(post=post, other=other, closeness=0.9)
    series = SeriesFactory.create(organization=organization)
    for part in (post, other):
        SeriesPartFactory.create(series=series, post=part)
    found = leads(post)
    assert (found.previous, found.next, found.related) == (None, None, [])
    assert found.series is not None
    assert [part.pk for part in found.series.parts] == [post.pk]
    assert leads(other).series is None


def test_the_closest_four_are_offered_the_closest_first() -> None:
    post, *others = PostFactory.create_batch(7)
    for number, other in enumerate(others):
        RelatedPost.objects.create(post=post, other=other, closeness=0.1 + number / 10)
    assert [lead.pk for lead in leads(post).related] == [other.pk for other in reversed(others[2:])]


def test_the_parts_of_a_series_stand_in_their_order(organization: Organization) -> None:
    posts = [in_days(organization, days) for days in (3, 1, 2)]
    series = SeriesFactory.create(organization=organization, title="A series", slug="a-series")
    for position, post in enumerate(posts, start=1):
        SeriesPartFactory.create(series=series, post=post, position=position)
    box = leads(posts[1]).series
    assert box is not None
    assert ([part.pk for part in box.parts], box.place, box.series.title) == ([post.pk for post in posts], 2, "A series")
    assert box.previous is not None
    assert box.next is not None
    assert (box.previous.pk, box.next.pk) == (posts[0].pk, posts[2].pk)
    last = leads(posts[2]).series
    assert last is not None
    assert last.next is None


def test_terms_come_in_alphabetical_order() -> None:
    names = ("Zinc", "Apples", "Milk")
    post = PostFactory.create(
        tags=[TagFactory.create(name=name, slug=name.lower()) for name in names],
        categories=[CategoryFactory.create(name=name, slug=name.lower()) for name in names],
    )
    found = leads(post)
    assert [tag.name for tag in found.tags] == [category.name for category in found.categories] == ["Apples", "Milk", "Zinc"]
    assert found.tags[0].get_absolute_url() == "/tags/apples/"
    assert found.categories[0].get_absolute_url() == "/categories/apples/"


def test_a_draft_in_the_preview_has_its_terms_and_nothing_beside_it(organization: Organization) -> None:
    in_days(organization, 1)
    found = leads(PostFactory.create(organization=organization, status=Status.DRAFT, tags=[TagFactory.create(name="One")]))
    assert ([tag.name for tag in found.tags], found.previous, found.next) == (["One"], None, None)


@pytest.mark.parametrize("number", [1, 30])
def test_all_of_it_takes_one_query(
    organization: Organization, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    post, *others = [in_days(organization, days, tags=[TagFactory.create()]) for days in range(number + 1)]
    series = SeriesFactory.create(organization=organization)
    for other in others:
        RelatedPost.objects.create(post=post, other=other, closeness=0.5)
        SeriesPartFactory.create(series=series, post=other)
    SeriesPartFactory.create(series=series, post=post)
    with django_assert_num_queries(1):
        leads(post)


def test_the_page_says_how_posts_of_other_languages_are_read(client: Client) -> None:
    post, other = PostFactory.create(slug="a-post"), PostFactory.create(title="عنوان", language="ar", slug="other")
    RelatedPost.objects.create(post=post, other=other, closeness=0.5)
    page = client.get("/posts/a-post/").content.decode()
    link = page[page.index('class="leads__link"') :]
    assert 'lang="ar" dir="rtl">عنوان</a>' in link.partition("</h3>")[0]
