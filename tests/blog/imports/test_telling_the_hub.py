"""The hub is told of an import once, of each feed that it has changed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.tasks import task_backends
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from blog.imports.importer import ImportOptions, import_paths
from blog.imports.tasks import tell_hub_of_import
from blog.posts.models import JointState, Post
from tests.blog.imports.conftest import WriteDocument
from tests.blog.posts.fake_hub import FakeHub, running
from tests.factories import JointPublicationFactory, OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
DUMMY = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
TERMS = "{title}\n\n9 August 2017\n\nFiled under: {category}\n\nThe harbour was opened in spring.\n\nPublished by {by}\n"


@pytest.fixture
def hub(settings: Settings) -> Iterator[FakeHub]:
    with running() as server, time_machine.travel(NOW, tick=False):
        settings.WEBSUB_HUB = server.address
        yield server


@pytest.fixture
def folder(write_document: WriteDocument, tmp_path: Path) -> Path:
    for number in range(3):
        category, by = ("Harbours", "Ships")[number % 2], ("Institute of Harbours", "Institute of Ships")[number % 2]
        write_document(f"{number}.txt", text=TERMS.format(title=f"Harbour {number}", category=category, by=by))
    return tmp_path


@pytest.fixture
def bring_in(folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    def run(at: datetime = NOW, **options: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            import_paths([folder], ImportOptions(**options), at=at)

    return run


def addresses(*channels: str, languages: tuple[str, ...] = ("",)) -> set[str]:
    return {
        f"http://testserver/{language}{channel}feed/{name}"
        for language in languages
        for channel in channels
        for name in ("", "atom/", "json/")
    }


def test_it_is_told_once_of_each_feed_that_has_changed(hub: FakeHub, bring_in: Any) -> None:
    PostFactory.create(organization=OrganizationFactory.create(slug="untouched"))
    bring_in()
    (told,) = hub.told
    assert told["hub.mode"] == ["publish"]
    assert len(told["hub.url"]) == len(set(told["hub.url"]))
    expected = (
        "",
        "organizations/institute-of-harbours/",
        "organizations/institute-of-ships/",
        "categories/harbours/",
        "categories/ships/",
    )
    assert set(told["hub.url"]) == addresses(*expected)


def test_posts_in_another_language_change_the_feeds_in_it_as_well(hub: FakeHub, bring_in: Any) -> None:
    bring_in(language="ro", organization=OrganizationFactory.create(slug="own"))
    (told,) = hub.told
    channels = ("", "organizations/own/", "categories/harbours/", "categories/ships/")
    assert set(told["hub.url"]) == addresses(*channels, languages=("", "ro/"))


def test_what_has_not_changed_is_not_told(hub: FakeHub, bring_in: Any, folder: Path) -> None:
    bring_in()
    hub.told.clear()
    bring_in(at=NOW + timedelta(hours=1))
    assert hub.told == []
    JointPublicationFactory.create(
        post=Post.objects.get(title="Harbour 1"),
        organization=OrganizationFactory.create(slug="partner"),
        state=JointState.ACCEPTED,
    )
    (folder / "1.txt").write_text(
        TERMS.format(title="Harbour 1", category="Ships", by="Institute of Ships").replace("spring", "autumn")
    )
    bring_in(at=NOW + timedelta(hours=2))
    (told,) = hub.told
    channels = ("", "organizations/institute-of-ships/", "organizations/partner/", "categories/ships/")
    assert set(told["hub.url"]) == addresses(*channels)


@pytest.mark.parametrize("options", [{"is_dry_run": True}, {"is_draft": True}])
def test_of_what_nobody_sees_it_is_told_nothing(hub: FakeHub, bring_in: Any, options: dict[str, bool]) -> None:
    bring_in(**options)
    assert hub.told == []


def test_without_a_hub_nothing_is_planned(bring_in: Any, settings: Settings) -> None:
    settings.TASKS = DUMMY
    bring_in()
    assert task_backends["default"].results == []  # type: ignore[attr-defined]  # Django's dummy has them


def test_of_posts_that_are_yet_to_appear_it_is_told_at_their_moment(hub: FakeHub, bring_in: Any, settings: Settings) -> None:
    settings.TASKS = DUMMY
    later = NOW + timedelta(days=1)
    bring_in(published_at=later)
    tell_hub_of_import.call(NOW.isoformat())
    first, again = task_backends["default"].results  # type: ignore[attr-defined]  # as above
    assert (first.task.run_after, again.task.run_after) == (None, later)
    assert hub.told == []
    with time_machine.travel(later, tick=False):
        tell_hub_of_import.call(*again.args)
        tell_hub_of_import.call(NOW.isoformat(), later.isoformat())
    assert len(hub.told) == 1


def test_many_feeds_are_told_in_several_requests(hub: FakeHub, bring_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blog.posts.websub.FEEDS_A_REQUEST", 10)
    bring_in()
    assert [len(told["hub.url"]) for told in hub.told] == [10, 5]
