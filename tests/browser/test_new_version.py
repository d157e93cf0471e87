"""A new version of what is public, from the first word to going back, in a real browser, by an editor."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from blog.organizations.models import Organization
from tests.browser.admin import working_at
from tests.factories import PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def public_page() -> str:
    return str(Client().get("/posts/harbour/").content.decode())


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_an_editor_writes_a_new_version_publishes_it_and_goes_back(
    browser: Browser, live_server: LiveServer, editor: User, organization: Organization
) -> None:
    post = PostFactory.create(organization=organization, title="The harbour is open", slug="harbour")
    before = public_page()
    with working_at(browser, live_server, editor) as desk:
        page = desk.open(f"/admin/posts/post/{post.pk}/change/")
        page.get_by_label("Title", exact=False).first.fill("The harbour is closed")
        press(page, "Save for later")
        expect(page.get_by_role("heading", name="The public does not see this version yet")).to_be_visible()
        assert public_page() == before
        page.get_by_role("link", name="Compare with what is public").click()
        expect(page.locator(".gz-diff del")).to_contain_text("open")
        expect(page.locator(".gz-diff ins")).to_contain_text("closed")
        page.get_by_role("link", name="Back to the form").click()
        page.get_by_label("Correction").fill("The harbour is closed since Monday.")
        press(page, "Publish changes")
        page.wait_for_url("**/admin/posts/post/")
        assert "The harbour is closed since Monday." in public_page()
        desk.open(f"/admin/posts/post/{post.pk}/revisions/")
        press(page, "Restore version 1")
        press(page, "Publish changes")
        page.wait_for_url("**/admin/posts/post/")
        assert "<h1" in public_page()
        assert "The harbour is open</h1>" in public_page()
        assert desk.complaints == []
