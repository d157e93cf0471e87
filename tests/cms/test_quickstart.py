"""`manage.py quickstart` brings a site into being, and may be run again."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sites.models import Site
from django.core import management
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from blog.accounts.models import User
from blog.posts.models import Post
from cms import setup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def collected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in for Django's `collectstatic`, which takes seconds, and note that it was called."""
    calls: list[str] = []
    genuine = management.call_command

    def call(name: str, **options: object) -> None:
        if name == "collectstatic":
            calls.append(name)
        else:
            genuine(name, **options)

    monkeypatch.setattr(setup, "call_command", call)
    return calls


@pytest.fixture(autouse=True)
def static_root(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    return tmp_path / "static"


def quickstart() -> str:
    out = StringIO()
    call_command("quickstart", stdout=out, stderr=out)
    return out.getvalue()


def test_the_seed_can_be_read_afterwards(client: Client) -> None:
    quickstart()
    response = client.get(Post.objects.get().get_absolute_url())
    assert "Chamber of Commerce and Industry Romania-Turkmenistan" in response.content.decode()


def test_the_first_administrator_can_sign_in_with_the_password_that_is_shown(client: Client) -> None:
    output = quickstart()
    password = output.split("password ")[1].splitlines()[0].strip()
    assert client.login(username="admin@localhost", password=password)
    assert User.objects.get().is_superuser


def test_the_password_is_shown_once() -> None:
    quickstart()
    assert "password" not in quickstart()


def test_running_it_again_changes_nothing() -> None:
    quickstart()
    before = list(Post.objects.values()), list(User.objects.values()), list(Site.objects.values())
    assert "1 unchanged" in quickstart()
    assert (list(Post.objects.values()), list(User.objects.values()), list(Site.objects.values())) == before


def test_the_addresses_are_printed() -> None:
    output = quickstart()
    assert "http://testserver/\n" in output
    assert "http://testserver/admin/" in output


def test_a_broken_seed_is_reported_and_does_not_stop_the_start(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "broken.txt").write_bytes(b"")
    settings.SEEDS = tmp_path
    output = quickstart()
    assert "broken.txt" in output
    assert "/admin/" in output


def test_a_site_without_seeds_starts_empty(settings: Settings, tmp_path: Path) -> None:
    settings.SEEDS = tmp_path / "none"
    assert "nothing to import" in quickstart()


def test_static_files_are_collected_only_when_they_changed(collected: list[str], static_root: Path) -> None:
    quickstart()
    quickstart()
    assert collected == ["collectstatic"]
    (static_root / setup.STAMP).write_text("of other files")
    quickstart()
    assert collected == ["collectstatic", "collectstatic"]


def test_in_development_static_files_are_served_from_their_sources(collected: list[str], settings: Settings) -> None:
    settings.DEBUG = True
    quickstart()
    assert collected == []
