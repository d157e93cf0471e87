"""Pasting and typing in the editor of posts: what other programs copied, Markdown, notes and videos."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from tests.blog.richtext.clipboard_samples import NAMES, comparable, expected, pasted
from tests.browser.admin import Desk, working_at
from tests.browser.editor import paste, press, save, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIDEO = "https://www.youtube.com/watch?v=abc"


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, editor: User) -> Iterator[Desk]:
    """An editor who has opened a new post."""
    with working_at(browser, live_server, editor) as desk:
        desk.open("/admin/posts/post/add/")
        text_of(desk.page).click()
        yield desk
        assert desk.complaints == []


def test_what_programs_copy_is_pasted_as_the_article_that_the_server_would_make(desk: Desk) -> None:
    written = desk.page.locator("textarea[name=body]")
    for name in NAMES:
        desk.page.keyboard.press("Control+a")
        desk.page.keyboard.press("Delete")
        paste(desk.page, pasted(name))
        assert comparable(written.input_value()) == expected(name), name


def test_a_text_pasted_from_word_is_stored_clean(desk: Desk) -> None:
    paste(desk.page, pasted("word"))
    assert comparable(save(desk.page, "Pasted from Word").body) == expected("word")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("## Figures", "<h2>Figures</h2>"),
        ("- one", "<ul><li><p>one</p></li></ul>"),
        ("3. one", '<ol start="3"><li><p>one</p></li></ol>'),
        ("> said", "<blockquote><p>said</p></blockquote>"),
    ],
)
def test_markdown_at_the_beginning_of_a_line_makes_blocks(desk: Desk, typed: str, stored: str) -> None:
    desk.page.keyboard.type(typed)
    assert save(desk.page, "Markdown").body == stored


def test_markdown_within_a_line_makes_marks_links_and_notes(desk: Desk) -> None:
    desk.page.keyboard.type("a **b** *c* ~~d~~ `e` [f](https://example.org/f) g^[h] i")
    assert comparable(save(desk.page, "Marks").body) == (
        "<p>a <strong>b</strong> <em>c</em> <s>d</s> <code>e</code> "
        '<a href="https://example.org/f">f</a> g<foot-note>h</foot-note> i</p>'
    )


def test_a_note_is_written_in_its_dialog_and_opened_up_again(desk: Desk) -> None:
    desk.page.keyboard.type("Five mills")
    press(desk.page, "Footnote")
    desk.page.locator("dialog[open] textarea").fill("Count of 2025.")
    desk.page.locator("dialog[open]").get_by_role("button", name="Insert").click()
    expect(text_of(desk.page).locator("foot-note")).to_have_text("Count of 2025.")
    desk.page.keyboard.type(" stand")
    post = save(desk.page, "Notes")
    assert post.body == "<p>Five mills<foot-note>Count of 2025.</foot-note> stand</p>"
    desk.open(f"/admin/posts/post/{post.pk}/change/")
    text_of(desk.page).locator("foot-note").click()
    press(desk.page, "Footnote")
    expect(text_of(desk.page).locator("foot-note")).to_have_count(0)


def test_the_address_of_a_video_is_pasted_as_a_video_and_asks_nobody(desk: Desk) -> None:
    paste(desk.page, "", text=VIDEO)
    expect(text_of(desk.page).locator("figure[data-video] a")).to_have_text(VIDEO)
    post = save(desk.page, "Video")
    assert post.body_html == f'<figure class="video"><a href="{VIDEO}">YouTube</a></figure>'


def test_a_video_is_put_in_through_its_dialog_which_refuses_other_sites(desk: Desk) -> None:
    press(desk.page, "Video")
    dialog = desk.page.locator("dialog[open]")
    dialog.locator("[name=href]").fill("https://example.org/film")
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog.locator("h3")).to_have_text("No video of these sites has this address")
    dialog.locator("[name=href]").fill(VIDEO)
    dialog.locator("[name=title]").fill("A talk")
    dialog.get_by_role("button", name="Insert").click()
    expect(text_of(desk.page).locator("figure[data-video] a")).to_have_text("A talk")
    assert f'<a href="{VIDEO}">A talk</a>' in save(desk.page, "Video").body_html
