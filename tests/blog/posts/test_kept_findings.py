"""What is found every hour of files of the sitemap and of terms, and says nothing that is not so any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.changes.models import Change, Finding
from blog.organizations.models import Organization
from blog.posts.archive import COUNTED, keep_counts
from blog.posts.changes import FILES
from blog.posts.files import keep_files
from blog.posts.models import Post, Status, Tag
from blog.posts.models.indexes import NUMBERS_A_FILE
from tests.factories import LONG_AGO, PostFactory, TagFactory

# Each change in a transaction of its own, as a site makes them: on PostgreSQL what the own one has recorded counts as later.
pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(days=1)


@pytest.fixture
def tag(organization: Organization) -> Tag:
    """A tag of one post more than is counted, in two files of the sitemap. Nothing is recorded of them.

    What is newer than a transaction that another test has open would count as later than what is found.
    """
    numbers = [*range(1, COUNTED + 1), NUMBERS_A_FILE]
    dates = {"published_at": LONG_AGO, "first_published_at": LONG_AGO, "status": Status.PUBLISHED}
    posts = [Post(pk=pk, organization=organization, title="A", slug=f"a-{pk}", **dates) for pk in numbers]
    Post.objects.bulk_create(posts)
    tag = TagFactory.create()
    tag.posts.set(posts)
    Change.objects.all().delete()
    return tag


def keep() -> None:
    keep_files(at=timezone.now())
    keep_counts(at=timezone.now())


def told() -> tuple[bytes, list[int]]:
    client = Client()
    return client.get("/sitemap.xml").content, [term.post_count for term in client.get("/tags/").context["page"].items]


def told_anew() -> tuple[bytes, list[int]]:
    Finding.objects.all().delete()
    return told()


@pytest.mark.usefixtures("tag")
def test_what_is_kept_says_the_same() -> None:
    keep()
    with CaptureQueriesContext(connection) as queries:
        kept = told()
    assert not any("WITH RECURSIVE" in query["sql"] for query in queries.captured_queries)
    assert Finding.objects.holding(timezone.now()).count() == 2
    assert kept == told_anew()
    assert kept[1] == [COUNTED + 1]


def rename(post: Post) -> None:
    post.title = "Another title"
    post.save()


def raw(change: str) -> Callable[[Post], None]:
    def run(post: Post) -> None:
        with connection.cursor() as cursor:
            cursor.execute(change, [post.pk])

    return run


CHANGES: dict[str, Callable[[Post], object]] = {
    "saved": rename,
    "archived": lambda post: Post.objects.filter(pk=post.pk).update(status=Status.ARCHIVED, archived_at=LONG_AGO),
    "put into the trash": lambda post: Post.objects.filter(pk=post.pk).update(trashed_at=LONG_AGO),
    "put off": lambda post: Post.objects.filter(pk=post.pk).update(published_at=timezone.now() + LATER),
    "deleted": lambda post: Post.objects.get(pk=post.pk).delete(),
    "changed by another program": raw("UPDATE posts_post SET updated_at = '2031-05-04 12:00:00+00:00' WHERE id = %s"),
    "deprived of its tag": lambda post: post.tags.clear(),
    "deprived of it by another program": raw("DELETE FROM posts_post_tags WHERE post_id = %s"),
    "joined by a new one in a third file": lambda post: PostFactory.create(pk=3 * NUMBERS_A_FILE, slug=f"new-{post.pk}"),
}


@pytest.mark.parametrize("number", [2, NUMBERS_A_FILE])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.usefixtures("tag")
def test_what_has_changed_since_is_found_again(change: Callable[[Post], object], number: int) -> None:
    keep()
    change(Post.objects.get(pk=number))
    assert told() == told_anew()


@pytest.mark.usefixtures("tag")
def test_what_appears_and_expires_is_found_without_a_write() -> None:
    now = timezone.now()
    PostFactory.create(pk=5 * NUMBERS_A_FILE, published_at=now + LATER, status=Status.SCHEDULED)
    Post.objects.filter(pk=1).update(expires_at=now + LATER)
    keep()
    before = told()
    with time_machine.travel(now + 2 * LATER, tick=False):
        after = told()
        assert after == told_anew()
    assert before[1] == [COUNTED + 1]
    assert after[1] == [COUNTED]
    assert (b"posts-6.xml" in before[0], b"posts-6.xml" in after[0]) == (False, True)


@pytest.mark.usefixtures("tag")
def test_looking_again_finds_what_was_changed() -> None:
    keep()
    Post.objects.filter(pk=1).update(trashed_at=LONG_AGO)
    keep()
    assert not Finding.objects.holding(timezone.now()).exclude(subject=FILES).exists()
    PostFactory.create(pk=NUMBERS_A_FILE + 1, tags=[Tag.objects.get()])
    assert keep_counts(at=timezone.now()) == 1
    assert told() == told_anew()
