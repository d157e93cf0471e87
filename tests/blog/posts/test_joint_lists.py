"""Where a joint post stands, and what it says of who published it; nothing is shown of those who have not accepted."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from blog.organizations.models import Organization
from blog.posts import citations
from blog.posts.models import JointPublication, JointState, Post, PostQuerySet, Status
from blog.posts.paging import Page, paginate
from blog.posts.publishers import first_of, in_one_line
from blog.posts.services import save_post
from blog.posts.sharing import card_of
from tests.factories import LONG_AGO, JointPublicationFactory, OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
PAGES = ["", "feed/", "feed/atom/", "feed/json/"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def post(organization: Organization) -> Post:
    post: Post = PostFactory.create(organization=organization, title="Ports", slug="ports", summary="Of harbours.")
    return post


@pytest.fixture
def joint(post: Post, other_organization: Organization) -> JointPublication:
    agreement: JointPublication = JointPublicationFactory.create(post=post, organization=other_organization)
    return agreement


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def names_it(client: Client, word: str = "Ports") -> set[str]:
    """Return on which pages of the other organization the post stands."""
    return {part for part in PAGES if word in page(client, f"/organizations/other-chamber/{part}")}


@pytest.mark.usefixtures("joint")
def test_it_stands_on_the_pages_and_in_the_feeds_of_either(client: Client) -> None:
    assert names_it(client) == set(PAGES)
    assert "Ports" in page(client, "/organizations/institute-of-examples/")
    assert page(client, "/").count(">Ports</a>") == 1


@pytest.mark.parametrize("state", sorted(set(JointState.values) - {JointState.ACCEPTED}))
def test_nothing_is_shown_of_those_who_have_not_accepted(
    client: Client, post: Post, other_organization: Organization, state: str
) -> None:
    JointPublicationFactory.create(post=post, organization=other_organization, state=state)
    assert names_it(client) == set()
    assert "Other Chamber" not in page(client, "/posts/ports/")
    assert "Other Chamber" not in page(client, "/organizations/institute-of-examples/feed/atom/")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED])
def test_what_is_not_public_stands_nowhere(
    client: Client, organization: Organization, other_organization: Organization, status: Status
) -> None:
    post = PostFactory.create(organization=organization, status=status, title="Ports")
    JointPublicationFactory.create(post=post, organization=other_organization)
    assert names_it(client) == set()


@pytest.mark.usefixtures("joint")
def test_what_is_scheduled_expired_or_in_the_trash_stands_nowhere_and_comes_in_time(
    client: Client, post: Post, clock: time_machine.Traveller
) -> None:
    soon = NOW + timedelta(hours=1)
    post.published_at, post.expires_at = soon, soon + timedelta(hours=1)
    save_post(post, by=None, at=NOW)
    assert names_it(client) == set()
    clock.move_to(soon)
    assert names_it(client) == set(PAGES)
    Post.objects.update(trashed_at=NOW)
    assert names_it(client) == set()
    Post.objects.update(trashed_at=None)
    clock.move_to(soon + timedelta(hours=1))
    assert names_it(client) == set()


@pytest.mark.usefixtures("joint")
def test_the_page_names_both_and_has_one_address(client: Client) -> None:
    shown = page(client, "/posts/ports/")
    byline = re.sub(r"<[^>]+>", "", shown[shown.index('class="byline__publisher"') :].partition("</p>")[0])
    assert " ".join(byline.split(">")[-1].split()) == "Published by Institute of Examples and Other Chamber"
    assert shown.count('class="p-author h-card"') == 2
    assert '<link rel="canonical" href="http://testserver/posts/ports/">' in shown
    assert shown.count('property="article:author"') == 2
    graph = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)[0])["@graph"]
    article = next(node for node in graph if node["@type"] == "NewsArticle")
    expected = ["Institute of Examples", "Other Chamber"]
    assert [publisher["name"] for publisher in article["publisher"]] == expected
    assert [author["name"] for author in article["author"]] == expected


def test_alone_the_publisher_is_no_list(client: Client, post: Post) -> None:
    shown = page(client, post.get_absolute_url())
    assert '"publisher":{"@type"' in shown
    assert shown.count('class="p-author h-card"') == 1


@pytest.mark.usefixtures("joint")
@pytest.mark.parametrize("name", ["institute-of-examples", "other-chamber"])
def test_the_card_in_a_list_of_either_names_both(client: Client, name: str) -> None:
    shown = " ".join(page(client, f"/organizations/{name}/").split())
    assert shown.count('class="card__organization p-author h-card"') == 2
    assert re.search(r">IoE</a>\s*and\s*<a[^>]*>Other Chamber</a>", shown)


@pytest.mark.usefixtures("joint")
def test_each_feed_format_credits_both(client: Client) -> None:
    rss, atom = (feedparser.parse(page(client, f"/organizations/other-chamber/feed/{part}")) for part in ("", "atom/"))
    expected = ["Institute of Examples", "Other Chamber"]
    assert [author["name"] for author in atom.entries[0].authors] == expected
    assert [author["name"] for author in rss.entries[0].authors] == expected
    item = json.loads(page(client, "/organizations/other-chamber/feed/json/"))["items"][0]
    assert [author["name"] for author in item["authors"]] == expected
    assert item["url"] == "http://testserver/posts/ports/"


@pytest.mark.usefixtures("joint")
def test_the_feed_of_a_language_carries_what_is_in_it(client: Client, post: Post) -> None:
    assert "Ports" not in page(client, "/ro/organizations/other-chamber/feed/")
    post.language = "ro"
    post.save()
    assert "Ports" in page(client, "/ro/organizations/other-chamber/feed/")


@pytest.mark.usefixtures("joint")
def test_the_card_for_sharing_and_the_citations_name_both(post: Post) -> None:
    assert card_of(post).publisher == "Institute of Examples and Other Chamber"
    assert citations.apa(post).startswith("Institute of Examples & Other Chamber. (2017, August 9). Ports. ")
    assert "author = {{Institute of Examples} and {Other Chamber}}" in citations.bibtex(post)
    assert "organization = {{Institute of Examples} and {Other Chamber}}" in citations.bibtex(post)
    (item,) = json.loads(citations.csl_json(post))
    assert item["author"] == [{"literal": "Institute of Examples"}, {"literal": "Other Chamber"}]
    assert item["publisher"] == "Institute of Examples; Other Chamber"


def test_three_are_listed_as_the_language_does(post: Post, joint: JointPublication) -> None:
    third = OrganizationFactory.create(name="Port Authority")
    JointPublicationFactory.create(post=post, organization=third)
    names = [each.name for each in Post.objects.get().publishers]
    assert names == ["Institute of Examples", joint.organization.name, "Port Authority"]
    assert in_one_line(names) == "Institute of Examples, Other Chamber and Port Authority"
    assert citations.apa(Post.objects.get()).startswith("Institute of Examples, Other Chamber, & Port Authority. ")


@pytest.mark.usefixtures("joint")
def test_a_byline_stands_beside_both_and_the_citation_names_them_as_publishers(post: Post) -> None:
    post.byline = "The port office"
    assert "The port office. (2017, August 9). Ports. Institute of Examples; Other Chamber. " in citations.apa(post)


def test_a_renamed_organization_is_named_so(client: Client, joint: JointPublication) -> None:
    Organization.objects.filter(pk=joint.organization_id).update(name="New Chamber", slug="new-chamber")
    shown = page(client, "/posts/ports/")
    assert "New Chamber" in shown
    assert 'href="/organizations/new-chamber/"' in shown


@pytest.mark.parametrize("number", [1, 30])
def test_joint_posts_cost_no_query_more(
    client: Client,
    organization: Organization,
    other_organization: Organization,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    for minute in range(number):
        moment = LONG_AGO + timedelta(minutes=minute)
        post = PostFactory.create(organization=organization, slug=f"joint-{minute}", published_at=moment)
        JointPublicationFactory.create(post=post, organization=other_organization)
        JointPublicationFactory.create(post=post)
        PostFactory.create(organization=other_organization, published_at=moment)
    costs = {"/": 2, "/organizations/other-chamber/": 2, "/organizations/other-chamber/feed/": 3, "/archive/2017/": 1}
    for address, queries in costs.items():
        with django_assert_num_queries(queries, info=address):
            page(client, address)
    with django_assert_num_queries(3):
        page(client, "/posts/joint-0/")


POSTS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["own", "joint", "asked", "left", "other"]), st.booleans()), max_size=12
)


@settings(max_examples=40, deadline=None, database=None)
@given(POSTS, st.integers(1, 4))
def test_walking_through_the_list_sees_each_post_of_it_once_and_in_order(rows: list[tuple[int, str, bool]], size: int) -> None:
    with transaction.atomic():
        here, elsewhere = OrganizationFactory.create(), OrganizationFactory.create()
        for hour, kind, is_public in rows:
            moment = LONG_AGO + timedelta(hours=hour)
            organization = here if kind == "own" else elsewhere
            status = Status.PUBLISHED if is_public else Status.DRAFT
            dates = {"published_at": moment, "first_published_at": moment} if is_public else {}
            post = PostFactory.create(organization=organization, status=status, **dates)
            states: dict[str, Any] = {"joint": JointState.ACCEPTED, "asked": JointState.ASKED, "left": JointState.LEFT}
            if kind in states:
                JointPublicationFactory.create(post=post, organization=here, state=states[kind])
        everything = Post.objects.published(NOW).newest_first()
        expected = [
            post.pk
            for post in everything
            if post.organization_id == here.pk or here.pk in {partner.pk for partner in post.partners}
        ]
        assert walked(here, size) == expected
        transaction.set_rollback(True)  # Django's signature


def _listed(*, of: int) -> PostQuerySet:  # noqa: ARG001  # `first_of` limits them
    return Post.objects.published(NOW).for_listing()


def walked(organization: Organization, size: int) -> list[int]:
    """Return what stands on the pages from the first to the last; from there back each page is the same again."""

    def page_at(**place: str) -> Page[Post]:
        return paginate(_listed, read=first_of, by="-published_at", size=size, of=organization.pk, **place)  # type: ignore[arg-type]  # of cursors

    pages = [page_at()]
    while pages[-1].next:
        pages.append(page_at(after=pages[-1].next))
    back = pages[-1]
    for before in reversed(pages[:-1]):
        back = page_at(before=back.previous)
        assert [post.pk for post in back.items] == [post.pk for post in before.items]
    return [post.pk for each in pages for post in each.items]
