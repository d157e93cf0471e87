"""The database refuses to rewrite the audit log, whoever asks; forgetting a person is the one thing that it allows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from blog.accounts.models import User
from blog.audit.models import Line
from blog.audit.services import forget_person, record
from blog.audit.verbs import Verb
from blog.organizations.models import Organization
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)
REFUSED = "lines of the audit log are kept as they were written"


@pytest.fixture
def line(organization: Organization, editor: User) -> Line:
    post = PostFactory.create(organization=organization, title="The title")
    changed: dict[str, Any] = {"before": {"title": "Old"}, "after": {"title": "The title"}}
    return record(Verb.POSTS_CHANGE, post, organization=organization.pk, by=editor, at=NOW, **changed)


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'posts.add'",
        "at = '2019-01-01 00:00:00+00'",
        "object_id = '7'",
        "object_type = 'posts.tag'",
        "organization_id = NULL",
        "actor_name = 'Somebody else'",
        "object_words = 'Another title'",
        'before = \'{"title": "Never"}\'',
        'after = \'{"title": "Never"}\'',
        "actor_id = (SELECT MAX(id) FROM accounts_user)",
    ],
)
def test_no_line_is_changed(line: Line, change: str) -> None:
    UserFactory.create()
    with pytest.raises(DatabaseError, match=REFUSED):
        run(f"UPDATE audit_line SET {change}")  # noqa: S608  # a test's own words
    stored = Line.objects.get()
    assert (stored.verb, stored.actor_id, stored.after) == ("posts.change", line.actor_id, {"title": "The title"})


@pytest.mark.usefixtures("line")
def test_no_line_is_deleted() -> None:
    with pytest.raises(DatabaseError, match=REFUSED):
        run("DELETE FROM audit_line")
    assert Line.objects.count() == 1


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite replaces rows")
def test_no_line_is_replaced(line: Line) -> None:
    columns = "(id, verb, object_type, object_id, object_words, actor_name, at, before, after)"
    values = f"({line.pk}, 'x', 'x', '1', '', '', '2019-01-01', '{{}}', '{{}}')"
    with pytest.raises(DatabaseError, match=REFUSED):
        run(f"INSERT OR REPLACE INTO audit_line {columns} VALUES {values}")  # noqa: S608  # as above


def test_deleting_an_account_leaves_its_name(line: Line, editor: User) -> None:
    name = editor.name
    editor.delete()
    stored = Line.objects.get(pk=line.pk)
    assert (stored.actor_id, stored.who) == (None, name)


def test_a_person_can_be_forgotten(line: Line, editor: User, owner: User) -> None:
    about = record(Verb.PEOPLE_ADD, editor, organization=line.organization_id, by=owner, at=NOW)
    forget_person(editor)
    line.refresh_from_db()
    about.refresh_from_db()
    assert (line.who, line.object_words, line.after) == ("Nobody named", "The title", {"title": "The title"})
    assert (about.who, about.object_words) == (owner.name, "")


def test_words_and_values_can_be_emptied(line: Line) -> None:
    run("UPDATE audit_line SET object_words = '', before = '{}', after = '{}'")
    line.refresh_from_db()
    assert (line.object_words, line.before, line.after) == ("", {}, {})


def test_what_happened_in_an_organization_outlives_it(line: Line, organization: Organization) -> None:
    number = organization.pk
    organization.posts.all().delete()
    organization.delete()
    stored = Line.objects.select_related("organization").get(pk=line.pk)
    assert (stored.organization_id, stored.organization) == (number, None)
