"""The cover and documents chosen from the shelf, in a real browser: by mouse and by keyboard, and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from blog.media.models import Document, Image, Usage
from blog.media.services import add_document, add_image
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.media.pictures import pdf, photo
from tests.browser.admin import Desk, working_at
from tests.browser.editor import press, save, text_of
from tests.factories import PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, editor: User) -> Iterator[Desk]:
    with working_at(browser, live_server, editor) as desk:
        yield desk


def tab_to(page: Page, name: str) -> None:
    """Go on with the tabulator until a button of the dialog has the focus."""
    wanted = page.locator("dialog[open]").get_by_role("button", name=name)
    for _step in range(12):
        if wanted.evaluate("(button) => button === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()


def test_a_cover_is_searched_for_and_chosen_with_the_keyboard(desk: Desk, organization: Organization) -> None:
    chosen = add_image(photo(60, 40), organization=organization, name="ships at sea.jpg", alt="Ships at sea")
    add_image(photo(60, 41), organization=organization, name="other.jpg")
    page = desk.open("/admin/posts/post/add/")
    page.get_by_role("button", name="Choose a cover").focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open]").get_by_label("Search").press_sequentially("ships")
    expect(page.locator("dialog[open] .gz-picture__shelf button")).to_have_count(1)
    tab_to(page, "Ships at sea")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.get_by_role("button", name="Choose another")).to_be_focused()
    expect(page.locator(".gz-cover__image")).to_be_visible()
    expect(page.locator("[name=cover_alt]")).to_have_value("Ships at sea")
    expect(page.locator("[name=cover]")).to_have_value(str(chosen.pk))
    text_of(page).click()
    post = save(page, "With a cover")
    assert (post.cover, post.cover_alt) == (chosen, "Ships at sea")
    assert desk.complaints == []


def test_a_cover_is_uploaded_seen_and_taken_away(desk: Desk) -> None:
    page = desk.open("/admin/posts/post/add/")
    page.get_by_role("button", name="Choose a cover").click()
    page.locator("dialog[open] input[type=file]").set_input_files(
        {"name": "harbour.jpg", "mimeType": "image/jpeg", "buffer": photo(90, 60)}
    )
    expect(page.locator(".gz-cover__name")).to_have_text("Harbour")
    text_of(page).click()
    post = save(page, "Uploaded")
    assert post.cover == Image.objects.get()
    page = desk.open(f"/admin/posts/post/{post.pk}/change/")
    expect(page.locator(".gz-cover__image")).to_be_visible()
    page.get_by_role("button", name="Take it away").click()
    expect(page.locator(".gz-cover__image")).to_be_hidden()
    expect(page.locator(".gz-cover__name")).to_have_text("No cover")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/posts/post/")
    assert Post.objects.get().cover is None
    assert desk.complaints == []


def test_without_scripts_the_list_of_images_remains(
    browser: Browser, live_server: LiveServer, editor: User, organization: Organization
) -> None:
    image = add_image(photo(60, 40), organization=organization)
    post = PostFactory.create(organization=organization, cover=image)
    with working_at(browser, live_server, editor, java_script=False) as desk:
        desk.page.goto(f"/admin/posts/post/{post.pk}/change/")
        expect(desk.page.locator("select[name=cover]")).to_have_value(str(image.pk))


def test_a_document_is_found_and_linked_with_its_name_and_size(desk: Desk, organization: Organization) -> None:
    document = add_document(pdf(), organization=organization, name="Yearly report.pdf")
    add_document(pdf("other"), organization=organization, name="Statutes.pdf")
    page = desk.open("/admin/posts/post/add/")
    text_of(page).click()
    page.keyboard.type("See the ")
    press(page, "Document")
    page.locator("dialog[open]").get_by_label("Search").fill("yearly")
    expect(page.locator("dialog[open] .gz-picture__shelf button")).to_have_count(1)
    tab_to(page, "Yearly report")
    page.keyboard.press("Enter")
    expect(text_of(page).locator("a")).to_have_text(f"Yearly report (PDF, {document.byte_size}\xa0bytes)")
    page.keyboard.type(", all of it.")
    post = save(page, "With a document")
    assert f'<a href="{document.lasting_address}"' in post.body_html
    assert post.body_html.endswith("</a>, all of it.</p>")
    assert Usage.objects.get(post=post).document == document
    assert desk.complaints == []


def test_an_uploaded_document_is_linked_to_the_selected_words(desk: Desk, organization: Organization) -> None:
    page = desk.open("/admin/posts/post/add/")
    text_of(page).click()
    page.keyboard.type("statutes")
    page.keyboard.press("ControlOrMeta+a")
    press(page, "Document")
    dialog = page.locator("dialog[open]")
    dialog.locator("input[type=file]").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"words"})
    expect(dialog.get_by_role("status")).to_have_text("This file is no whole PDF.")
    dialog.locator("input[type=file]").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    expect(text_of(page).locator("a")).to_have_text("statutes")
    post = save(page, "Statutes")
    assert Usage.objects.get(post=post).document == Document.objects.get(organization=organization)
