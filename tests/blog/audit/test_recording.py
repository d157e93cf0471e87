"""What a line of the audit log keeps."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from blog.accounts.models import User
from blog.audit.models import Line
from blog.audit.services import record, snapshot
from blog.audit.verbs import Kind, Verb
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 5, 1, 12, 0, tzinfo=UTC)


def recorded(post: Post, before: dict[str, object], after: dict[str, object]) -> Line:
    line = record(Verb.POSTS_CHANGE, post, organization=post.organization_id, by=None, at=NOW, before=before, after=after)
    return Line.objects.get(pk=line.pk)


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, title="The title")


def test_a_line_says_who_what_where_and_when(post: Post, editor: User) -> None:
    line = record(Verb.POSTS_PUBLISH, post, organization=post.organization_id, by=editor, at=NOW)
    stored = Line.objects.get(pk=line.pk)
    assert str(stored) == "The editor published The title"
    assert (stored.organization, stored.at, stored.kind) == (post.organization, NOW, "Posts")
    assert list(Line.objects.about(post)) == [stored]


def test_only_what_differs_is_kept(post: Post) -> None:
    line = recorded(post, {"title": "A", "language": "en"}, {"title": "B", "language": "en"})
    assert (line.before, line.after) == ({"title": "A"}, {"title": "B"})


def test_what_was_not_there_before_or_is_not_there_afterwards_is_left_out(post: Post) -> None:
    line = recorded(post, {"gone": "A"}, {"new": 1})
    assert (line.before, line.after) == ({"gone": "A"}, {"new": 1})


def test_of_long_texts_the_part_is_kept_in_which_they_differ(post: Post) -> None:
    line = recorded(post, {"body": "a" * 1000 + "X" + "b" * 1000}, {"body": "a" * 1000 + "Y" + "b" * 1000})
    assert line.before["body"] == "…" + "a" * 60 + "X" + "b" * 239 + "…"
    assert line.after["body"] == "…" + "a" * 60 + "Y" + "b" * 239 + "…"


def test_columns_are_kept_in_plain_values(post: Post) -> None:
    assert snapshot(post, ["organization", "published_at", "is_featured", "comment_count"]) == {
        "organization": "Institute of Examples",
        "published_at": "2017-08-09T10:00:00Z",
        "is_featured": False,
        "comment_count": 0,
    }


def test_no_line_names_an_address(organization: Organization) -> None:
    nameless = UserFactory.create(name="", email="secret@example.org")
    line = record(Verb.PEOPLE_ADD, nameless, organization=organization.pk, by=nameless, at=NOW)
    assert (line.who, line.object_words) == ("Member", "Member")


def test_long_words_are_cut(post: Post) -> None:
    post.title = "t" * 300
    assert len(record(Verb.POSTS_ADD, post, organization=None, by=None, at=NOW).object_words) == 250


def test_a_verb_that_this_version_does_not_know_is_shown_as_it_is() -> None:
    line = Line(verb="dreams.interpret")
    assert (line.deed, line.kind) == ("dreams.interpret", "dreams")


def test_each_verb_is_of_a_kind_and_each_kind_has_verbs() -> None:
    assert sorted(verb for kind in Kind for verb in kind.verbs) == sorted(Verb)
    assert all(kind.verbs for kind in Kind)


@pytest.mark.parametrize("column", ["verb", "object_type", "object_id"])
def test_a_line_without_a_deed_or_a_thing_is_refused(column: str) -> None:
    values = {"verb": "x", "object_type": "x", "object_id": "1", "at": NOW} | {column: ""}
    with pytest.raises(IntegrityError, match="audit_line_says_what"), transaction.atomic():
        Line.objects.bulk_create([Line(**values)])
