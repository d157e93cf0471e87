"""Pages of the desk at widths at which they broke: none outgrows a telephone, the navigation is open where there is room."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from blog.organizations.models import Invitation, Organization
from blog.posts import services
from blog.posts.content import content_of
from tests.browser.admin import working_at
from tests.factories import PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_no_page_is_wider_than_a_telephone(
    browser: Browser, live_server: LiveServer, owner: User, organization: Organization
) -> None:
    post, now = PostFactory.create(organization=organization), timezone.now()
    services.save_revision(post, content_of(post) | {"title": "What the council decided"}, by=owner, at=now)
    moments = {"created_at": now, "mailed_at": now, "expires_at": now}
    Invitation.objects.create(organization=organization, email="somebody@example.org", secret_hash="x", **moments)
    with working_at(browser, live_server, owner, width=360) as desk:
        for address in (
            f"/admin/posts/post/{post.pk}/revisions/compare/",
            f"/admin/organizations/organization/{organization.pk}/invitations/",
            "/admin/time-zone/",
        ):
            desk.open(address)
            assert desk.page.evaluate("document.documentElement.scrollWidth") == 360, address


@pytest.mark.parametrize(("width", "is_open"), [(1279, False), (1280, True), (1281, True)])
def test_the_navigation_stands_beside_the_page_where_there_is_room(
    browser: Browser,
    live_server: LiveServer,
    owner: User,
    organization: Organization,
    width: int,
    is_open: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    post = PostFactory.create(organization=organization, title="What the council decided about the harbour")
    with working_at(browser, live_server, owner, width=width) as desk:
        page = desk.open(f"/admin/posts/post/{post.pk}/change/")
        expect(page.locator("#nav-sidebar")).to_be_visible(visible=is_open)
        expect(page.locator("#header-inner").get_by_text("What the council")).to_be_visible()
