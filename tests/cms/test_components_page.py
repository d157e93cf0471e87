"""The page of all components: for those who work on the theme, and nobody else."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from blog.accounts.models import User

pytestmark = pytest.mark.django_db


def test_staff_sees_every_component(client: Client, author: User) -> None:
    client.force_login(author)
    page = client.get("/components/").content.decode()
    for name in (
        "lead",
        "post-list",
        "versions",
        "versions__outdated",
        "byline",
        "contents",
        "terms",
        "share",
        "series-box",
        "about",
        "leads",
        "beside",
        "pager",
    ):
        assert f'class="{name}' in page, name
    assert '<meta name="robots" content="noindex, nofollow">' in page


def test_nobody_else_finds_it(client: Client) -> None:
    assert client.get("/components/").status_code == 404
    client.force_login(User.objects.create(email="reader@example.org"))
    assert client.get("/components/").status_code == 404


def test_on_a_developer_s_machine_it_is_open_and_asks_the_database_for_nothing(
    client: Client, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.DEBUG = True
    with django_assert_num_queries(0):
        assert client.get("/components/").status_code == 200
