"""What somebody can do with replies of their own and to those of others, where they read and on pages without JavaScript."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.comments.models import Comment, PendingComment, Report, State
from blog.posts.models import Post
from tests.blog.comments.browsers import OURS, browser_of, waiting, written
from tests.browser.accessibility import broken_rules
from tests.factories import CommentFactory, PostFactory

pytestmark = pytest.mark.browser
POST = "/posts/a-post/"


@pytest.fixture
def post(live_server: LiveServer) -> Post:  # noqa: ARG001  # it reads the rows
    """A post with a stranger's comment."""
    post = PostFactory.create(slug="a-post", title="A post")
    CommentFactory.create(post=post, user_name="Reader Two", comment="What others say.")
    return post


@pytest.fixture
def known(context: BrowserContext, live_server: LiveServer) -> BrowserContext:
    """A browser that has written something here."""
    for name, cookie in browser_of(OURS).cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
    return context


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page without JavaScript, in the browser of a guest who has written something here."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    for name, cookie in browser_of(OURS).cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def mine_now(post: Post, **columns: object) -> Comment:
    """Store a comment that this browser has just written."""
    return written(post, at=timezone.now(), **columns)  # type: ignore[arg-type]  # columns of any type


def said(page: Page) -> str:
    return page.locator("[data-reply-status]").inner_text()


@pytest.mark.usefixtures("post")
def test_somebody_who_only_reads_asks_for_nothing_and_sees_nothing_move(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(POST)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "mine" in url] == []
    assert page.evaluate("document.querySelector('[data-own-replies]').offsetHeight") == 0


def test_a_guest_finds_what_waits_and_changes_it_there(page: Page, post: Post) -> None:
    page.goto(POST)
    page.get_by_role("link", name="Leave a reply").click()
    page.get_by_label("Your reply").fill("What I think.")
    page.get_by_label("Name").fill("Guest One")
    page.get_by_label("E-mail address").fill("guest@example.org")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.locator("[data-reply-sent]")).to_be_visible()
    page.goto(POST)
    own = page.locator("[data-own]")
    expect(own).to_contain_text("Waits for your confirmation")
    own.get_by_role("link", name="Change").click()
    own.get_by_label("Your reply").fill("What I *mean*.")
    own.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Your reply is changed.").first).to_be_focused()
    expect(own.locator("[data-own-item] > [data-text] em")).to_have_text("mean")
    assert PendingComment.objects.get(post=post).text == "What I *mean*."


def test_a_guest_withdraws_what_waits(known: BrowserContext, post: Post) -> None:
    waiting(post, at=timezone.now())
    page = known.new_page()
    page.goto(POST)
    own = page.locator("[data-own]")
    own.get_by_role("link", name="Withdraw").click()
    own.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("Your reply is withdrawn.").first).to_be_focused()
    expect(own).not_to_contain_text("What I think")
    assert PendingComment.objects.get().text == ""


def test_ones_own_comment_is_changed_in_its_place(known: BrowserContext, post: Post) -> None:
    comment = mine_now(post)
    page = known.new_page()
    page.goto(POST)
    article = page.locator(f"#c{comment.pk} > article")
    article.get_by_role("link", name="Change").click()
    field = article.get_by_label("Your reply")
    expect(field).to_be_focused()
    expect(field).to_have_value("What I *think*.")
    field.fill("What I *mean*.")
    article.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("Your reply is changed.").first).to_be_focused()
    expect(article.locator(".e-content em")).to_have_text("mean")
    assert said(page) == "Your reply is changed."
    page.reload()
    expect(article).to_contain_text("edited")
    assert Comment.objects.get(pk=comment.pk).versions.count() == 1


def test_what_was_typed_is_there_again_when_the_form_is_opened_again(known: BrowserContext, post: Post) -> None:
    comment = mine_now(post)
    page = known.new_page()
    page.goto(POST)
    link = page.locator(f"#c{comment.pk}").get_by_role("link", name="Change")
    link.click()
    page.get_by_label("Your reply").fill("Typed words")
    page.get_by_role("button", name="Close").click()
    expect(link).to_be_focused()
    link.click()
    expect(page.get_by_label("Your reply")).to_have_value("Typed words")


def test_too_late_the_words_can_be_copied(known: BrowserContext, post: Post) -> None:
    comment = mine_now(post)
    page = known.new_page()
    page.goto(POST)
    page.locator(f"#c{comment.pk}").get_by_role("link", name="Change").click()
    page.get_by_label("Your reply").fill("Late words")
    Comment.objects.filter(pk=comment.pk).update(submit_date=timezone.now() - timedelta(minutes=15))
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_text("It is too late").first).to_be_focused()
    expect(page.get_by_label("Your text, to copy")).to_have_value("Late words")
    page.get_by_role("button", name="Close").click()
    expect(page.locator(f"#c{comment.pk}").get_by_role("link", name="Change")).to_be_focused()


def test_withdrawing_asks_first_and_works_from_the_keyboard(known: BrowserContext, post: Post) -> None:
    comment = mine_now(post)
    page = known.new_page()
    page.goto(POST)
    link = page.locator(f"#c{comment.pk}").get_by_role("link", name="Withdraw")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Withdraw this reply?").first).to_be_focused()
    for _button in ("withdraw", "keep"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(link).to_be_focused()
    assert Comment.objects.get(pk=comment.pk).state == State.PUBLIC
    page.keyboard.press("Enter")
    expect(page.get_by_text("Withdraw this reply?").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your reply is withdrawn.").first).to_be_focused()
    expect(page.locator(f"#c{comment.pk}")).not_to_contain_text("What I think")
    assert Comment.objects.get(pk=comment.pk).state == State.REMOVED


def test_a_reader_reports_where_they_read(page: Page, post: Post) -> None:
    page.goto(POST)
    link = page.get_by_role("link", name="Report")
    link.click()
    expect(page.get_by_label("Spam or advertising")).to_be_focused()
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("fieldset")).to_be_focused()
    page.get_by_label("Abuse or hate").check()
    page.get_by_label("In your words").fill("It insults.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Thank you for your report.").first).to_be_focused()
    assert said(page) == "Thank you for your report."
    assert page.url.endswith(POST)
    report = Report.objects.get()
    assert (report.comment.post, report.reason, report.text) == (post, "abuse", "It insults.")
    link.click()
    expect(page.get_by_text("Thank you for your report.").first).to_be_focused()


def test_one_form_at_a_time_stands_below_a_comment(page: Page, post: Post) -> None:
    page.goto(POST)
    article = page.locator(f"#c{post.comments.get().pk} > article")
    article.get_by_role("link", name="Report").click()
    expect(article.get_by_role("button", name="Send the report")).to_be_visible()
    article.get_by_role("link", name="Reply to").click()
    expect(article.get_by_label("Your reply")).to_be_focused()
    expect(article.locator("form")).to_have_count(1)


def test_the_form_knows_who_wrote_before(known: BrowserContext, post: Post) -> None:
    waiting(post, at=timezone.now())
    page = known.new_page()
    page.goto(POST)
    page.get_by_role("link", name="Leave a reply").click()
    expect(page.get_by_text("You are commenting as Guest One")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_be_hidden()
    page.get_by_label("Your reply").fill("Again.")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.locator("[data-reply-sent]")).to_be_visible()
    assert PendingComment.objects.filter(name="Guest One", email="guest.one@example.org").count() == 2


def test_without_javascript_one_finds_changes_and_withdraws_ones_replies(plain: Page, post: Post) -> None:
    comment = mine_now(post)
    plain.goto(POST)
    plain.get_by_role("link", name="Your replies").click()
    expect(plain.get_by_text("Is public.")).to_be_visible()
    plain.get_by_role("link", name="Change").click()
    plain.get_by_label("Your reply").fill("What I *mean*.")
    plain.get_by_role("button", name="Preview").click()
    expect(plain.locator(".reply-box__preview em")).to_have_text("mean")
    plain.get_by_role("button", name="Save the change").click()
    assert plain.url.endswith(f"{POST}#c{comment.pk}")
    plain.get_by_role("link", name="Your replies").click()
    plain.get_by_role("link", name="Withdraw").click()
    plain.get_by_role("button", name="Withdraw it").click()
    expect(plain.get_by_text("Your reply is withdrawn.")).to_be_visible()
    assert Comment.objects.get(pk=comment.pk).state == State.REMOVED


def test_without_javascript_a_reader_reports(plain: Page, post: Post) -> None:
    plain.goto(POST)
    plain.get_by_role("link", name="Report").click()
    plain.get_by_label("Off topic").check()
    plain.get_by_role("button", name="Send the report").click()
    expect(plain.get_by_text("Thank you for your report.")).to_be_visible()
    assert Report.objects.get(comment__post=post).reason == "off_topic"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("is_dark", [False, True])
def test_axe_finds_nothing(
    browser: Browser,
    live_server: LiveServer,
    post: Post,
    width: int,
    is_dark: bool,  # noqa: FBT001
) -> None:
    waiting(post, at=timezone.now())
    comment = mine_now(post)
    mine_now(post, state=State.HELD)
    context = browser.new_context(
        base_url=live_server.url, color_scheme="dark" if is_dark else "light", viewport={"width": width, "height": 800}
    )
    for name, cookie in browser_of(OURS).cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    found: list[tuple[str, str]] = []

    def look(step: str) -> None:
        violations = broken_rules(page)
        found.extend((step, violation["id"]) for violation in violations)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), step

    page.goto(POST)
    page.locator("[data-own]").get_by_role("link", name="Withdraw").first.click()
    page.locator(f"#c{comment.pk}").get_by_role("link", name="Change").click()
    page.get_by_role("link", name="Report").first.click()
    page.get_by_role("button", name="Send the report").click()
    page.wait_for_selector("fieldset[aria-invalid=true]")
    look("in place")
    for address in (
        f"{POST}reply/mine/",
        f"/comments/{comment.pk}/edit/",
        f"/comments/{comment.pk}/withdraw/",
        f"{POST}reply/",
    ):
        page.goto(address)
        look(address)
    context.close()
    assert found == []
