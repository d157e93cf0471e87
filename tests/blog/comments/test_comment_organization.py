"""The organization of a comment is its post's, whoever stores or changes either of the two."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from importlib import import_module
from threading import Event

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection, models, transaction

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.comments.people import Author
from blog.comments.services.importing import add_imported_comments
from blog.comments.services.posting import post_comment
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.comments.samples import Item
from tests.concurrency import Action, AtOnce, at_once
from tests.factories import LONG_AGO, CommentFactory, PostFactory

__all__ = ["at_once"]
NOW = LONG_AGO + timedelta(days=1)
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one transaction at a time")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")


def others() -> int:
    """Return how many comments bear another organization than their post does."""
    return Comment.objects.exclude(organization=models.F("post__organization")).count()


def execute(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.django_db
class TestTheCopiedOrganization:
    def test_a_reply_has_that_of_its_post(self, editor: User, organization: Organization) -> None:
        post = PostFactory.create(organization=organization)
        comment = post_comment(post, by=Author.of_user(editor), text="Words", at=NOW)
        assert comment.organization_id == organization.pk
        assert Comment.objects.get().organization == organization

    def test_imported_replies_have_that_of_their_post(self, organization: Organization) -> None:
        post = PostFactory.create(organization=organization)
        add_imported_comments(post, [Item()], at=NOW)
        assert Comment.objects.get().organization == organization

    def test_what_is_stored_with_another_one_has_that_of_its_post(self, other_organization: Organization) -> None:
        comment = CommentFactory.create()
        Comment.objects.update(organization=other_organization)
        assert others() == 0
        execute("UPDATE comments_comment SET organization_id = %s", other_organization.pk)
        assert Comment.objects.get().organization == comment.post.organization
        execute("CREATE TEMPORARY TABLE copy_of_it AS SELECT * FROM comments_comment")
        execute("UPDATE copy_of_it SET organization_id = %s", other_organization.pk)
        execute("DELETE FROM comments_comment")
        execute("INSERT INTO comments_comment SELECT * FROM copy_of_it")
        assert Comment.objects.get().organization == comment.post.organization

    def test_a_post_that_moves_takes_its_replies_with_it(self, other_organization: Organization) -> None:
        comment, stays = CommentFactory.create_batch(2)
        CommentFactory.create(post=comment.post, reply_to=comment)
        Post.objects.filter(pk=comment.post_id).update(organization=other_organization)
        assert Comment.objects.for_organization(other_organization.pk).count() == 2
        assert others() == 0
        execute("UPDATE posts_post SET organization_id = %s WHERE id = %s", other_organization.pk, stays.post_id)
        assert Comment.objects.for_organization(other_organization.pk).count() == 3

    def test_a_reply_that_is_put_below_another_post_has_that_one_s(self, other_organization: Organization) -> None:
        comment, post = CommentFactory.create(), PostFactory.create(organization=other_organization)
        Comment.objects.filter(pk=comment.pk).update(post=post)
        assert Comment.objects.get().organization == other_organization

    @on_sqlite
    def test_a_post_that_is_replaced_gives_its_replies_its_own(self, other_organization: Organization) -> None:
        comment = CommentFactory.create()
        execute("CREATE TEMPORARY TABLE replaced AS SELECT * FROM posts_post")
        execute("UPDATE replaced SET organization_id = %s", other_organization.pk)
        execute("REPLACE INTO posts_post SELECT * FROM replaced")
        assert Comment.objects.get(pk=comment.pk).organization == other_organization

    def test_none_is_stored_without_one(self) -> None:
        comment = CommentFactory.create()
        with pytest.raises(IntegrityError), transaction.atomic():
            execute("UPDATE comments_comment SET post_id = %s, organization_id = NULL", comment.post_id + 1)


@on_postgresql
class TestTwoAtOnce:
    """Neither of two who do not know of each other yet goes on before the other has ended."""

    def test_a_post_moves_once_its_new_reply_is_stored(self, at_once: AtOnce, other_organization: Organization) -> None:
        post = PostFactory.create()
        (error,) = at_once([*one_waits_for_the_other(partial(CommentFactory.create, post=post), partial(move, post))])
        assert isinstance(error, OperationalError)
        move(post)
        assert Comment.objects.get().organization == other_organization

    def test_a_reply_is_stored_once_its_post_has_moved(self, at_once: AtOnce, other_organization: Organization) -> None:
        post = PostFactory.create()
        (error,) = at_once([*one_waits_for_the_other(partial(move, post), partial(CommentFactory.create, post=post))])
        assert isinstance(error, OperationalError)
        CommentFactory.create(post=post)
        assert Comment.objects.get().organization == other_organization


def move(post: Post) -> None:
    Post.objects.filter(pk=post.pk).update(organization=Organization.objects.exclude(pk=post.organization_id).get())


def one_waits_for_the_other(first: Action, second: Action) -> Iterator[Action]:
    """Yield two actions of which the second begins while the first has not ended, and gives up where it would have to wait."""
    begun, given_up = Event(), Event()

    @transaction.atomic
    def begin() -> None:
        first()
        begun.set()
        given_up.wait(10)

    @transaction.atomic
    def wait() -> None:
        begun.wait(10)
        execute("SET LOCAL lock_timeout = '100ms'")
        try:
            second()
        finally:
            given_up.set()

    yield from (begin, wait)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_comments_that_were_there_before_get_that_of_their_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("blog.comments.migrations.0004_fill_organization_of_comments"), "ROWS_A_STATEMENT", 2)
    comments = CommentFactory.create_batch(5)
    try:
        call_command("migrate", "comments", "0002_reported_comments", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
    assert dict(Comment.objects.values_list("pk", "organization")) == {
        comment.pk: comment.post.organization_id for comment in comments
    }
