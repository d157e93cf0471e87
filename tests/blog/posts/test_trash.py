"""The trash: what is deleted is off the site at once, and comes back as it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from blog.accounts.models import User
from blog.audit.models import Line
from blog.comments.models import Comment
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.models import Post, Status
from blog.posts.services import empty_trash, restore_post, trash_post
from tests.factories import LONG_AGO, CommentFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=1000)
DAY = timedelta(days=1)


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, title="Ports", slug="ports", is_featured=True)


def test_a_trashed_post_is_off_the_site_at_once(client: Client, post: Post, editor: User) -> None:
    comment = CommentFactory.create(post=post, comment="Words below")
    trash_post(post, by=editor, at=NOW)
    assert client.get("/posts/ports/").status_code == 410
    for path in ("/", "/organizations/institute-of-examples/", "/feed/", "/archive/", "/comments/feed/"):
        page = client.get(path).content.decode()
        assert "Ports" not in page
        assert "Words below" not in page
    assert Comment.objects.filter(pk=comment.pk).exists()


def test_a_draft_that_was_never_public_is_not_found(client: Client, organization: Organization, editor: User) -> None:
    trash_post(PostFactory.create(organization=organization, slug="plan", status=Status.DRAFT), by=editor, at=NOW)
    assert client.get("/posts/plan/").status_code == 404


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED, Status.ARCHIVED])
def test_it_comes_back_as_it_was(organization: Organization, editor: User, status: Status) -> None:
    post = PostFactory.create(organization=organization, status=status)
    before: dict[str, Any] = {**Post.objects.values().get(pk=post.pk)}
    trash_post(post, by=editor, at=NOW)
    assert (post.trashed_at, post.trashed_by) == (NOW, editor)
    restore_post(post, by=editor, at=NOW + DAY)
    after: dict[str, Any] = {**Post.objects.values().get(pk=post.pk)}
    assert {name for name in before if before[name] != after[name]} == {"updated_at"}
    assert [line.verb for line in Line.objects.order_by("pk")] == ["posts.trash", "posts.restore"]


def test_what_would_have_appeared_meanwhile_comes_back_as_a_draft(organization: Organization, editor: User) -> None:
    planned: dict[str, Any] = {"status": Status.SCHEDULED, "published_at": NOW + DAY, "first_published_at": NOW + DAY}
    missed, coming = (PostFactory.create(organization=organization, **planned) for _number in range(2))
    for post in (missed, coming):
        trash_post(post, by=editor, at=NOW)
    restore_post(coming, by=editor, at=NOW + DAY / 2)
    restore_post(missed, by=editor, at=NOW + 2 * DAY)
    assert (coming.status, coming.published_at) == (Status.SCHEDULED, NOW + DAY)
    assert (missed.status, missed.published_at, missed.first_published_at) == (Status.DRAFT, None, None)


def test_twice_is_as_once(post: Post, editor: User, owner: User) -> None:
    trash_post(post, by=editor, at=NOW)
    trash_post(post, by=owner, at=NOW + DAY)
    assert (post.trashed_at, post.trashed_by) == (NOW, editor)
    for _time in range(2):
        restore_post(post, by=owner, at=NOW + DAY)
    assert Line.objects.count() == 2


def test_a_form_that_was_open_does_not_bring_it_back(post: Post, editor: User) -> None:
    opened = Post.objects.get(pk=post.pk)
    trash_post(post, by=editor, at=NOW)
    opened.title = "Saved late"
    opened.save()
    post.refresh_from_db()
    assert (post.title, post.trashed_at, post.trashed_by) == ("Saved late", NOW, editor)


def test_its_address_stays_taken(post: Post, editor: User, organization: Organization) -> None:
    trash_post(post, by=editor, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory.create(organization=organization, slug="ports")


def test_who_could_change_it_finds_it_in_the_trash(post: Post, editor: User, author: User, stranger: User) -> None:
    draft = PostFactory.create(organization=post.organization, status=Status.DRAFT)
    for own in (post, draft):
        own.authors.add(author)
        trash_post(own, by=editor, at=NOW)
    found = {user: set(Post.objects.in_trash_of(user)) for user in (editor, author, stranger)}
    assert found == {editor: {post, draft}, author: {draft}, stranger: set()}
    assert not Post.objects.worked_on_by(editor).exists()
    assert not Post.objects.editable_by(author).exists()


def test_after_thirty_days_it_goes_for_good_and_its_address_stays_answered(client: Client, post: Post, editor: User) -> None:
    young = PostFactory.create(organization=post.organization)
    CommentFactory.create(post=post)
    trash_post(post, by=editor, at=NOW)
    trash_post(young, by=editor, at=NOW + DAY)
    assert empty_trash(at=NOW + 30 * DAY) == 0
    assert empty_trash(at=NOW + 30 * DAY + timedelta(seconds=1)) == 1
    assert list(Post.objects.all()) == [young]
    assert not Comment.objects.exists()
    assert client.get("/posts/ports/").status_code == 410
    assert str(Line.objects.latest("pk")) == "Nobody named deleted for good Ports"


def test_an_account_that_goes_leaves_the_trash_as_it_is(post: Post, organization: Organization) -> None:
    user = MembershipFactory.create(organization=organization, role=Role.EDITOR).user
    trash_post(post, by=user, at=NOW)
    user.delete()
    post.refresh_from_db()
    assert (post.trashed_at, post.trashed_by) == (NOW, None)


def test_the_database_refuses_a_trasher_without_a_moment(post: Post, editor: User) -> None:
    with pytest.raises(IntegrityError, match="post_trashed_by_at_a_moment"), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(trashed_by=editor)
