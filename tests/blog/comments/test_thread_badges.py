"""Badges: what the people who reply are to the post and to its organization."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, thread
from tests.factories import CommentFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def badges(client: Client) -> list[str]:
    page = client.get("/posts/a-post/").content.decode()
    return re.findall(r'<span class="role role--\w+">([^<]+)</span>', page)


def reply(post: Post, user: User) -> Comment:
    return CommentFactory.create(post=post, user=user, user_name=user.name, user_email="")


def test_a_guest_has_none(client: Client, post: Post) -> None:
    thread(post, [None, 0])
    assert badges(client) == []


def test_a_signed_in_reader_has_none(client: Client, post: Post, reader: User) -> None:
    reply(post, reader)
    assert badges(client) == []


def test_somebody_of_another_organization_has_none(client: Client, post: Post, stranger: User) -> None:
    reply(post, stranger)
    assert badges(client) == []


@pytest.mark.parametrize(
    ("role", "badge"),
    [(Role.OWNER, "IoE team"), (Role.EDITOR, "IoE team"), (Role.AUTHOR, "IoE team"), (Role.MODERATOR, "Moderator")],
)
def test_the_people_of_the_organization_have_one(client: Client, post: Post, role: Role, badge: str) -> None:
    membership = MembershipFactory.create(organization=post.organization, role=role)
    reply(post, membership.user)
    assert badges(client) == [badge]


def test_an_author_of_the_post_is_named_before_all_else(client: Client, post: Post, moderator: User, reader: User) -> None:
    post.authors.add(moderator, reader)
    reply(post, moderator)
    reply(post, reader)
    assert badges(client) == ["Author", "Author"]


def test_the_author_of_another_post_is_not_named(client: Client, post: Post, reader: User) -> None:
    CommentFactory.create().post.authors.add(reader)
    reply(post, reader)
    assert badges(client) == []


def test_who_has_left_has_none(client: Client, post: Post, editor: User) -> None:
    reply(post, editor)
    editor.is_active = False
    editor.save()
    assert badges(client) == []


def test_what_was_removed_shows_no_badge(client: Client, post: Post, editor: User) -> None:
    removed = reply(post, editor)
    CommentFactory.create(post=post, reply_to=removed)
    set_state(Comment.objects.numbered(removed.pk), State.REMOVED, by=None, at=NOW)
    assert badges(client) == []


def test_the_name_of_an_organization_is_escaped(client: Client, post: Post, editor: User) -> None:
    Organization.objects.update(short_name="<b>&")
    reply(post, editor)
    assert badges(client) == ["&lt;b&gt;&amp; team"]


@pytest.mark.parametrize("people", [1, 20])
def test_they_cost_one_query_for_all(
    client: Client, post: Post, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(people):
        user = UserFactory.create()
        MembershipFactory.create(user=user, organization=post.organization)
        parent = Comment.objects.filter(root=None).first() if number % 2 else None
        CommentFactory.create(post=post, user=user, reply_to=parent)
    with django_assert_num_queries(5):
        assert len(badges(client)) == people
