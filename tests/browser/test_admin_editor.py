"""Writing in the editor of posts, in a real browser: what is typed and formatted is what is stored."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from tests.browser.admin import Desk, working_at
from tests.browser.editor import paste, press, save, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, editor: User) -> Iterator[Desk]:
    """An editor who has opened a new post."""
    with working_at(browser, live_server, editor) as desk:
        desk.open("/admin/posts/post/add/")
        text_of(desk.page).click()
        yield desk
        assert desk.complaints == []


def test_what_is_typed_is_stored_with_an_address_from_the_title(desk: Desk) -> None:
    desk.page.keyboard.type("Written in a browser")
    post = save(desk.page, "A story of café")
    assert post.body == "<p>Written in a browser</p>"
    assert post.slug == "a-story-of-café"


def test_words_are_set_in_bold(desk: Desk) -> None:
    press(desk.page, "bold")
    desk.page.keyboard.type("loud")
    assert save(desk.page, "Bold").body == "<p><strong>loud</strong></p>"


def test_a_paragraph_becomes_a_heading(desk: Desk) -> None:
    desk.page.keyboard.type("Figures")
    desk.page.locator(".field-body .prose-menubar__selected").click()
    desk.page.locator(".prose-menubar__picker:popover-open h2").click()
    assert save(desk.page, "Heading").body == "<h2>Figures</h2>"


def test_paragraphs_become_a_list(desk: Desk) -> None:
    press(desk.page, "unordered list")
    desk.page.keyboard.type("one")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type("two")
    assert save(desk.page, "List").body == "<ul><li><p>one</p></li><li><p>two</p></li></ul>"


def test_words_become_a_link_through_the_dialog(desk: Desk) -> None:
    desk.page.keyboard.type("source")
    desk.page.keyboard.press("Control+a")
    press(desk.page, "insert link")
    dialog = desk.page.locator("dialog[open]")
    dialog.locator("[name=href]").fill("https://example.org/")
    dialog.get_by_role("button", name="Update").click()
    assert '<a href="https://example.org/"' in save(desk.page, "Link").body


def test_a_table_is_put_in_and_filled(desk: Desk) -> None:
    press(desk.page, "Insert table")
    desk.page.locator("dialog[open]").get_by_role("button", name="Insert Table").click()
    text_of(desk.page).locator("td").first.click()
    desk.page.keyboard.type("Year")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type("Value")
    body = save(desk.page, "Table").body
    assert body.startswith("<table><tbody><tr>")
    assert "<p>Year</p>" in body
    assert "<p>Value</p>" in body


def test_what_was_done_is_undone_and_done_again(desk: Desk) -> None:
    desk.page.keyboard.type("kept")
    press(desk.page, "undo")
    expect(text_of(desk.page)).to_have_text("")
    press(desk.page, "redo")
    assert save(desk.page, "Undo").body == "<p>kept</p>"


def test_what_is_stored_is_opened_again_as_it_was(desk: Desk) -> None:
    press(desk.page, "italic")
    desk.page.keyboard.type("again")
    post = save(desk.page, "Again")
    desk.open(f"/admin/posts/post/{post.pk}/change/")
    expect(text_of(desk.page).locator("em")).to_have_text("again")


def test_a_refused_form_keeps_what_was_written(desk: Desk) -> None:
    desk.page.keyboard.type("Not lost")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    expect(desk.page.get_by_text("This field is required.").first).to_be_visible()
    expect(text_of(desk.page)).to_have_text("Not lost")


def test_pasted_markup_that_is_not_allowed_becomes_plain(desk: Desk) -> None:
    paste(desk.page, '<h1 style="color:red">Pasted</h1><p class="MsoNormal"><font size="7">words</font><img src="data:,x"></p>')
    assert save(desk.page, "Paste").body == "<h2>Pasted</h2><p>words</p>"


def test_words_pasted_from_an_office_are_bold_where_they_were(desk: Desk) -> None:
    bold, plain = '<span style="font-weight:700">Loud</span>', '<span style="font-weight:400"> and plain</span>'
    paste(desk.page, f'<b style="font-weight:normal"><p style="line-height:1.38">{bold}{plain}</p></b>')
    assert save(desk.page, "Office").body == "<p><strong>Loud</strong> and plain</p>"
