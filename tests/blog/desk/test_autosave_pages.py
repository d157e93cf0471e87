"""Autosave at the form of a post in admin: kept, offered, recovered, discarded, and never anybody else's."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from blog.accounts.models import User
from blog.desk.models import Autosave
from blog.organizations.models import Organization
from blog.posts.models import Post, Revision, Status
from tests.blog.desk.post_form import filled_in
from tests.factories import CategoryFactory, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ADD = "/admin/posts/post/add/"
KEY = "0b5e"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, status=Status.DRAFT, title="As saved", body="<p>Saved.</p>")


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def form_of(post: Post) -> str:
    return f"/admin/posts/post/{post.pk}/change/"


def keep(client: Client, post: Post | None, organization: Organization, **changes: Any) -> dict[str, Any]:
    place = "" if post is None else f"{post.pk}/"
    fields = filled_in(organization, **changes) | {"autosave_key": "" if post else KEY}
    answer: dict[str, Any] = client.post(f"/admin/posts/post/{place}autosave/", fields).json()
    return answer


def shown(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def test_what_is_written_is_kept_and_the_moment_is_said(desk: Client, post: Post, organization: Organization) -> None:
    answer = keep(desk, post, organization, title="Being written", published_at="2026-04-01 half")
    assert answer["saved"] == "Saved privately at 9 a.m."
    kept = Autosave.objects.get()
    assert kept.fields["title"] == ["Being written"]
    assert kept.fields["published_at_1"] == ["half"]


def test_it_changes_nothing_of_the_post_and_is_no_revision(desk: Client, post: Post, organization: Organization) -> None:
    revisions = Revision.objects.count()
    keep(desk, post, organization, title="Being written")
    post.refresh_from_db()
    assert post.title == "As saved"
    assert Revision.objects.count() == revisions


def test_only_fields_of_the_form_are_kept(desk: Client, post: Post, organization: Organization) -> None:
    keep(desk, post, organization, csrfmiddlewaretoken="secret", is_superuser="on", body_html="<script>")
    assert {"csrfmiddlewaretoken", "is_superuser", "body_html", "autosave_key"} & set(Autosave.objects.get().fields) == set()


def test_an_author_keeps_no_field_of_the_editors_business(client: Client, author: User, organization: Organization) -> None:
    client.force_login(author)
    keep(client, None, organization, authors=[1], is_featured="on")
    assert {"authors", "is_featured"} & set(Autosave.objects.get().fields) == set()


def test_the_form_offers_it_and_says_what_differs(desk: Client, post: Post, organization: Organization) -> None:
    keep(desk, post, organization, title="Being written", body="<p>More.</p>", slug=post.slug)
    page = shown(desk, form_of(post))
    assert "You wrote something on 03/01/2026 9 a.m. that was not saved" in page
    assert "It differs in: Title, Text" in page
    assert "Being written" not in page


def test_what_is_as_saved_is_not_offered(desk: Client, post: Post, organization: Organization) -> None:
    keep(desk, post, organization, title=post.title, body="<p>Saved.</p><p></p>", slug=post.slug)
    assert "that was not saved" not in shown(desk, form_of(post))


def test_recovering_fills_the_form_as_it_was_and_judges_nothing_yet(
    desk: Client, post: Post, organization: Organization
) -> None:
    category = CategoryFactory.create(name="Economy")
    keep(desk, post, organization, title="", body="<p>Half a sen</p>", published_at="2026-04-01 half", categories=[category.pk])
    page = shown(desk, f"{form_of(post)}?recover={Autosave.objects.get().pk}")
    assert "This is what you wrote on 03/01/2026 9 a.m., not saved yet." in page
    assert "<p>Half a sen</p>" in page
    assert 'value="half"' in page
    assert f'<option value="{category.pk}" selected>Economy</option>' in page
    assert "This field is required" not in page


def test_a_new_post_is_offered_by_its_title_and_goes_on_under_its_key(desk: Client, organization: Organization) -> None:
    keep(desk, None, organization, title="Begun")
    assert "“Begun”" in shown(desk, ADD)
    page = shown(desk, f"{ADD}?recover={Autosave.objects.get().pk}")
    assert 'value="Begun"' in page
    assert f'name="autosave_key" value="{KEY}"' in page


def test_each_form_of_a_new_post_has_a_key_of_its_own(desk: Client) -> None:
    keys = {re.search(r'name="autosave_key" value="([^"]+)"', shown(desk, ADD))[1] for _ in range(2)}  # type: ignore[index]  # it is there
    assert len(keys) == 2


def test_saving_forgets_it_and_tells_the_browser(desk: Client, post: Post, organization: Organization) -> None:
    keep(desk, post, organization, title="Being written")
    keep(desk, None, organization, title="Begun")
    desk.post(form_of(post), filled_in(organization, title="Saved now", slug=post.slug))
    assert Autosave.objects.get().post is None
    desk.post(ADD, filled_in(organization, title="Saved, too") | {"autosave_key": KEY})
    assert not Autosave.objects.exists()
    assert desk.cookies["gazette_saved"].value == f"post-{post.pk}.new-{KEY}"


def test_a_form_that_is_refused_keeps_it(desk: Client, post: Post, organization: Organization) -> None:
    keep(desk, post, organization, title="Being written")
    desk.post(form_of(post), filled_in(organization, title="", summary="Sent.", slug=post.slug))
    assert Autosave.objects.get().fields["summary"] == ["Sent."]
    page = unescape(desk.post(ADD, filled_in(organization, title="") | {"autosave_key": KEY}).content.decode())
    assert f'name="autosave_key" value="{KEY}"' in page


def test_discarding_forgets_it_and_shows_the_form(desk: Client, post: Post, organization: Organization) -> None:
    keep(desk, post, organization, title="Being written")
    response = desk.post(f"/admin/posts/post/autosave/{Autosave.objects.get().pk}/discard/")
    assert response.headers["Location"] == form_of(post)
    assert not Autosave.objects.exists()


def test_a_copy_of_a_browser_carries_its_own_moment(desk: Client, post: Post, organization: Organization) -> None:
    keep(desk, post, organization, title="Later")
    earlier = int((NOW - timedelta(hours=1)).timestamp() * 1000)
    keep(desk, post, organization, title="Earlier", autosave_written_at=str(earlier))
    assert Autosave.objects.get().title == "Later"
    keep(desk, post, organization, title="Now", autosave_written_at="-1")
    assert Autosave.objects.get().title == "Now"


def test_what_is_too_long_is_refused_with_a_reason(desk: Client, post: Post, organization: Organization) -> None:
    answer = keep(desk, post, organization, body="x" * 2_000_001)
    assert answer == {"refused": "This is too long to be kept while you write. Save it in parts."}


@pytest.mark.parametrize("who", ["owner", "superuser", "author", "stranger"])
def test_nobody_else_reads_or_discards_it(
    client: Client, editor: User, post: Post, organization: Organization, who: str, request: pytest.FixtureRequest
) -> None:
    reader: User = request.getfixturevalue(who)
    post.authors.add(request.getfixturevalue("author"))
    client.force_login(editor)
    keep(client, post, organization, title="SECRETWORDS")
    keep(client, None, organization, title="SECRETWORDS")
    client.force_login(reader)
    for kept in Autosave.objects.all():
        for address in (form_of(post), ADD):
            assert "SECRETWORDS" not in shown(client, address)
            assert client.get(f"{address}?recover={kept.pk}").status_code in {302, 404}
        assert client.post(f"/admin/posts/post/autosave/{kept.pk}/discard/").status_code == 404
    assert Autosave.objects.of(editor).count() == 2


def test_it_is_recovered_only_into_its_own_form(desk: Client, post: Post, organization: Organization) -> None:
    keep(desk, post, organization, title="Being written")
    number = Autosave.objects.get().pk
    other = PostFactory.create(organization=organization)
    for address in (ADD, form_of(other)):
        assert desk.get(f"{address}?recover={number}").status_code == 404
    assert desk.get(f"{form_of(post)}?recover=nonsense").status_code == 404


def test_who_may_not_change_a_post_keeps_nothing_of_it(client: Client, author: User, stranger: User, post: Post) -> None:
    archived = PostFactory.create(organization=post.organization, status=Status.ARCHIVED)
    archived.authors.add(author)
    for user, refused in ((author, archived), (stranger, post)):
        client.force_login(user)
        assert client.post(f"/admin/posts/post/{refused.pk}/autosave/", {"title": "Mine"}).status_code == 404
    assert not Autosave.objects.exists()


def test_a_form_without_a_key_and_a_plain_visit_keep_nothing(desk: Client) -> None:
    assert desk.post("/admin/posts/post/autosave/", {"title": "a"}).status_code == 404
    assert desk.get("/admin/posts/post/autosave/").status_code == 404
    assert not Autosave.objects.exists()


def test_who_is_signed_out_is_sent_to_sign_in_and_nothing_is_kept(client: Client, post: Post) -> None:
    assert client.post(f"/admin/posts/post/{post.pk}/autosave/", {"title": "a"}).status_code == 302
    assert not Autosave.objects.exists()
