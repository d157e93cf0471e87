"""On a large site the start page finds what waits and what is recent by indexes of these, not by reading all there is."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.accounts.models import User
from tests.plans import plan_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans tables that are as small as in tests"),
]


def steps(client: Client, user: User, mark: str) -> list[str]:
    """Return the steps of the first query of the start page in which something stands."""
    client.force_login(user)
    cache.clear()  # which keeps what the charts tell of the days that are over
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/admin/").status_code == 200
    statement = next(query["sql"] for query in queries if mark in query["sql"])
    return [step for _parent, step in plan_of(statement)]


def test_a_moderator_s_count_begins_with_what_waits(client: Client, editor: User) -> None:
    found = steps(client, editor, 'AS "open_reports"')
    assert "SEARCH comments_comment USING INTEGER PRIMARY KEY (rowid=?)" in found
    assert any("comment_of_org_by_state (organization_id=? AND state=?)" in step for step in found), found
    assert any("comment_of_org_reported (organization_id=?)" in step for step in found), found


def test_the_chart_of_replies_begins_with_their_dates(client: Client, superuser: User) -> None:
    found = steps(client, superuser, 'django_datetime_cast_date("django_comments"')
    assert any("USING COVERING INDEX django_comments_submit_date" in step for step in found), found
    assert not any(step.startswith("SCAN comments_comment") or "comment_by_state (state=?)" in step for step in found), found


def test_own_posts_of_which_changes_are_asked_begin_with_the_reviews(client: Client, superuser: User) -> None:
    found = steps(client, superuser, '"review_state"')
    assert "SEARCH posts_post USING INTEGER PRIMARY KEY (rowid=?)" in found
