"""Links that show a post to people without an account: making them, taking them back, and when they show nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from blog.accounts.models import User
from blog.desk.errors import NotAllowedError
from blog.desk.models import PreviewLink
from blog.desk.services.previews import make_link, revoke_link
from blog.posts.models import Post, Status
from tests.blog.desk.samples import NOW
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("role", ["owner", "editor", "author", "superuser"])
def test_who_may_change_a_post_makes_a_link_to_it(draft: Post, role: str, request: pytest.FixtureRequest) -> None:
    user: User = request.getfixturevalue(role)
    link = make_link(draft, reader="Dr. Guest", days=14, by=user, at=NOW)
    assert (link.created_by, link.expires_at, link.revoked_at) == (user, NOW + timedelta(days=14), None)


@pytest.mark.parametrize("role", ["moderator", "stranger"])
def test_nobody_else_makes_one_or_takes_one_back(
    draft: Post, link: PreviewLink, role: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(role)
    with pytest.raises(NotAllowedError):
        make_link(draft, reader="Dr. Guest", days=7, by=user, at=NOW)
    with pytest.raises(NotAllowedError):
        revoke_link(link, by=user, at=NOW)
    assert PreviewLink.objects.get().revoked_at is None


def test_an_author_shares_no_post_that_they_may_not_change(draft: Post, author: User) -> None:
    archived = PostFactory.create(organization=draft.organization, status=Status.ARCHIVED)
    archived.authors.add(author)
    with pytest.raises(NotAllowedError):
        make_link(archived, reader="Dr. Guest", days=7, by=author, at=NOW)


def test_taking_a_link_back_twice_keeps_the_first_moment(link: PreviewLink, editor: User, owner: User) -> None:
    revoke_link(link, by=editor, at=NOW)
    revoke_link(link, by=owner, at=NOW + timedelta(hours=1))
    stored = PreviewLink.objects.get()
    assert (stored.revoked_at, stored.revoked_by) == (NOW, editor)


def test_a_link_shows_the_draft_on_its_real_page(client: Client, link: PreviewLink) -> None:
    response = client.get(link.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 200
    assert "Secret plans." in page
    assert "for Dr. Guest. This link works until March 8, 2026, 9 a.m. (UTC)." in page
    assert "Not published yet" in page


def test_the_page_is_kept_from_caches_search_engines_and_other_sites(client: Client, link: PreviewLink) -> None:
    response = client.get(link.get_absolute_url())
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    page = response.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert page.count(link.token) == 1  # where the form is sent to, and in nothing that is printed or marked up
    assert "Disallow: /preview/" in client.get("/robots.txt").content.decode()


def test_the_page_offers_nothing_that_a_draft_does_not_have(client: Client, link: PreviewLink) -> None:
    page = client.get(link.get_absolute_url()).content.decode()
    assert [part for part in ("like/", "reply/", "follow/", "comments/feed/") if f"/not-out-yet/{part}" in page] == []


@pytest.mark.parametrize("who", ["editor", "stranger"])
def test_it_is_the_same_page_whoever_has_signed_in(
    client: Client, link: PreviewLink, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(link.get_absolute_url()).status_code == 200


def test_openings_are_counted(client: Client, link: PreviewLink) -> None:
    for hours in (1, 2):
        with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
            client.get(link.get_absolute_url())
    client.head(link.get_absolute_url())
    link.refresh_from_db()
    assert (link.opened_count, link.opened_at) == (2, NOW + timedelta(hours=2))


def test_an_expired_link_says_so_and_shows_nothing(client: Client, link: PreviewLink) -> None:
    with time_machine.travel(NOW + WEEK - timedelta(seconds=1), tick=False):
        assert client.get(link.get_absolute_url()).status_code == 200
    with time_machine.travel(NOW + WEEK, tick=False):
        response = client.get(link.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "This preview link has run out" in page
    assert [word for word in ("Secret plans", "Not out yet", "Dr. Guest") if word in page] == []
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_link_that_was_taken_back_says_so_and_shows_nothing(client: Client, link: PreviewLink, author: User) -> None:
    revoke_link(link, by=author, at=NOW)
    response = client.get(link.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "This preview link was taken back" in page
    assert [word for word in ("Secret plans", "Not out yet", "Dr. Guest") if word in page] == []


@pytest.mark.parametrize("change", ["x", ".", "%00", "%ED%A0%80"])
def test_a_changed_token_is_not_known(client: Client, link: PreviewLink, change: str) -> None:
    response = client.get(f"/preview/{link.token}{change}/")
    assert response.status_code == 404
    assert "This preview link is not known" in response.content.decode()


def test_the_key_alone_opens_nothing(client: Client, link: PreviewLink) -> None:
    assert client.get(f"/preview/{link.key}/").status_code == 404


def test_a_deleted_post_takes_its_links_along(client: Client, link: PreviewLink, draft: Post) -> None:
    address = link.get_absolute_url()
    draft.delete()
    assert client.get(address).status_code == 404


def test_a_new_secret_key_keeps_links_alive_while_the_old_one_is_named(
    client: Client, link: PreviewLink, settings: Settings
) -> None:
    address, old = link.get_absolute_url(), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [old]
    assert client.get(address).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(address).status_code == 404


def test_the_page_costs_a_fixed_number_of_queries(
    client: Client, link: PreviewLink, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(15):
        link.reviews.create(name=f"Guest {number}", verdict="approved", version="1", created_at=NOW)
    # the link with its post, the count, what stands around the post, who publishes it jointly, the logo, what was said
    with django_assert_num_queries(6):
        client.get(link.get_absolute_url())


@pytest.mark.parametrize(
    "wrong",
    [
        {"reader": ""},
        {"key": ""},
        {"expires_at": NOW},
        {"opened_count": 1},
        {"opened_at": NOW},
    ],
)
def test_the_database_refuses_what_contradicts_itself(link: PreviewLink, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.filter(pk=link.pk).update(**wrong)


def test_the_database_wants_a_moment_with_who_took_a_link_back(link: PreviewLink, editor: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.filter(pk=link.pk).update(revoked_by=editor)
