"""Joint publication drops the pages that show it, and no other."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.fingerprint import fingerprint
from blog.posts.models import JointPublication, JointState, Post, Status
from blog.posts.services import joint, restore_post, trash_post
from tests.cms.pagecache.asking import Cached
from tests.factories import (
    LONG_AGO,
    CategoryFactory,
    JointPublicationFactory,
    MembershipFactory,
    OrganizationFactory,
    PostFactory,
)

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=3000)
PAGES = {
    "home": "/",
    "month": "/archive/2017/08/",
    "feed": "/feed/",
    "post": "/posts/a-post/",
    "replies": "/posts/a-post/comments/feed/",
    "organization": "/organizations/institute-of-examples/",
    "organization's feed": "/organizations/institute-of-examples/feed/atom/",
    "partner": "/organizations/other-chamber/",
    "partner's feed": "/organizations/other-chamber/feed/json/",
    "category": "/categories/news/",
    "third": "/organizations/third-office/",
    "other post": "/posts/other-post/",
}
OF_THE_POST = {"home", "month", "feed", "post", "replies", "organization", "organization's feed", "category"}
OF_THE_PARTNER = {"partner", "partner's feed"}


@pytest.fixture
def post(organization: Organization, other_organization: Organization) -> Post:
    third = OrganizationFactory.create(name="Third Office", slug="third-office")
    for owner in (other_organization, third):
        PostFactory.create(organization=owner, slug="other-post" if owner == third else "of-partner")
    post: Post = PostFactory.create(organization=organization, slug="a-post", categories=[CategoryFactory.create(slug="news")])
    return post


@pytest.fixture
def asked(post: Post, other_organization: Organization) -> JointPublication:
    agreement: JointPublication = JointPublicationFactory.create(
        post=post, organization=other_organization, state=JointState.ASKED
    )
    return agreement


@pytest.fixture
def warm(ask: Cached, asked: JointPublication) -> Iterator[Cached]:  # noqa: ARG001  # the site
    with time_machine.travel(NOW, tick=False):
        for address in PAGES.values():
            ask(address)
        yield ask


def dropped(ask: Cached) -> set[str]:
    """Return the names of the pages that are not kept any more; afterwards they are."""
    found = set()
    for name, address in PAGES.items():
        before = ask.figure("hits")
        ask(address)
        if ask.figure("hits") == before:
            found.add(name)
    return found


def accept(agreement: JointPublication, by: User) -> None:
    joint.accept(agreement, version=fingerprint(agreement.post), by=by, at=NOW)


def test_being_asked_and_declining_drop_nothing(warm: Cached, asked: JointPublication, stranger: User, editor: User) -> None:
    joint.ask(asked.post, OrganizationFactory.create(), by=editor, at=NOW)
    dropped(warm)  # a new organization stands in the names that any post's page may show
    joint.decline(asked, by=stranger, at=NOW)
    assert dropped(warm) == set()


def test_accepting_and_leaving_drop_what_shows_the_post_and_the_partner_s_lists(
    warm: Cached, asked: JointPublication, stranger: User
) -> None:
    dropped(warm)
    accept(asked, stranger)
    assert dropped(warm) == OF_THE_POST | OF_THE_PARTNER
    assert "a-post" in warm(PAGES["partner"]).text
    assert "Other Chamber" in warm(PAGES["post"]).text
    joint.leave(asked, by=stranger, at=NOW)
    assert dropped(warm) == OF_THE_POST | OF_THE_PARTNER
    assert "a-post" not in warm(PAGES["partner"]).text
    assert "Other Chamber" not in warm(PAGES["post"]).text


class TestOnceAccepted:
    @pytest.fixture(autouse=True)
    def _accepted(self, warm: Cached, asked: JointPublication, stranger: User) -> None:
        accept(asked, stranger)
        dropped(warm)

    def test_a_new_name_of_the_partner(self, warm: Cached) -> None:
        Organization.objects.filter(slug="other-chamber").update(name="New Chamber")
        assert dropped(warm) >= OF_THE_POST | OF_THE_PARTNER
        for name in ("home", "post", "category", "organization's feed", "partner"):
            assert "New Chamber" in warm(PAGES[name]).text, name

    def test_a_name_that_stands_nowhere_near(self, warm: Cached) -> None:
        before = warm.figure("hits")
        Organization.objects.filter(slug="third-office").update(name="Third House")
        warm(PAGES["partner"])
        warm(PAGES["category"])
        assert warm.figure("hits") == before + 2

    def test_a_change_of_the_post(self, warm: Cached, post: Post) -> None:
        post.title = "Another title"
        post.save()
        assert dropped(warm) == OF_THE_POST | OF_THE_PARTNER
        assert "Another title" in warm(PAGES["partner's feed"]).text

    def test_the_trash_and_back(self, warm: Cached, post: Post, editor: User) -> None:
        trash_post(post, by=editor, at=NOW)
        assert "a-post" not in warm(PAGES["partner"]).text
        restore_post(post, by=editor, at=NOW)
        assert "a-post" in warm(PAGES["partner"]).text

    def test_it_expires_at_its_moment(self, warm: Cached, post: Post) -> None:
        soon = NOW + timedelta(hours=1)
        Post.objects.filter(pk=post.pk).update(expires_at=soon)
        dropped(warm)
        with time_machine.travel(soon - timedelta(seconds=1), tick=False):
            assert dropped(warm) == set()
        with time_machine.travel(soon, tick=False):
            assert "a-post" not in warm(PAGES["partner"]).text
            assert "a-post" not in warm(PAGES["partner's feed"]).text

    def test_a_post_that_goes(self, warm: Cached, post: Post) -> None:
        post.delete()
        assert dropped(warm) == OF_THE_POST | OF_THE_PARTNER

    def test_a_partner_that_goes(self, warm: Cached, post: Post) -> None:
        partner = MembershipFactory.create().organization
        JointPublicationFactory.create(post=post, organization=partner)
        assert partner.name in warm(PAGES["post"]).text
        partner.delete()
        assert partner.name not in warm(PAGES["post"]).text
        assert partner.name not in warm(PAGES["home"]).text


def test_a_scheduled_joint_post_appears_in_either_list_at_its_moment(
    warm: Cached, organization: Organization, other_organization: Organization
) -> None:
    soon = NOW + timedelta(hours=1)
    dates = {"published_at": soon, "first_published_at": soon}
    planned = PostFactory.create(organization=organization, title="Planned", status=Status.SCHEDULED, **dates)
    JointPublicationFactory.create(post=planned, organization=other_organization)
    dropped(warm)
    assert dropped(warm) == set()
    with time_machine.travel(soon, tick=False):
        assert "Planned" in warm(PAGES["partner"]).text
        assert "Planned" in warm(PAGES["partner's feed"]).text
