"""The hub is told which feeds a post has changed, once it is public."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.tasks import task_backends
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.fingerprint import fingerprint
from blog.posts.models import JointState, Post, Status
from blog.posts.services import joint, save_post
from blog.posts.tasks import tell_hub
from tests.blog.posts.fake_hub import FakeHub, running
from tests.factories import LONG_AGO, CategoryFactory, JointPublicationFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=30)
DUMMY = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def hub(settings: Settings) -> Iterator[FakeHub]:
    with running() as server, time_machine.travel(NOW, tick=False):
        settings.WEBSUB_HUB = server.address
        yield server


@pytest.fixture
def post(organization: Organization) -> Post:
    terms = {"categories": [CategoryFactory.create(slug="news")], "tags": [TagFactory.create(slug="что")]}
    return PostFactory.create(organization=organization, slug="a-post", language="ro", **terms)


def run_afters() -> list[Any]:
    """Return for when the hub's tasks are planned."""
    results: list[Any] = task_backends["default"].results  # type: ignore[attr-defined]  # Django's dummy has them
    return [result.task.run_after for result in results if result.task.func is tell_hub.func]


def test_a_post_that_was_saved_changes_the_feeds_that_carry_it(
    hub: FakeHub, post: Post, editor: User, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        save_post(post, by=editor, at=NOW)
    (told,) = hub.told
    assert told["hub.mode"] == ["publish"]
    channels = ("", "organizations/institute-of-examples/", "categories/news/", "tags/%D1%87%D1%82%D0%BE/")
    assert set(told["hub.url"]) == {
        f"http://testserver/{language}{channel}feed/{name}"
        for language in ("", "ro/")
        for channel in channels
        for name in ("", "atom/", "json/")
    }
    for feed in told["hub.url"]:  # the hub knows a feed by the address that it gives itself
        response = client.get(feed)
        assert response.status_code == 200
        assert "a-post" in response.content.decode()
        assert f'<{feed}>; rel="self"' in response["Link"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED])
def test_of_what_is_not_public_it_is_told_nothing(
    hub: FakeHub,
    organization: Organization,
    superuser: User,
    status: Status,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    post = PostFactory.create(organization=organization, status=status)
    with django_capture_on_commit_callbacks(execute=True):
        save_post(post, by=superuser, at=NOW)
    tell_hub.call(post.pk)
    assert hub.told == []


@pytest.mark.usefixtures("hub")
def test_of_a_scheduled_post_it_is_told_at_its_moment(
    organization: Organization,
    editor: User,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.TASKS = DUMMY
    later = NOW + timedelta(days=1)
    post = PostFactory.create(organization=organization, status=Status.DRAFT)
    post.status, post.published_at = Status.PUBLISHED, later
    with django_capture_on_commit_callbacks(execute=True):
        save_post(post, by=editor, at=NOW)
    assert run_afters() == [later]


def test_without_a_hub_nobody_is_told(
    post: Post, editor: User, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.TASKS = DUMMY
    with django_capture_on_commit_callbacks(execute=True):
        save_post(post, by=editor, at=NOW)
    assert run_afters() == []


def test_a_hub_that_refuses_or_is_gone_is_on_record_alone(
    hub: FakeHub, post: Post, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    hub.status = 500
    tell_hub.call(post.pk)
    settings.WEBSUB_HUB = "http://127.0.0.1:9/"
    tell_hub.call(post.pk)
    assert [record.message.partition(" ")[0] for record in caplog.records] == ["websub.hub_refused"] * 2


@pytest.mark.usefixtures("hub", "post")
def test_the_feed_of_a_search_names_no_hub_that_never_hears_of_it(client: Client) -> None:
    response = client.get("/search/feed/?q=post")
    assert b'rel="hub"' not in response.content
    assert "Link" not in response


def test_who_joins_changes_its_feeds(
    hub: FakeHub, post: Post, stranger: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    asked = JointPublicationFactory.create(post=post, organization=stranger.organizations.get(), state=JointState.ASKED)
    with django_capture_on_commit_callbacks(execute=True):
        joint.accept(asked, version=fingerprint(post), by=stranger, at=NOW)
    (told,) = hub.told
    assert "http://testserver/organizations/other-chamber/feed/atom/" in told["hub.url"]
    assert "http://testserver/organizations/institute-of-examples/feed/" in told["hub.url"]
