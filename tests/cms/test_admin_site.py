"""Who enters the admin, what stands in it, and how its pages are protected."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib import admin
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from blog.accounts.models import User
from blog.organizations.models import Organization
from tests.factories import MembershipFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
WRONG = "This address and this password do not belong to an account that may enter here."


@pytest.fixture(autouse=True)
def _forget_attempts() -> None:
    cache.clear()


def sign_in(client: Client, email: str, password: str, then: str = "/admin/") -> str:
    """Send the login form and return the page that follows, or its address."""
    response = client.post(f"/admin/login/?next={then}", {"username": email, "password": password})
    return response.headers.get("Location") or response.content.decode()


@pytest.fixture
def root() -> User:
    return User.objects.create_superuser("root@example.org", "a good password")


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/admin/posts/post/").headers["Location"] == "/admin/login/?next=/admin/posts/post/"


def test_somebody_who_may_not_enter_is_asked_to_sign_in_as_somebody_else(client: Client, organization: Organization) -> None:
    member = MembershipFactory.create(organization=organization, user=UserFactory.create(is_staff=False)).user
    client.force_login(member)
    assert "/admin/login/" in client.get("/admin/").headers["Location"]


def test_the_address_may_be_typed_in_capitals(client: Client, root: User) -> None:
    assert sign_in(client, root.email.upper(), "a good password") == "/admin/"


def test_a_wrong_password_is_refused(client: Client, root: User) -> None:
    assert WRONG in sign_in(client, root.email, "another")


def test_the_right_password_of_an_account_that_may_not_enter_is_refused(client: Client) -> None:
    User.objects.create_user("reader@example.org", "a good password")
    assert WRONG in sign_in(client, "reader@example.org", "a good password")


def test_guessing_is_stopped_and_allowed_again_after_a_while(client: Client, root: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _attempt in range(10):
            sign_in(client, root.email, "a guess")
        assert "Too many failed login attempts" in sign_in(client, root.email, "a good password")
        clock.shift(timedelta(minutes=10))
        assert sign_in(client, root.email, "a good password") == "/admin/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client: Client, root: User) -> None:
    assert sign_in(client, root.email, "a good password", then="/admin/posts/post/") == "/admin/posts/post/"


def test_signing_in_without_a_wish_leads_to_the_start_page(client: Client, root: User) -> None:
    response = client.post("/admin/login/", {"username": root.email, "password": "a good password"})
    assert response.headers["Location"] == "/admin/"


@pytest.mark.parametrize("foreign", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(client: Client, root: User, foreign: str) -> None:
    assert sign_in(client, root.email, "a good password", then=foreign) == "/admin/"


def test_only_the_sites_own_models_stand_in_the_admin() -> None:
    assert {model._meta.label for model in admin.site._registry} == {
        "accounts.User",
        "audit.Line",
        "comments.Comment",
        "comments.Decision",
        "imports.ImportedDocument",
        "mailing.OutgoingMail",
        "media.Document",
        "media.Folder",
        "media.Image",
        "organizations.Organization",
        "posts.Category",
        "posts.JointPublication",
        "posts.Post",
        "posts.Series",
        "posts.Tag",
        "redirects.Redirect",
        "spam.Ban",
        "spam.BlockedEntry",
        "subscriptions.Subscription",
    }


def test_there_is_no_way_to_a_row_by_its_type_and_number(client: Client, superuser: User) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
    client.force_login(superuser)
    assert client.get("/admin/r/1/1/").status_code == 404


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/", "/admin/posts/post/", "/admin/posts/post/add/"])
def test_pages_run_under_a_policy_without_inline_scripts_and_in_no_frame(client: Client, superuser: User, address: str) -> None:
    if address != "/admin/login/":
        client.force_login(superuser)
    headers = client.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert "'unsafe-inline'" not in policy["script-src"] + policy["style-src"]
    assert policy["frame-ancestors"] == "'none'"
    assert policy["default-src"] == "'none'"
    assert headers["X-Frame-Options"] == "DENY"


def test_the_preview_runs_under_the_public_policy(client: Client, superuser: User) -> None:
    client.force_login(superuser)
    response = client.get(f"/admin/posts/post/{PostFactory.create().pk}/preview/")
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_the_import_map_of_the_editor_carries_the_nonce(client: Client, superuser: User) -> None:
    client.force_login(superuser)
    response = client.get("/admin/posts/post/add/")
    nonce = response.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()


def test_pages_of_the_admin_are_kept_by_no_cache(client: Client, superuser: User) -> None:
    client.force_login(superuser)
    assert "no-store" in client.get("/admin/posts/post/").headers["Cache-Control"]


def test_the_search_box_finds_a_post_by_its_title(client: Client, editor: User, organization: Organization) -> None:
    PostFactory.create(organization=organization, title="Needle in the hay")
    client.force_login(editor)
    assert "Needle in the hay" in client.get("/admin/search/?s=needle").content.decode()


def test_the_search_box_forgets_what_somebody_may_no_longer_see(
    client: Client, editor: User, organization: Organization
) -> None:
    PostFactory.create(organization=organization, title="Needle in the hay")
    client.force_login(editor)
    client.get("/admin/search/?s=needle")
    editor.memberships.all().delete()
    assert "Needle in the hay" not in client.get("/admin/search/?s=needle").content.decode()


def test_an_empty_search_finds_nothing(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert "Nothing was found" in client.get("/admin/search/?s=").content.decode()
