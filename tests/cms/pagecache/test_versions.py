"""What happens to one version of a post drops the pages of the others, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.services.grouping import join, leave_group
from tests.cms.pagecache.asking import Cached
from tests.cms.pagecache.test_looks import LONG_AGO
from tests.factories import OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=3000)
ENGLISH, RUSSIAN, OTHER = "/posts/ports/", "/ru/posts/porty/", "/posts/other/"


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, slug="ports")


@pytest.fixture
def russian(post: Post) -> Post:
    made: Post = PostFactory.create(
        organization=post.organization, slug="porty", language="ru", published_at=LONG_AGO - timedelta(days=2)
    )
    join([made.pk], post)
    return Post.objects.get(pk=made.pk)


@pytest.fixture
def draft(post: Post, russian: Post) -> Post:  # noqa: ARG001  # one of three
    made: Post = PostFactory.create(organization=post.organization, slug="porturi", language="ro", status=Status.DRAFT)
    join([made.pk], post)
    return Post.objects.get(pk=made.pk)


@pytest.fixture
def warm(ask: Cached, draft: Post) -> Iterator[Cached]:  # noqa: ARG001  # all three
    PostFactory.create(organization=OrganizationFactory.create(), slug="other")
    with time_machine.travel(NOW, tick=False):
        dropped(ask)
        yield ask


def dropped(ask: Cached) -> set[str]:
    """Return which pages are not kept any more, and keep them again."""
    gone = set()
    for address in (ENGLISH, RUSSIAN, OTHER):
        before = ask.figure("hits")
        ask(address)
        if ask.figure("hits") == before:
            gone.add(address)
    return gone


def test_a_version_that_is_published_withdrawn_and_trashed(warm: Cached, draft: Post) -> None:
    draft.publish(at=NOW)
    draft.save()
    assert dropped(warm) == {ENGLISH, RUSSIAN}
    assert "Română" in warm(ENGLISH).text
    for columns in ({"status": Status.ARCHIVED, "archived_at": NOW}, {"status": Status.PUBLISHED, "archived_at": None}):
        Post.objects.filter(pk=draft.pk).update(**columns)
        assert dropped(warm) == {ENGLISH, RUSSIAN}
    Post.objects.filter(pk=draft.pk).update(trashed_at=NOW)
    assert dropped(warm) == {ENGLISH, RUSSIAN}
    assert "Română" not in warm(RUSSIAN).text


def test_a_version_that_gets_another_address(warm: Cached, russian: Post) -> None:
    Post.objects.filter(pk=russian.pk).update(slug="gavani")
    assert ENGLISH in dropped(warm)
    assert "/ru/posts/gavani/" in warm(ENGLISH).text


def test_a_version_that_is_unlinked_and_linked(warm: Cached, post: Post, russian: Post) -> None:
    leave_group(russian)
    assert dropped(warm) >= {ENGLISH, RUSSIAN}
    assert "Русский" not in warm(ENGLISH).text
    assert "English" not in warm(RUSSIAN).text
    join([russian.pk], post)
    assert dropped(warm) >= {ENGLISH, RUSSIAN}
    assert "Русский" in warm(ENGLISH).text


def test_a_draft_that_changes_drops_nothing(warm: Cached, draft: Post) -> None:
    draft.title = "Later"
    draft.save()
    assert dropped(warm) == set()


def test_a_version_that_is_out_of_date_drops_its_own_page(warm: Cached, russian: Post) -> None:
    Post.objects.filter(pk=russian.pk).update(outdated_at=NOW)
    assert RUSSIAN in dropped(warm)
    assert "versions__outdated" in warm(RUSSIAN).text


def test_a_scheduled_version_appears_at_its_moment(warm: Cached, draft: Post) -> None:
    soon = NOW + timedelta(hours=1)
    Post.objects.filter(pk=draft.pk).update(status=Status.SCHEDULED, published_at=soon, first_published_at=soon)
    dropped(warm)
    with time_machine.travel(soon - timedelta(seconds=1), tick=False):
        assert dropped(warm) == set()
    with time_machine.travel(soon, tick=False):
        assert "Română" in warm(ENGLISH).text
        assert "Română" in warm(RUSSIAN).text
