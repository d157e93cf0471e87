"""Writing with images, in a real browser: uploaded, pasted, dropped, chosen from the shelf, and each described."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from blog.media.models import Image, Usage
from blog.media.services import add_image
from blog.organizations.models import Organization
from tests.blog.media.pictures import drawing, photo
from tests.browser.admin import Desk, working_at
from tests.browser.editor import describe, dialog_of, give, press, save, text_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, editor: User) -> Iterator[Desk]:
    with working_at(browser, live_server, editor) as desk:
        desk.open("/admin/posts/post/add/")
        text_of(desk.page).click()
        yield desk


def test_a_post_is_written_with_images_and_its_page_shows_them(desk: Desk, organization: Organization) -> None:
    page = desk.page
    shelved = add_image(photo(60, 40, seed=7), organization=organization, name="from the shelf.jpg")
    page.keyboard.type("Before")
    press(page, "Image")
    dialog_of(page).locator("input[type=file]").set_input_files(
        {"name": "ships.jpg", "mimeType": "image/jpeg", "buffer": photo(90, 60)}
    )
    dialog_of(page).get_by_role("button", name="Insert").click()
    expect(dialog_of(page).get_by_role("status")).to_have_text("Describe the image, or say that it is an ornament.")
    describe(page, "Ships at sea", "The harbour")
    expect(text_of(page).locator("figure img")).to_have_count(1)
    give(page, "paste", drawing(80, 60))
    dialog_of(page).get_by_label("An ornament").check()
    dialog_of(page).get_by_role("button", name="Insert").click()
    expect(text_of(page).locator("figure img")).to_have_count(2)
    give(page, "drop", photo(50, 50, seed=3), "drop.jpg", "image/jpeg")
    describe(page, "Dropped")
    press(page, "Image")
    dialog_of(page).get_by_label("Search").fill("shelf")
    dialog_of(page).get_by_role("button", name="From the shelf").click()
    describe(page, "Chosen")
    expect(text_of(page).locator("figure img")).to_have_count(4)
    post = save(page, "With images")
    assert desk.complaints == []
    assert Image.objects.count() == 4
    assert set(Usage.objects.filter(post=post).values_list("image", flat=True)) == set(
        Image.objects.values_list("pk", flat=True)
    )
    assert 'alt="Ships at sea"><figcaption>The harbour</figcaption></figure>' in post.body
    assert f'<figure data-image="{shelved.pk}">' in post.body
    assert post.body_html.count("<picture>") == 4
    assert 'alt="" loading="lazy"' in post.body_html


def test_what_is_no_picture_is_refused_in_place_and_nothing_is_lost(desk: Desk) -> None:
    page = desk.page
    page.keyboard.type("Kept")
    give(page, "paste", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "logo.svg", "image/svg+xml")
    status = dialog_of(page).get_by_role("status")
    expect(status).to_contain_text("SVG drawings are not taken")
    page.keyboard.press("Escape")
    expect(dialog_of(page)).to_have_count(0)
    assert save(page, "Refused").body == "<p>Kept</p>"
    assert not Image.objects.exists()


def test_a_click_sets_the_focal_point(desk: Desk, organization: Organization, editor: User) -> None:
    image = add_image(photo(400, 200), organization=organization)
    page = desk.open(f"/admin/media/image/{image.pk}/change/")
    page.locator("[data-focus]").click(position={"x": 100, "y": 150})
    expect(page.locator("[name=focal_x]")).to_have_value("25")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/media/image/")
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (25, 75)
    client = Client()
    client.force_login(editor)
    assert client.get(image.address).status_code == 200
    assert desk.complaints == []
