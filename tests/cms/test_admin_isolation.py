"""Nobody finds anything of another organization anywhere in admin: every page of every model is opened and tried.

The pages are those that `admin.site` knows; what stands behind them is made in `admin_world.py`.
"""

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from pytest_django import Settings

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from tests.cms.admin_world import OF_THE_SITE, OWN_ROW, PARAMETERS, SECRET, make_world, queries_of, secret_rows, secrets
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.fixture(params=Role)
def member(request: pytest.FixtureRequest) -> User:
    """A person of one organization, where the other is full of secrets; as if Django had given them every permission."""
    make_world(SECRET)
    return Membership.objects.get(organization=make_world("open"), role=request.param).user


@pytest.fixture
def client_of_member(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def folder_of(model: type[models.Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def pages_of(model: type[models.Model]) -> Iterator[str]:
    """Return the address of every page of a registered model, for each row that is stored and each value it takes."""
    for pattern in admin.site.get_model_admin(model).get_urls():
        route = str(pattern.pattern)
        own = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        sets = [own if name in OWN_ROW else PARAMETERS[name]() for name in PLACE.findall(route)]
        for values in product(*sets):
            taken = iter(values)
            yield folder_of(model) + PLACE.sub(lambda _place: str(next(taken)), route)  # noqa: B023  # used at once


def lists(client: Client) -> Iterator[str]:
    """Return the address of every list in every way to narrow it, and just one way where it is hidden from the client."""
    for model, page in admin.site._registry.items():
        is_there = client.get(folder_of(model)).status_code != 404
        yield folder_of(model)
        yield from (f"{folder_of(model)}?{query}" for query in islice(queries_of(page), None if is_there else 1))


def choosers() -> Iterator[str]:
    """Return the address of the search behind every field that refers to another model."""
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                names = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={field.name}"
                yield from (f"/admin/autocomplete/?{names}&term={term}" for term in ("", "zanz"))
    yield "/admin/autocomplete/?app_label=organizations&model_name=membership&field_name=user&term=zanz"


def test_every_registered_model_has_rows_in_both_worlds() -> None:
    make_world(SECRET)
    known = secrets()
    registered = {model for model in admin.site._registry if model._meta.label not in OF_THE_SITE}
    assert {model._meta.label for model in registered - known.keys()} == set()
    assert {model._meta.label for model, rows in known.items() if not rows.exists()} == set()
    assert {model._meta.label for model in admin.site._registry} >= OF_THE_SITE


def test_every_parameter_of_every_page_is_known() -> None:
    routes = [str(pattern.pattern) for page in admin.site._registry.values() for pattern in page.get_urls()]
    assert {name for route in routes for name in PLACE.findall(route)} <= OWN_ROW | PARAMETERS.keys()


@pytest.mark.long
def test_no_page_names_the_other_organization_and_none_forbids_what_it_hides(client_of_member: Client) -> None:
    own_pages = ["/admin/", "/admin/search/?s=zanz", "/admin/search/?s=e", "/admin/password_change/", "/admin/jsi18n/"]
    applications = [f"/admin/{model._meta.app_label}/" for model in admin.site._registry]
    rows = [address for model in admin.site._registry for address in pages_of(model)]
    for address in [*own_pages, *applications, *choosers(), *lists(client_of_member), *rows]:
        response = client_of_member.get(address)
        allowed = {200, 403, 404} if "autocomplete" in address else {200, 301, 302, 400, 404}
        assert response.status_code in allowed, address
        shown = response.content.decode() + response.headers.get("Location", "")
        assert SECRET not in shown.lower(), address


@pytest.mark.long
def test_nothing_that_is_sent_changes_the_other_organization(client_of_member: Client, settings: Settings) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "*"}]  # an action calls its service for each chosen row
    before = secret_rows()
    assert before
    comments = list(Comment.objects.values_list("pk", flat=True))
    own = Organization.objects.get(name__startswith="open").pk
    filled: dict[str, Any] = {"post": "yes", "name": "x", "title": "x", "state": "spam", "reason": "x", "comment": comments}
    filled |= {"organization": own, "email": "x@example.org", "role": "owner", "confirmed": "yes"}
    for model, page in admin.site._registry.items():
        numbers = list(model._default_manager.values_list("pk", flat=True))
        chosen: dict[str, Any] = {"_selected_action": numbers, "index": 0, "select_across": 1, "confirmed": "yes"}
        for action, state in product([*(page.actions or ()), "delete_selected"], ("all", "trash")):
            client_of_member.post(f"{folder_of(model)}?state={state}", chosen | {"action": action})
        for address in pages_of(model):
            client_of_member.post(address, filled)
    assert secret_rows() == before


def test_django_permissions_add_nothing(client: Client, stranger: User, organization: Organization) -> None:
    from django.contrib.auth.models import Permission  # noqa: PLC0415  # the one place where they are given to anybody

    post = PostFactory.create(organization=organization, title="Zanzibar")
    stranger.user_permissions.set(Permission.objects.all())
    client.force_login(stranger)
    assert client.get(f"/admin/posts/post/{post.pk}/change/").status_code == 302
    assert client.get("/admin/accounts/user/").status_code == 404
    assert "Zanzibar" not in client.get("/admin/posts/post/").content.decode()


PAGES = ["posts/post/", "comments/comment/?state=all", "imports/importeddocument/", "organizations/organization/"]


@pytest.mark.parametrize("page", PAGES)
def test_these_pages_do_name_it_to_a_superuser(client: Client, superuser: User, page: str) -> None:
    make_world(SECRET)
    client.force_login(superuser)
    assert SECRET in client.get(f"/admin/{page}").content.decode()
