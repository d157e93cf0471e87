"""The moderation queue in a real browser: by keys, by plain forms, and for whoever hears it."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from blog.comments.decision_links import DecisionLink
from blog.comments.models import Comment, Decision, Report, State
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.browser.accessibility import broken_rules
from tests.browser.admin import Desk, working_at
from tests.factories import LONG_AGO, CommentFactory, PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUEUE = "/admin/comments/comment/queue/"


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, slug="a-post", title="A post")


@pytest.fixture
def held(post: Post) -> list[Comment]:
    """Three held comments, the first of the queue first."""
    signals = [{"signal": "links", "points": 2, "detail": "2"}]
    comments = [
        CommentFactory.create(post=post, state=State.HELD, user_name=f"Guest {number}", signals=signals, ip_address="192.0.2.7")
        for number in range(3)
    ]
    return comments[::-1]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, moderator: User, held: list[Comment]) -> Iterator[Desk]:
    """The queue, open; `window.isTheSame` is lost where the page is loaded anew."""
    assert held
    with working_at(browser, live_server, moderator) as desk:
        desk.open(QUEUE).evaluate("window.isTheSame = true")
        yield desk
        assert desk.complaints == []


def entry(comment: Comment) -> str:
    return f"#entry-{comment.pk}"


def state_of(comment: Comment) -> str:
    return str(Comment.objects.values_list("state", flat=True).get(pk=comment.pk))


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-queue-status]")).to_have_text(re.compile(words))
    assert page.evaluate("window.isTheSame")


def test_a_moderator_works_through_the_queue_by_keys(desk: Desk, held: list[Comment]) -> None:
    page, (first, second, third) = desk.page, held
    page.keyboard.press("j")
    expect(page.locator(entry(first))).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("a")
    expect(page.locator(entry(second))).to_be_focused()
    said(page, "1 comment: Public.")
    page.keyboard.press("s")
    expect(page.locator(entry(third))).to_be_focused()
    said(page, "1 comment: Spam.")
    page.keyboard.press("r")
    expect(page.locator(entry(third)).get_by_label("Why?")).to_be_focused()
    page.keyboard.type("Off topic, has")  # the letters are those of other keys
    page.keyboard.press("Enter")
    expect(page.locator("[data-queue-empty]")).to_be_focused()
    said(page, "1 comment: Removed.")
    assert [state_of(comment) for comment in held] == [State.PUBLIC, State.SPAM, State.REMOVED]
    assert Decision.objects.get(state=State.REMOVED).reason == "Off topic, has"


def test_the_last_decision_is_undone_by_a_key(desk: Desk, held: list[Comment]) -> None:
    page = desk.page
    page.keyboard.press("j")
    page.keyboard.press("s")
    said(page, "1 comment: Spam.")
    page.keyboard.press("u")
    said(page, "Undone: 1 comment stands as before.")
    expect(page.locator(entry(held[0]))).to_be_visible()
    assert state_of(held[0]) == State.HELD


def test_a_public_comment_is_held_by_a_key_and_the_next_has_the_focus(desk: Desk, post: Post, held: list[Comment]) -> None:
    page, public = desk.page, CommentFactory.create(post=post)
    desk.open(f"{QUEUE}?tab=recent").evaluate("window.isTheSame = true")
    page.keyboard.press("j")
    page.keyboard.press("h")
    said(page, "1 comment: Held.")
    expect(page.locator(entry(held[0]))).to_be_focused()
    assert state_of(public) == State.HELD


def test_escape_leaves_a_reason_unsaid(desk: Desk, held: list[Comment]) -> None:
    page = desk.page
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    expect(page.locator(entry(held[0]))).to_be_focused()
    expect(page.get_by_label("Why?").first).to_be_hidden()


def test_keys_can_be_switched_off(desk: Desk, held: list[Comment]) -> None:
    page = desk.page
    page.keyboard.press("?")
    page.get_by_label("Single keys act").uncheck()
    page.locator(entry(held[0])).focus()
    page.keyboard.press("s")
    desk.open(QUEUE)
    page.locator(entry(held[0])).focus()
    page.keyboard.press("s")
    expect(page.locator("[data-queue-keys]")).not_to_be_checked()
    page.wait_for_load_state("networkidle")
    assert state_of(held[0]) == State.HELD


def test_all_are_chosen_and_decided_at_once(desk: Desk, held: list[Comment]) -> None:
    page = desk.page
    page.get_by_label("Choose all").check()
    page.get_by_label("With the chosen:").select_option("spam")
    page.get_by_role("button", name="Decide").click()
    said(page, "3 comments: Spam.")
    assert {state_of(comment) for comment in held} == {State.SPAM}


def test_somebody_is_banned_in_place(desk: Desk, held: list[Comment]) -> None:
    page = desk.page
    page.keyboard.press("j")
    page.keyboard.press("b")
    page.locator(entry(held[0])).get_by_label("For how long").select_option("7")
    page.locator(entry(held[0])).get_by_role("button", name="Ban").click()
    said(page, "Guest 2 is banned. 1 comment: Spam.")
    expect(page.locator(entry(held[1]))).to_be_focused()


def test_when_the_network_fails_nothing_is_lost(desk: Desk, held: list[Comment]) -> None:
    page = desk.page
    page.route("**/decide/**", lambda route: route.abort())
    page.keyboard.press("j")
    page.keyboard.press("s")
    said(page, "This did not work")
    expect(page.locator(entry(held[0]))).to_be_focused()
    desk.complaints.clear()  # the browser's own, about the network


def test_without_javascript_the_whole_way_is_open(
    browser: Browser, live_server: LiveServer, moderator: User, held: list[Comment]
) -> None:
    with working_at(browser, live_server, moderator, java_script=False) as desk:
        page = desk.page
        page.goto(QUEUE)
        page.locator(entry(held[0])).get_by_role("button", name="Approve").click()
        expect(page.get_by_text("1 comment: Public.")).to_be_visible()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Undone: 1 comment stands as before.")).to_be_visible()
        page.locator(entry(held[1])).get_by_text("Remove…").click()
        page.locator(entry(held[1])).get_by_label("Why?").fill("Off topic")
        page.locator(entry(held[1])).get_by_role("button", name="Remove").click()
        expect(page.get_by_text("1 comment: Removed.")).to_be_visible()
        assert desk.complaints == []
    assert [state_of(comment) for comment in held] == [State.HELD, State.REMOVED, State.HELD]


def test_a_moderator_decides_from_the_mail_without_javascript_and_without_signing_in(
    browser: Browser, live_server: LiveServer, moderator: User, held: list[Comment]
) -> None:
    with working_at(browser, live_server, None, java_script=False) as desk:
        desk.page.goto(DecisionLink.to(held[0], moderator).address.replace("http://testserver", ""))
        desk.page.get_by_role("button", name="Approve").click()
        expect(desk.page.get_by_role("heading", name="Your decision is in effect")).to_be_visible()
        assert desk.page.context.cookies() == []
    assert state_of(held[0]) == State.PUBLIC


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser,
    live_server: LiveServer,
    moderator: User,
    held: list[Comment],
    width: int,
    color_scheme: Literal["light", "dark"],
) -> None:
    Comment.objects.numbered(held[1].pk).update(open_reports=1)
    Report.objects.create(comment=held[1], visitor_key="v", reason="abuse", text="Rude", created_at=LONG_AGO)
    found: list[tuple[str, str]] = []
    with working_at(browser, live_server, moderator, width=width, color_scheme=color_scheme) as desk:

        def look(step: str, part: str) -> None:
            broken = broken_rules(desk.page, {"include": [part]})
            found.extend((step, violation["id"]) for violation in broken)
            assert desk.page.evaluate("document.documentElement.scrollWidth") <= width, step

        page = desk.open(QUEUE)
        page.keyboard.press("?")
        page.keyboard.press("j")
        page.keyboard.press("b")
        look("queue", ".gz-queue")
        page.keyboard.press("Escape")
        page.keyboard.press("s")
        page.wait_for_selector(".gz-told")
        look("decided", ".gz-queue")
        desk.open(f"/admin/comments/decision/{Decision.objects.get().pk}/change/")
        look("decision", ".gz-history")
        desk.open(f"/admin/comments/comment/{held[0].pk}/change/")
        look("history", ".gz-history")
        page.goto(DecisionLink.to(held[1], moderator).address.replace("http://testserver", ""))
        look("mail", "main")
        assert desk.complaints == []
    assert found == []
