"""What is kept of an unsaved form: one private row for each editor and form, in the database too."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from blog.accounts.models import User
from blog.desk.models import Autosave
from blog.desk.services.autosaving import (
    KEPT,
    MOST_CHARACTERS,
    TooMuchError,
    autosave,
    delete_old_autosaves,
    discard_autosave,
)
from blog.posts.models import Post
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def post() -> Post:
    return PostFactory.create()


def keep(by: User, words: str, *, post: Post | None = None, key: str = "", at: datetime = NOW) -> Autosave:
    return autosave({"title": [words]}, by=by, at=at, post=post, key=key, written_at=at)


def test_one_row_is_kept_of_each_editor_and_post(editor: User, author: User, post: Post) -> None:
    keep(editor, "first", post=post)
    keep(editor, "second", post=post, at=NOW + timedelta(seconds=3))
    keep(author, "another's", post=post)
    kept = Autosave.objects.of(editor).for_post(post).get()
    assert (kept.title, kept.saved_at) == ("second", NOW + timedelta(seconds=3))
    assert Autosave.objects.count() == 2


def test_two_new_posts_that_are_written_at_once_are_kept_apart(editor: User) -> None:
    keep(editor, "one", key="a")
    keep(editor, "two", key="b")
    assert {kept.title for kept in Autosave.objects.of(editor).for_new_posts()} == {"one", "two"}


def test_a_copy_that_comes_late_does_not_take_the_place_of_a_later_one(editor: User, post: Post) -> None:
    keep(editor, "later", post=post)
    keep(editor, "earlier", post=post, at=NOW - timedelta(minutes=1))
    assert Autosave.objects.get().title == "later"


def test_what_is_written_in_the_future_is_written_now(editor: User) -> None:
    kept = autosave({"title": ["a"]}, by=editor, at=NOW, key="a", written_at=NOW + timedelta(days=400))
    assert kept.saved_at == NOW


def test_too_much_is_refused_and_takes_nothing_away(editor: User) -> None:
    keep(editor, "kept", key="a")
    with pytest.raises(TooMuchError):
        keep(editor, "x" * (MOST_CHARACTERS + 1), key="a")
    assert Autosave.objects.get().title == "kept"


def test_discarding_takes_only_ones_own(editor: User, author: User, post: Post) -> None:
    keep(editor, "mine", post=post)
    keep(author, "theirs", post=post)
    keep(editor, "new", key="a")
    discard_autosave(by=editor, post=post)
    discard_autosave(by=editor, key="unknown")
    assert {kept.title for kept in Autosave.objects.all()} == {"theirs", "new"}


def test_what_nobody_touched_for_a_month_goes(editor: User) -> None:
    keep(editor, "old", key="a", at=NOW - KEPT - timedelta(seconds=1))
    keep(editor, "newer", key="b", at=NOW - KEPT)
    assert delete_old_autosaves(at=NOW) == 1
    assert Autosave.objects.get().title == "newer"


@pytest.mark.parametrize("fields", [{"key": ""}, {"key": "a", "with_post": True}])
def test_the_database_refuses_a_row_of_no_form_or_of_two(editor: User, post: Post, fields: dict[str, object]) -> None:
    of_post = post if fields.pop("with_post", False) else None
    with pytest.raises(IntegrityError, match="autosave_is_of_a_post_or_has_a_key"):
        Autosave.objects.bulk_create([Autosave(editor=editor, post=of_post, fields={}, saved_at=NOW, **fields)])


@pytest.mark.parametrize("is_new", [True, False])
def test_the_database_refuses_a_second_row_of_a_form(editor: User, post: Post, is_new: bool) -> None:  # noqa: FBT001
    place = {"key": "a"} if is_new else {"post": post}
    rows = [Autosave(editor=editor, fields={}, saved_at=NOW, **place) for _ in range(2)]
    with pytest.raises(IntegrityError):
        Autosave.objects.bulk_create(rows)
