"""A discussion with everything in it, in a real browser."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from tests.blog.comments.samples import NOW, thread
from tests.browser.accessibility import broken_rules
from tests.browser.pages import LONG_ADDRESS, LONG_WORD
from tests.factories import LONG_AGO, CommentFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.browser
ADDRESS = "/posts/discussed/"


@pytest.fixture
def comments(live_server: LiveServer, organization: Organization) -> list[Comment]:  # noqa: ARG001  # it reads the rows
    """A discussion of two pages: folded, removed, edited, long, from right to left, and of people with badges."""
    post = PostFactory.create(organization=organization, slug="discussed")
    made = thread(post, [None, *range(6), None, 7, *[None] * 50])
    Comment.objects.filter(pk__gt=made[2].pk).update(identicon=12345, like_count=3)
    set_state(Comment.objects.numbered(made[7].pk), State.REMOVED, by=None, at=NOW)
    for role in (Role.MODERATOR, Role.EDITOR):
        user = MembershipFactory.create(organization=organization, role=role).user
        CommentFactory.create(post=post, reply_to=made[0], user=user, edited_at=LONG_AGO)
    CommentFactory.create(post=post, reply_to=made[4], user_name=LONG_WORD[:50], comment=f"{LONG_WORD} {LONG_ADDRESS}")
    CommentFactory.create(post=post, reply_to=made[0], user_name="قارئ", comment="هذا تعليق مكتوب من اليمين إلى اليسار.")
    return made


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.usefixtures("comments")
def test_axe_finds_nothing_in_it(browser: Browser, live_server: LiveServer, color_scheme: str, width: int) -> None:
    context = browser.new_context(
        base_url=live_server.url,
        color_scheme="dark" if color_scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    page.goto(ADDRESS)
    page.get_by_text("more replies").click()
    violations = broken_rules(page)
    context.close()
    assert [(violation["id"], violation["nodes"][0]["target"]) for violation in violations] == []


@pytest.mark.usefixtures("comments")
def test_it_does_not_scroll_sideways_at_320_px(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(ADDRESS)
    page.get_by_text("more replies").click()
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_without_javascript_a_fold_opens_and_a_permalink_shows_what_is_in_it(
    browser: Browser, live_server: LiveServer, comments: list[Comment]
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page, deep = context.new_page(), comments[5]
    page.goto(ADDRESS)
    assert not page.locator(f"#c{deep.pk}").is_visible()
    page.get_by_text("more replies").click()
    assert page.locator(f"#c{deep.pk}").is_visible()
    page.goto(deep.get_absolute_url())
    assert page.locator(f"#c{deep.pk}").is_visible()
    page.get_by_role("link", name="To the beginning of the discussion").click()
    page.get_by_role("link", name="Newest first").click()
    page.get_by_role("link", name="Earlier replies").click()
    assert page.locator(f"#c{comments[0].pk}").is_visible()
    context.close()


@pytest.mark.usefixtures("comments")
def test_on_paper_nothing_is_folded_and_nothing_is_offered(page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(ADDRESS)
    assert page.locator("details .reply").first.is_visible()
    assert not page.locator("summary").first.is_visible()
    assert not page.locator(".reply__do").first.is_visible()
