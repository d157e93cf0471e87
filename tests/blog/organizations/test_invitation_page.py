"""The page behind the link of an invitation: following changes nothing, the button accepts."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from blog.accounts.models import User
from blog.organizations.models import Invitation, Membership, Organization
from blog.organizations.roles import Role
from blog.organizations.services import invite, revoke
from tests.blog.organizations.test_invitations import link
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NEW = "new@example.org"


@pytest.fixture
def invitation(organization: Organization, owner: User) -> Invitation:
    return invite(organization, NEW, Role.EDITOR, by=owner, at=timezone.now())


@pytest.fixture
def page(invitation: Invitation) -> str:
    assert invitation.pk
    return f"/invitations/{link()}/"


def test_following_the_link_shows_who_invites_to_what_and_changes_nothing(client: Client, page: str) -> None:
    response = client.get(page)
    text = response.content.decode()
    for words in ("The owner invites you to work for Institute of Examples", "Editor", "Editors write, edit and publish"):
        assert words in text
    assert "example.org" not in text
    assert not User.objects.filter(email=NEW).exists()
    assert "_auth_user_id" not in client.session
    headers = {name: response.headers[name] for name in ("X-Robots-Tag", "Referrer-Policy")}
    assert headers == {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    assert "no-store" in response.headers["Cache-Control"]


def test_who_is_new_gets_an_account_and_is_signed_in(client: Client, page: str) -> None:
    response = client.post(page, follow=True)
    user = User.objects.get(email=NEW)
    assert response.redirect_chain[-1][0] == "/accounts/profile/"
    assert "You belong to Institute of Examples now." in response.content.decode()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.memberships.get().role == Role.EDITOR
    assert EmailAddress.objects.get(user=user).verified
    assert client.get("/admin/").status_code == HTTPStatus.OK


def test_who_has_an_account_signs_in_first_and_comes_back(client: Client, page: str) -> None:
    user = UserFactory.create(email=NEW)
    response = client.post(page)
    assert (response.status_code, response.headers["Location"]) == (302, f"/accounts/login/?next={quote(page, safe='')}")
    assert "_auth_user_id" not in client.session
    assert not user.memberships.exists()
    client.force_login(user)
    assert client.post(page).headers["Location"] == "/admin/"
    assert user.memberships.get().role == Role.EDITOR


def test_somebody_else_is_told_that_it_is_not_for_them(client: Client, page: str, stranger: User) -> None:
    client.force_login(stranger)
    for response in (client.get(page), client.post(page)):
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "This invitation is for somebody else" in response.content.decode()
        assert NEW not in response.content.decode()
    assert Membership.objects.filter(user=stranger).count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_each_end_has_a_clear_page(client: Client, invitation: Invitation, page: str, owner: User, method: str) -> None:
    def said() -> tuple[int, str]:
        response = getattr(Client(), method)(page)
        heading = response.content.decode().partition("<h1>")[2].partition("</h1>")[0]
        return response.status_code, heading

    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert said() == (HTTPStatus.GONE, "This invitation has run out")
    revoke(invitation, by=owner, at=timezone.now())
    assert said() == (HTTPStatus.GONE, "This invitation was taken back")
    Invitation.objects.update(revoked_at=None, accepted_at=timezone.now())
    assert said() == (HTTPStatus.GONE, "This invitation was accepted")
    invitation.delete()
    assert said() == (HTTPStatus.NOT_FOUND, "This invitation is not known")
    assert not User.objects.filter(email=NEW).exists()
    assert client.get(page).status_code == HTTPStatus.NOT_FOUND


def test_the_button_needs_the_token_of_its_form(page: str) -> None:
    assert Client(enforce_csrf_checks=True).post(page).status_code == HTTPStatus.FORBIDDEN
    assert not User.objects.filter(email=NEW).exists()
