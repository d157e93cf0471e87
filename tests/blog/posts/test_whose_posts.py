"""Which posts a user works on: all where they publish, their own where they only write."""

import pytest
from django.contrib.auth.models import AnonymousUser

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts(organization: Organization, other_organization: Organization, author: User) -> None:
    PostFactory.create(slug="own", organization=organization, status=Status.DRAFT).authors.add(author)
    PostFactory.create(slug="of-others", organization=organization)
    PostFactory.create(slug="elsewhere", organization=other_organization).authors.add(author)


def worked_on_by(user: User | AnonymousUser) -> set[str]:
    return set(Post.objects.worked_on_by(user).values_list("slug", flat=True))


@pytest.mark.usefixtures("posts")
def test_owners_and_editors_work_on_all_posts_of_their_organization(owner: User, editor: User) -> None:
    assert worked_on_by(owner) == {"own", "of-others"}
    assert worked_on_by(editor) == {"own", "of-others"}


@pytest.mark.usefixtures("posts")
def test_authors_work_on_their_own_posts_where_they_write(author: User) -> None:
    assert worked_on_by(author) == {"own"}


@pytest.mark.usefixtures("posts")
def test_moderators_work_on_no_post(moderator: User) -> None:
    Post.objects.get(slug="own").authors.add(moderator)
    assert worked_on_by(moderator) == set()


@pytest.mark.usefixtures("posts")
def test_strangers_work_on_none_of_them(stranger: User) -> None:
    assert worked_on_by(stranger) == {"elsewhere"}


@pytest.mark.usefixtures("posts")
def test_superusers_work_on_all_posts(superuser: User) -> None:
    assert worked_on_by(superuser) == {"own", "of-others", "elsewhere"}


@pytest.mark.usefixtures("posts")
def test_nobody_signed_out_or_inactive_works_on_any(owner: User, superuser: User) -> None:
    owner.is_active = superuser.is_active = False
    assert worked_on_by(AnonymousUser()) == worked_on_by(owner) == worked_on_by(superuser) == set()


@pytest.mark.usefixtures("posts")
def test_a_post_of_several_authors_is_found_once(editor: User, author: User) -> None:
    Post.objects.get(slug="own").authors.add(editor)
    assert Post.objects.worked_on_by(editor).count() == 2
    assert Post.objects.worked_on_by(author).count() == 1


@pytest.mark.usefixtures("posts")
def test_somebody_who_left_the_organization_works_on_nothing(author: User) -> None:
    author.memberships.all().delete()
    assert worked_on_by(author) == set()


@pytest.mark.usefixtures("posts")
@pytest.mark.parametrize(
    ("status", "is_editable", "is_disposable"),
    [
        (Status.DRAFT, True, True),
        (Status.IN_REVIEW, False, False),
        (Status.SCHEDULED, True, False),
        (Status.PUBLISHED, True, False),
        (Status.ARCHIVED, False, False),
    ],
)
def test_authors_fill_in_the_forms_of_their_drafts_and_public_posts_and_delete_their_drafts(
    author: User, editor: User, superuser: User, status: Status, *, is_editable: bool, is_disposable: bool
) -> None:
    dates = {} if status in {Status.DRAFT, Status.IN_REVIEW} else {"published_at": LONG_AGO, "first_published_at": LONG_AGO}
    if status == Status.ARCHIVED:
        dates["archived_at"] = LONG_AGO
    Post.objects.filter(slug="own").update(status=status, **dates)
    assert Post.objects.editable_by(author).exists() == is_editable
    assert Post.objects.disposable_by(author).exists() == is_disposable
    for rows in (Post.objects.editable_by, Post.objects.disposable_by):
        assert (rows(editor).count(), rows(superuser).count()) == (2, 3)


@pytest.mark.usefixtures("posts")
def test_who_is_no_author_of_a_public_post_or_writes_no_more_changes_nothing(author: User, stranger: User) -> None:
    own = Post.objects.filter(slug="own")
    own.update(status=Status.PUBLISHED, published_at=LONG_AGO, first_published_at=LONG_AGO)
    assert list(Post.objects.editable_by(author)) == list(own)
    own.get().authors.add(stranger)
    assert not Post.objects.editable_by(stranger).filter(slug="own").exists()
    author.memberships.all().delete()
    assert not Post.objects.editable_by(author).exists()
