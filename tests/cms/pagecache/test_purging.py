"""What changes is purged from the cache outside, and pages carry the tags by which it is."""

from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings

from blog.posts.models import Post
from cms import purging, server
from cms.pagecache import PageCache
from cms.pagecache.counters import Counters
from cms.purging import Purger
from cms.shared_caches import ALL_PAGES, SharedCache
from cms.tasks import purge
from tests.cms.pagecache.asking import CAPACITY_BYTES, Cached, OwnTransactionWatcher, django
from tests.factories import CommentFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db


def shared(seconds: int = 600) -> Cached:
    cache = PageCache(
        django(), OwnTransactionWatcher(), capacity_bytes=CAPACITY_BYTES, counters=Counters(), shared_seconds=seconds
    )
    return Cached(cache)


@pytest.fixture
def purged(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    found: list[list[str]] = []
    monkeypatch.setattr(type(purge), "enqueue", lambda _task, tags: found.append(tags))
    return found


@pytest.fixture
def post() -> Post:
    return PostFactory.create(slug="a-post", is_featured=True)


def tags_of(given: Any) -> set[str]:
    return set(given.headers["surrogate-key"].split())


def test_a_page_names_what_it_shows_and_how_long_it_may_be_kept(post: Post) -> None:
    ask = shared()
    for _time in ("rendered", "kept"):
        given = ask("/posts/a-post/")
        assert given.headers["cache-control"] == "public, max-age=0, s-maxage=600, stale-while-revalidate=60"
        assert {ALL_PAGES, f"post:{post.pk}", f"organization:{post.organization_id}"} <= tags_of(given)
        assert set(given.headers["cache-tag"].split(",")) == tags_of(given)
    etag = ask("/posts/a-post/").headers["etag"]
    not_modified = ask("/posts/a-post/", If_None_Match=etag)
    assert (not_modified.status, tags_of(not_modified)) == (304, tags_of(given))


def test_without_a_cache_outside_no_page_says_a_word_of_it(post: Post, ask: Cached) -> None:
    given = ask(post.get_absolute_url())
    assert not {"cache-control", "surrogate-key", "cache-tag"} & given.headers.keys()


@pytest.mark.parametrize("address", ["/accounts/login/", "/posts/a-post/reply/", "/nowhere/", "/search/?q=a", "/admin/login/"])
def test_what_is_not_for_everybody_is_never_offered(post: Post, address: str) -> None:  # noqa: ARG001  # it is there
    headers = shared()(address).headers
    assert "surrogate-key" not in headers
    assert "s-maxage" not in headers.get("cache-control", "")


def test_what_expires_is_kept_no_longer(post: Post) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        Post.objects.filter(pk=post.pk).update(expires_at=timezone.now() + timedelta(days=1))
        CommentFactory.create(post=post)
        type(post.organization)._default_manager.update(close_comments_after_days=1)
        Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - timedelta(hours=23, minutes=59))
        assert "s-maxage=60," in shared()("/posts/a-post/").headers["cache-control"]


def test_a_page_that_changed_while_it_was_rendered_is_kept_nowhere(post: Post) -> None:
    ask = shared()
    inner = ask.cache.application

    def changing(environ: Any, start_response: Any) -> Any:
        body = inner(environ, start_response)
        Post.objects.filter(pk=post.pk).update(title="Changed")
        return body

    ask.cache.application = changing
    assert "surrogate-key" not in ask("/posts/a-post/").headers


def test_each_change_purges_a_tag_of_every_page_that_shows_it(post: Post, purged: list[list[str]]) -> None:
    comment = CommentFactory.create(post=post, user=UserFactory.create(name="Reader"), user_email="")
    pages = {address: tags_of(shared()(address)) for address in ("/", "/posts/a-post/", "/feed/", "/organizations/")}
    purger = Purger(OwnTransactionWatcher())
    assert purger.look() == [ALL_PAGES]  # nobody knows what changed before

    def changed(**columns: object) -> set[str]:
        Post.objects.filter(pk=post.pk).update(**columns)
        return set(purger.look())

    tags = changed(title="New")
    assert all(tags & pages[address] for address in ("/", "/posts/a-post/", "/feed/"))
    likes = changed(like_count=7)
    assert likes & pages["/posts/a-post/"]
    assert not likes & pages["/"]
    comment.user.name = "Renamed"
    comment.user.save()
    assert set(purger.look()) & pages["/posts/a-post/"]
    assert purger.look() == []
    assert len(purged) == 4


def test_what_appears_at_its_moment_is_purged_then(purged: list[list[str]]) -> None:
    now = timezone.now()
    PostFactory.create(published_at=now + timedelta(hours=1), first_published_at=now + timedelta(hours=1))
    purger = Purger(OwnTransactionWatcher())
    with time_machine.travel(now) as clock:
        purger.look()
        assert purger.look() == []
        clock.shift(timedelta(hours=1))
        assert "listing" in purger.look()
    assert len(purged) == 2


def test_of_very_many_changes_all_pages_are_purged(monkeypatch: pytest.MonkeyPatch, purged: list[list[str]]) -> None:
    monkeypatch.setattr(purging, "MOST_TAGS", 10)
    purger = Purger(OwnTransactionWatcher())
    purger.look()
    PostFactory.create_batch(11)
    assert purger.look() == [ALL_PAGES]
    assert len(purged) == 2


def test_while_the_database_does_not_answer_the_watching_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks, end = list[int](), Event()

    def look(_purger: Purger) -> None:
        looks.append(1)
        if len(looks) == 3:
            end.set()
        raise OperationalError

    monkeypatch.setattr(Purger, "look", look)
    watching = Thread(target=purging.watch, args=(OwnTransactionWatcher(),), kwargs={"until": end, "pause_seconds": 0})
    watching.start()
    watching.join(10)
    assert (len(looks), watching.is_alive()) == (3, False)
    assert "purging.database_unreachable" in caplog.text


def test_the_command_wants_a_cache_outside(settings: Settings) -> None:
    settings.SHARED_CACHE = None
    with pytest.raises(CommandError, match="PURGE_URL"):
        call_command("purge_caches")


def test_a_site_with_a_cache_outside_watches_for_it(settings: Settings) -> None:
    settings.SHARED_CACHE = SharedCache("varnish", "http://127.0.0.1:6081/")
    assert server.lasting_commands() == ["db_worker", "purge_caches"]
    settings.SHARED_CACHE = None
    assert server.lasting_commands() == ["db_worker"]
