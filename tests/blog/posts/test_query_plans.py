"""Lists are read from an index, not sorted: SQLite says so of its plans at any size of a table, PostgreSQL once it has rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet

from blog.organizations.models import Organization
from blog.posts.archive import with_post_counts
from blog.posts.models import Category, JointPublication, JointState, Post, PostQuerySet, Status, Tag
from blog.posts.paging import Start
from blog.posts.publishers import first_of
from blog.posts.views.lists import POSTS_A_PAGE
from tests.factories import LONG_AGO, OrganizationFactory
from tests.plans import plan_of, sorted_in, steps_of

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans tables that are as small as in tests")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's plans do not depend on the rows")
ROWS, SHARE = 4_000, 40
SIZES = (1_500, 3_000)  # either has more than a page on both sides of each start


def plan(posts: PostQuerySet) -> str:
    return posts.for_listing()[:13].explain()


@on_sqlite
def test_the_home_page_reads_the_newest_from_an_index() -> None:
    assert "post_newest" in plan(Post.objects.published())
    assert "TEMP B-TREE" not in plan(Post.objects.published())


@on_sqlite
def test_the_featured_posts_come_from_an_index() -> None:
    assert "post_featured" in plan(Post.objects.published().featured())


def list_of(organization: Organization, start: Start) -> QuerySet[Post]:
    return first_of(Post.objects.published().for_cards(), start, POSTS_A_PAGE + 1, of=organization.pk)


STARTS = [
    Start(by="published_at", is_falling=True),
    Start(by="published_at", is_falling=True, value=LONG_AGO + timedelta(minutes=700), number=7),
    Start(by="published_at", is_falling=False, value=LONG_AGO + timedelta(minutes=700), number=7),
]


@on_sqlite
@pytest.mark.parametrize("start", STARTS, ids=["first", "after", "before"])
def test_an_organization_s_posts_come_from_two_indexes_and_no_table_is_scanned(
    organization: Organization, start: Start
) -> None:
    statement, values = list_of(organization, start).query.sql_with_params()
    found = plan_of(statement, values)
    own, joined = (
        next(parent for parent, step in found if index in step) for index in ("post_of_organization", "joint_in_list")
    )
    assert not any("SCAN" in step for _parent, step in found if step != "SCAN CONSTANT ROW")
    # Each is read in the order of its index, up to a limit; only what was read of both, a page of either, is sorted.
    assert {own, joined}.isdisjoint(sorted_in(found))
    assert sorted_in(found) == [0]
    assert statement.count(f"LIMIT {POSTS_A_PAGE + 1}") == len(["own", "joined", "both"])


@on_sqlite
@pytest.mark.parametrize("start", STARTS, ids=["first", "after", "before"])
def test_an_organization_s_list_takes_the_same_at_any_size(organization: Organization, start: Start) -> None:
    taken = []
    for rows in SIZES:
        Post.objects.all().delete()
        fill(organization, rows)
        taken.append(steps_of(*list_of(organization, start).query.sql_with_params()))
    assert taken[1] < taken[0] * 1.1


def fill(organization: Organization, rows: int = ROWS) -> None:
    """Store posts of which some are an organization's own, and as many another's that it publishes jointly."""
    other = OrganizationFactory.create()
    moments = [LONG_AGO + timedelta(minutes=number) for number in range(rows)]
    posts = Post.objects.bulk_create(
        Post(
            organization=other if number % SHARE else organization,
            title=f"Post {number}",
            slug=f"p-{number}",
            status=Status.PUBLISHED,
            published_at=moment,
            first_published_at=moment,
        )
        for number, moment in enumerate(moments)
    )
    third = OrganizationFactory.create()
    given = {"state": JointState.ACCEPTED, "asked_at": LONG_AGO, "decided_at": LONG_AGO}
    JointPublication.objects.bulk_create(
        JointPublication(
            post=post, organization=organization if number % SHARE == 1 else third, published_at=post.published_at, **given
        )
        for number, post in enumerate(posts)
    )


@on_postgresql
def test_so_do_they_on_postgresql(organization: Organization) -> None:
    fill(organization)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE posts_post, posts_jointpublication")
    for start in STARTS:
        found = list_of(organization, start).explain()
        assert "post_of_organization" in found
        assert "joint_in_list" in found
        assert "Seq Scan on posts_post" not in found
        assert "Seq Scan on posts_jointpublication" not in found


@on_sqlite
def test_what_says_whether_a_post_is_public_stands_before_its_texts() -> None:
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, Post._meta.db_table)]
    assert columns[-2:] == ["body", "body_html"]


@on_sqlite
@pytest.mark.parametrize("model", [Category, Tag])
def test_the_posts_of_terms_are_counted_in_two_indexes_alone(model: type[Category | Tag]) -> None:
    statement, values = with_post_counts(model.objects.by_name(), at=LONG_AGO).query.sql_with_params()
    steps = "\n".join(step for _parent, step in plan_of(statement, values))
    assert "COVERING INDEX posts_post_" in steps
    assert "_of_term" in steps
    assert "COVERING INDEX post_is_public (id=?" in steps
