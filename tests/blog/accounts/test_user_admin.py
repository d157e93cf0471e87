"""Users in admin, for superusers alone."""

from typing import Any

import pytest
from django.test import Client

from blog.accounts.models import User
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"
NO_ROWS = {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
NEW = {"email": "New@Example.org", "name": "New", "usable_password": "true", "password1": "", "password2": ""}


@pytest.fixture
def root(client: Client, superuser: User) -> Client:
    client.force_login(superuser)
    return client


def change(root: Client, user: User, **fields: Any) -> str:
    form = {"email": user.email, "name": user.name, "is_active": "on", **NO_ROWS} | fields
    sent = {name: value for name, value in form.items() if value is not None}
    return root.post(f"{LIST}{user.pk}/change/", sent, follow=True).content.decode()


def test_somebody_new_gets_a_password_and_an_address_in_lower_case(root: Client) -> None:
    password = "a long and good one"
    root.post(f"{LIST}add/", NEW | NO_ROWS | {"password1": password, "password2": password})
    user = User.objects.get(email="new@example.org")
    assert user.check_password(password)
    assert not user.is_staff


def test_somebody_new_may_have_no_password(root: Client) -> None:
    root.post(f"{LIST}add/", NEW | NO_ROWS | {"usable_password": "false"})
    assert not User.objects.get(email="new@example.org").has_usable_password()


def test_an_address_that_is_taken_is_refused_however_it_is_typed(root: Client) -> None:
    UserFactory.create(email="new@example.org")
    page = root.post(f"{LIST}add/", NEW | NO_ROWS | {"usable_password": "false"}).content.decode()
    assert "This address is taken." in page


@pytest.mark.parametrize("password", ["short", "password", "12345678901"])
def test_a_weak_password_is_refused(root: Client, password: str) -> None:
    root.post(f"{LIST}add/", NEW | NO_ROWS | {"password1": password, "password2": password})
    assert not User.objects.filter(email="new@example.org").exists()


def test_rights_are_given_and_taken(root: Client) -> None:
    user = UserFactory.create()
    change(root, user, is_staff="on")
    user.refresh_from_db()
    assert user.is_staff
    change(root, user, is_active=None)
    user.refresh_from_db()
    assert (user.is_staff, user.is_active) == (False, False)


def test_nobody_locks_themselves_out(root: Client, superuser: User) -> None:
    assert "You cannot take this from yourself" in change(root, superuser, is_active=None)
    superuser.refresh_from_db()
    assert superuser.is_active
    assert superuser.is_superuser
    assert root.post(f"{LIST}{superuser.pk}/delete/", {"post": "yes"}).status_code == 404


def test_a_password_is_replaced(root: Client) -> None:
    user = UserFactory.create()
    assert root.get(f"{LIST}{user.pk}/password/").status_code == 200
    password = "another long and good one"
    root.post(f"{LIST}{user.pk}/password/", {"password1": password, "password2": password})
    user.refresh_from_db()
    assert user.check_password(password)


def test_a_membership_is_added_on_the_page_of_the_person(root: Client, organization: Organization) -> None:
    user = UserFactory.create()
    row = {"memberships-TOTAL_FORMS": 1, "memberships-0-organization": organization.pk, "memberships-0-role": Role.EDITOR}
    change(root, user, **row)
    assert Membership.objects.get().role == Role.EDITOR


@pytest.mark.parametrize("page", ["", "add/", "{}/change/", "{}/password/", "{}/delete/", "{}/history/"])
def test_members_find_no_users(client: Client, owner: User, page: str) -> None:
    client.force_login(owner)
    assert client.get(LIST + page.format(owner.pk)).status_code == 404
