"""What the audit log keeps of posts."""

import pytest

from blog.accounts.models import User
from blog.audit.models import Line
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.services import delete_post, save_post
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db


def log() -> list[str]:
    return [str(line) for line in Line.objects.order_by("pk")]


def test_a_new_post_is_recorded(organization: Organization, editor: User) -> None:
    save_post(Post(organization=organization, title="New"), by=editor, at=LONG_AGO)
    assert log() == ["The editor wrote New"]
    assert Line.objects.get().organization == organization


@pytest.mark.parametrize(
    ("before", "after", "deed"),
    [
        (Status.DRAFT, Status.PUBLISHED, "published"),
        (Status.PUBLISHED, Status.ARCHIVED, "archived"),
        (Status.PUBLISHED, Status.DRAFT, "returned to draft"),
        (Status.DRAFT, Status.DRAFT, "changed"),
    ],
)
def test_a_deed_is_named_by_what_it_did(
    organization: Organization, editor: User, before: Status, after: Status, deed: str
) -> None:
    post = PostFactory.create(organization=organization, status=before, title="Old")
    post.title, post.status = "New", after
    save_post(post, by=editor, at=LONG_AGO)
    assert log() == [f"The editor {deed} New"]
    line = Line.objects.get()
    assert (line.before["title"], line.after["title"]) == ("Old", "New")
    assert line.before.get("status", before) == before


def test_a_post_for_later_is_recorded_as_scheduled(organization: Organization, editor: User) -> None:
    post = PostFactory.create(organization=organization, status=Status.DRAFT)
    post.status, post.published_at = Status.PUBLISHED, LONG_AGO.replace(year=2030)
    save_post(post, by=editor, at=LONG_AGO)
    assert Line.objects.get().verb == "posts.schedule"


def test_a_post_that_is_stored_as_it_was_is_not_recorded(organization: Organization, editor: User) -> None:
    post = PostFactory.create(organization=organization)
    save_post(post, by=editor, at=LONG_AGO)
    assert log() == []


def test_what_nobody_does_is_not_recorded_here(organization: Organization) -> None:
    post = Post(organization=organization, title="Imported")
    save_post(post, by=None, at=LONG_AGO)
    delete_post(post, by=None, at=LONG_AGO)
    assert log() == []


def test_a_deleted_post_stays_on_record(organization: Organization, editor: User) -> None:
    post = PostFactory.create(organization=organization, title="Gone")
    number = post.pk
    delete_post(post, by=editor, at=LONG_AGO)
    assert log() == ["The editor deleted for good Gone"]
    assert Line.objects.get().object_id == str(number)


def test_nothing_is_recorded_of_what_failed(organization: Organization, editor: User) -> None:
    post = PostFactory.create(organization=organization, slug="taken")
    other = Post(organization=organization, title="Other", slug="taken")
    with pytest.raises(Exception, match=r"(?i)unique"):
        save_post(other, by=editor, at=LONG_AGO)
    assert post.slug == "taken"
