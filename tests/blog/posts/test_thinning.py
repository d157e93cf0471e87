"""Which old versions of a post stay, and that what stays still says what changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.accounts.models import User
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.models import Post, Review, Revision, RevisionKind
from blog.posts.services import Record, thin_revisions, thinning
from blog.posts.services.grouping import join
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
START = datetime(2024, 5, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def post() -> Post:
    made: Post = PostFactory.create(title="First")
    services.record_revision(made, by=None, at=START - DAY)
    return made


def write(post: Post, at: datetime, words: str = "", record: Record | None = None) -> Revision:
    post.title = words or f"Of {at:%Y-%m-%d %H:%M}"
    services.save_post(post, by=None, at=at)
    return services.record_revision(post, by=None, at=at, record=record)


def numbers(post: Post) -> list[int]:
    return list(post.revisions.order_by("number").values_list("number", flat=True))


def run(at: datetime) -> int:
    return sum(iter(lambda: thin_revisions(at=at), 0))


def test_for_thirty_days_each_version_stays(post: Post) -> None:
    for minute in range(3):
        write(post, START + timedelta(minutes=minute))
    assert run(START + timedelta(days=29)) == 0
    assert numbers(post) == [1, 2, 3, 4]


def test_then_the_last_of_each_day_stays_and_the_newest(post: Post) -> None:
    for hour in (0, 1, 15, 16, 17, 40):  # the third is of the same day, the next two of the day after
        write(post, START + timedelta(hours=hour))
    assert run(START + timedelta(days=40)) == 3
    assert numbers(post) == [1, 4, 6, 7]
    assert run(START + timedelta(days=40)) == 0


def test_after_a_year_the_last_of_each_month_stays(post: Post) -> None:
    for days in (0, 10, 29, 35, 59, 61):
        write(post, START + days * DAY)
    run(START + timedelta(days=100))
    assert numbers(post) == [1, 2, 3, 4, 5, 6, 7]
    assert run(START + timedelta(days=500)) == 3
    assert numbers(post) == [1, 4, 6, 7]


def test_what_a_translation_was_held_to_stays(post: Post) -> None:
    write(post, START)
    held_to = write(post, START)
    join([PostFactory.create(organization=post.organization, language="ro").pk], post)
    for _time in range(2):
        write(post, START)
    run(START + timedelta(days=500))
    assert numbers(post) == [1, held_to.number, post.revision_number]


def test_what_means_something_stays(post: Post, editor: User) -> None:
    at = START
    noted = write(post, at, record=Record(note="As agreed"))
    restored_from = write(post, at)
    reviewed = write(post, at)
    Review.objects.create(
        post=post, version="1", revision_number=reviewed.number, requested_by=editor, requested_at=at, state="requested"
    )
    kinds = [kind for kind in RevisionKind if kind not in {RevisionKind.SAVED, RevisionKind.RESTORED, RevisionKind.CORRECTION}]
    kept = [write(post, at, record=Record(kind=kind)) for kind in kinds]
    kept.append(write(post, at, record=Record(kind=RevisionKind.CORRECTION, correction="Put right")))
    services.restore_revision(restored_from, by=None, at=at)
    post = Post.objects.get(pk=post.pk)
    gone = [write(post, at), write(post, at)]
    newest = write(post, at)
    assert run(START + timedelta(days=1000)) == len(gone)
    assert set(numbers(post)) >= {1, newest.number, *(row.number for row in (noted, restored_from, reviewed, *kept))}
    assert not set(numbers(post)) & {row.number for row in gone}


def test_a_version_that_waits_stays(post: Post) -> None:
    write(post, START)
    services.save_revision(post, content_of(post) | {"title": "Waiting"}, by=None, at=START)
    run(START + timedelta(days=1000))
    newest, _applied = services.newest_version(Post.objects.get(pk=post.pk))
    assert newest.title == "Waiting"


def test_what_stays_says_how_it_differs_from_what_stands_before_it_now(post: Post) -> None:
    write(post, START, "One")
    post.summary = "A summary of four"
    write(post, START, "One")
    last = write(post, START, "One two three")
    run(START + timedelta(days=40))
    assert numbers(post) == [1, last.number]
    last.refresh_from_db()
    assert (last.changed, last.words_added, last.words_removed) == (["title", "summary"], 7, 1)


def test_many_are_looked_at_in_several_rounds(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    other = PostFactory.create()
    for row in (post, other, post, other):
        write(row, START)
    monkeypatch.setattr(thinning, "VERSIONS_A_RUN", 1)
    rounds = [thin_revisions(at=START + timedelta(days=40)) for _round in range(3)]
    assert sorted(rounds) == [0, 1, 1]


def test_the_page_of_versions_compares_with_what_is_left(client: Client, superuser: User, post: Post) -> None:
    for hour in (0, 1, 2):
        write(post, START + timedelta(hours=hour))
    run(START + timedelta(days=40))
    client.force_login(superuser)
    page = client.get(f"/admin/posts/post/{post.pk}/revisions/compare/")
    assert (page.status_code, page.context["old"]["number"], page.context["new"]["number"]) == (200, 1, 4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hours=st.lists(st.integers(0, 24 * 500), min_size=1, max_size=12).map(sorted),
    stops=st.lists(st.integers(0, 900), max_size=4).map(sorted),
)
def test_however_often_it_runs_the_same_stays_in_the_end(hours: list[int], stops: list[int]) -> None:
    often, once = (PostFactory.create(), PostFactory.create())
    for hour in hours:
        for post in (often, once):
            write(post, START + timedelta(hours=hour))
    end = START + timedelta(days=1500)
    Revision.objects.filter(post=once).update(thin_at=None)
    for days in stops:
        run(START + timedelta(days=600 + days))
    Revision.objects.filter(post=once).update(thin_at=START)
    run(end)
    assert numbers(often) == numbers(once)
    assert {f"{row.created_at:%Y-%m}" for row in often.revisions.all()} >= {
        f"{START + timedelta(hours=hour):%Y-%m}" for hour in hours
    }
