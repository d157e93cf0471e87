"""Moving a post to another organization, and making a copy of one."""

from datetime import timedelta

import pytest
from django.test import Client

from blog.accounts.models import User
from blog.audit.models import Line
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.content import content_of
from blog.posts.models import Post, Revision, Status
from blog.posts.models.errors import NotYourOrganizationError, UnpublishedChangesError
from blog.posts.services import duplicate_post, move_post, save_revision
from tests.factories import LONG_AGO, CategoryFactory, CommentFactory, MembershipFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=1000)


@pytest.fixture
def post(organization: Organization, author: User) -> Post:
    post = PostFactory.create(
        organization=organization,
        title="Ports",
        slug="ports",
        byline="The port office",
        categories=[CategoryFactory.create()],
        tags=[TagFactory.create()],
        is_featured=True,
        comment_count=3,
        like_count=4,
    )
    post.authors.add(author)
    return post


@pytest.fixture
def of_both(editor: User, other_organization: Organization) -> User:
    MembershipFactory.create(user=editor, organization=other_organization, role=Role.EDITOR)
    return editor


def test_a_moved_post_keeps_its_address_and_stands_with_the_other_organization(
    client: Client, post: Post, of_both: User, other_organization: Organization
) -> None:
    CommentFactory.create(post=post, comment="Words below")
    move_post(post, other_organization, by=of_both, at=NOW)
    page = client.get("/posts/ports/").content.decode()
    assert "Other Chamber" in page
    assert "Words below" in page
    assert "Ports" in client.get("/organizations/other-chamber/").content.decode()
    assert "Ports" not in client.get("/organizations/institute-of-examples/").content.decode()


def test_both_logs_and_the_history_tell_of_it(
    post: Post, of_both: User, organization: Organization, other_organization: Organization
) -> None:
    move_post(post, other_organization, by=of_both, at=NOW)
    lines = list(Line.objects.order_by("pk"))
    assert [line.organization for line in lines] == [organization, other_organization]
    assert [(line.before, line.after) for line in lines] == [
        ({"organization": "Institute of Examples"}, {"organization": "Other Chamber"})
    ] * 2
    newest = Revision.objects.get(post=post, number=post.revision_number)
    assert (newest.changed, newest.note) == (["organization"], "From Institute of Examples")


@pytest.mark.parametrize("who", ["editor", "stranger", "author"])
def test_nobody_moves_who_does_not_publish_for_both(
    request: pytest.FixtureRequest, post: Post, other_organization: Organization, who: str
) -> None:
    with pytest.raises(NotYourOrganizationError):
        move_post(post, other_organization, by=request.getfixturevalue(who), at=NOW)
    assert Post.objects.get().organization_id == post.organization_id
    assert not Line.objects.exists()


def test_a_post_with_a_version_apart_is_not_moved(post: Post, of_both: User, other_organization: Organization) -> None:
    save_revision(post, content_of(post) | {"title": "Harbours"}, by=of_both, at=NOW)
    with pytest.raises(UnpublishedChangesError):
        move_post(post, other_organization, by=of_both, at=NOW)


def test_moved_to_where_it_is_nothing_happens(post: Post, editor: User) -> None:
    move_post(post, post.organization, by=editor, at=NOW)
    assert not Line.objects.exists()


def test_a_copy_is_a_draft_with_the_same_text_terms_and_people(post: Post, editor: User, author: User) -> None:
    copy = duplicate_post(post, by=editor, at=NOW)
    copy.refresh_from_db()
    assert (copy.title, copy.slug, copy.body, copy.byline) == ("Copy of Ports", "ports-2", post.body, post.byline)
    assert (copy.status, copy.published_at, copy.first_published_at, copy.is_featured) == (Status.DRAFT, None, None, False)
    assert (copy.comment_count, copy.like_count) == (0, 0)
    assert set(copy.authors.all()) == {author, editor}
    assert [set(copy.categories.all()), set(copy.tags.all())] == [set(post.categories.all()), set(post.tags.all())]
    assert [str(line) for line in Line.objects.all()] == ["The editor made a copy of Copy of Ports"]
    assert Revision.objects.get(post=copy).number == 1


def test_a_long_title_is_cut_in_the_copy(organization: Organization, editor: User) -> None:
    copy = duplicate_post(PostFactory.create(organization=organization, title="word " * 50), by=editor, at=NOW)
    assert len(copy.title) <= 250
