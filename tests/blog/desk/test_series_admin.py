"""Series in admin: whose they are, and which posts they take."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.models import Post, Series, SeriesPart
from tests.factories import PostFactory, SeriesFactory, SeriesPartFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/posts/series/add/"


def filled_in(organization: Organization, *posts: Post, **changes: Any) -> dict[str, Any]:
    form: dict[str, Any] = {"title": "A series", "organization": organization.pk, "description": "", "slug": ""}
    form |= {"parts-TOTAL_FORMS": len(posts), "parts-INITIAL_FORMS": 0}
    for number, post in enumerate(posts):
        form |= {f"parts-{number}-post": post.pk, f"parts-{number}-position": number + 1}
    return form | changes


def send(client: Client, address: str, form: dict[str, Any]) -> str:
    return unescape(client.post(address, form, follow=True).content.decode())


def test_an_editor_makes_a_series_with_an_address_from_its_title(
    client: Client, editor: User, organization: Organization, settings: Settings
) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "posts.Post", "field": "get()"}]  # Django looks each chosen post up by itself
    posts = PostFactory.create_batch(2, organization=organization)
    client.force_login(editor)
    send(client, ADD, filled_in(organization, *posts))
    series = Series.objects.get()
    assert series.slug == "a-series"
    assert list(series.parts.order_by("position").values_list("post", flat=True)) == [post.pk for post in posts]


@pytest.mark.parametrize("role", ["author", "moderator"])
def test_who_does_not_publish_makes_none(
    client: Client, request: pytest.FixtureRequest, organization: Organization, role: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    send(client, ADD, filled_in(organization))
    assert not Series.objects.exists()


def test_an_editor_makes_none_for_another_organization(client: Client, editor: User, other_organization: Organization) -> None:
    client.force_login(editor)
    send(client, ADD, filled_in(other_organization))
    assert not Series.objects.exists()


def test_a_post_of_another_organization_is_not_taken(
    client: Client, editor: User, organization: Organization, other_organization: Organization
) -> None:
    client.force_login(editor)
    send(client, ADD, filled_in(organization, PostFactory.create(organization=other_organization)))
    assert not SeriesPart.objects.exists()


def test_a_superuser_is_told_that_a_series_holds_posts_of_one_organization(
    client: Client, superuser: User, organization: Organization, other_organization: Organization
) -> None:
    client.force_login(superuser)
    post = PostFactory.create(organization=other_organization, title="Elsewhere")
    page = send(client, ADD, filled_in(organization, post))
    assert "“Elsewhere” belongs to another organization; a series holds posts of one." in page
    assert not Series.objects.exists()


def test_a_new_address_keeps_the_old_one_alive(client: Client, editor: User, organization: Organization) -> None:
    series = SeriesFactory.create(organization=organization, slug="old")
    SeriesPartFactory.create(series=series)
    client.force_login(editor)
    form = filled_in(organization, slug="new") | {"parts-TOTAL_FORMS": 0}
    send(client, f"/admin/posts/series/{series.pk}/change/", form)
    assert client.get("/series/old/").headers["Location"] == "/series/new/"


def test_a_deleted_series_leaves_its_posts(client: Client, editor: User, organization: Organization) -> None:
    series = SeriesFactory.create(organization=organization, slug="gone")
    part = SeriesPartFactory.create(series=series)
    client.force_login(editor)
    client.post(f"/admin/posts/series/{series.pk}/delete/", {"post": "yes"})
    assert not Series.objects.exists()
    assert Post.objects.filter(pk=part.post_id).exists()
    assert client.get("/series/gone/").status_code == 410
