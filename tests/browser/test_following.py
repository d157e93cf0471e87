"""Following a discussion where one reads it, and stopping it from the mail; with JavaScript and without."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.comments.models import Comment, Follow
from blog.comments.services import add_imported_comments
from blog.posts.models import Post
from tests.blog.comments.followers import follower
from tests.blog.comments.samples import NOW, Item
from tests.browser.accessibility import broken_rules
from tests.factories import PostFactory

pytestmark = pytest.mark.browser
POST = "/posts/a-post/"
GUEST = "guest@example.org"


@pytest.fixture
def post(live_server: LiveServer) -> Post:  # noqa: ARG001  # it reads the rows
    post = PostFactory.create(slug="a-post", title="A post")
    add_imported_comments(post, [Item(author_name="Reader One"), Item(author_name="Reader Two", parent=0)], at=NOW)
    return post


@pytest.fixture
def plain_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def open_form(page: Page) -> None:
    page.goto(POST)
    page.get_by_role("link", name="Follow this discussion by mail").click()


@pytest.mark.usefixtures("post")
def test_the_form_opens_in_place_takes_the_focus_and_gives_it_back(page: Page) -> None:
    open_form(page)
    expect(page.get_by_label("E-mail address")).to_be_focused()
    assert page.url.endswith(POST)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("link", name="Follow this discussion by mail")).to_be_focused()


@pytest.mark.usefixtures("post")
def test_a_guest_is_told_in_place_to_look_into_the_mailbox(page: Page, context: BrowserContext) -> None:
    open_form(page)
    page.get_by_label("E-mail address").fill("nonsense")
    page.keyboard.press("Enter")
    expect(page.get_by_label("E-mail address")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.get_by_label("E-mail address").fill(GUEST)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Look into your mailbox").first).to_be_focused()
    expect(page.locator("[data-reply-status]")).to_have_text("Thank you. Look into your mailbox.")
    assert page.url.endswith(POST)
    assert Follow.objects.unconfirmed().get().email == GUEST
    assert {cookie["name"] for cookie in context.cookies()} == {"csrftoken"}


@pytest.mark.usefixtures("post")
def test_without_javascript_the_same_form_is_a_page(plain_page: Page) -> None:
    open_form(plain_page)
    plain_page.get_by_label("E-mail address").fill(GUEST)
    plain_page.get_by_role("button", name="Follow by mail").click()
    assert plain_page.url.endswith(f"{POST}follow/asked/")
    assert Follow.objects.unconfirmed().get().email == GUEST


def test_without_javascript_a_branch_is_followed_and_stopped_with_two_links_and_two_buttons(
    plain_page: Page, post: Post
) -> None:
    root = Comment.objects.of_post(post).roots().get()
    following = follower(post, GUEST, branch=root, confirmed_at=None)
    plain_page.goto(f"/comments/follow/confirm/{following.renew_token(at=timezone.now())}/")
    expect(plain_page.get_by_text("the branch that Reader One began")).to_be_visible()
    plain_page.get_by_role("button", name="Send me these mails").click()
    assert Follow.objects.confirmed().exists()
    plain_page.goto(f"/comments/mute/{following.stop_token}/")
    plain_page.get_by_role("button", name="Stop these mails").click()
    expect(plain_page.get_by_role("heading", name="The mails have stopped")).to_be_visible()
    assert not Follow.objects.exists()


def test_everything_is_stopped_from_the_page_of_one_link(page: Page, post: Post) -> None:
    following = follower(post)
    follower(PostFactory.create())
    page.goto(f"/comments/mute/{following.stop_token}/")
    page.get_by_role("button", name="Stop all mails").click()
    expect(page.get_by_role("heading", name="The mails have stopped")).to_be_visible()
    assert not Follow.objects.exists()


@pytest.mark.parametrize("is_dark", [False, True])
def test_axe_finds_nothing_on_any_page_of_following(
    browser: Browser,
    live_server: LiveServer,
    post: Post,
    is_dark: bool,  # noqa: FBT001
) -> None:
    context = browser.new_context(
        base_url=live_server.url, color_scheme="dark" if is_dark else "light", viewport={"width": 360, "height": 800}
    )
    page = context.new_page()
    following, other = follower(post), follower(PostFactory.create())
    asked = follower(post, GUEST, confirmed_at=None)
    found: list[tuple[str, str]] = []
    for path in (
        f"{POST}follow/",
        f"{POST}follow/asked/",
        f"{POST}follow/following/",
        f"/comments/follow/confirm/{asked.renew_token(at=timezone.now())}/",
        "/comments/follow/confirm/unknown/",
        f"/comments/mute/{following.stop_token}/",
    ):
        page.goto(path)
        found += [(path, rule["id"]) for rule in broken_rules(page)]
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    page.get_by_role("button", name="Stop these mails").click()
    expect(page.get_by_text("You follow other discussions")).to_be_visible()
    found += [("stopped", rule["id"]) for rule in broken_rules(page)]
    context.close()
    assert found == []
    assert list(Follow.objects.confirmed()) == [other]
