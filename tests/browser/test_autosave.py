"""Not losing a word, in a real browser: a killed tab, a lost network, a session that ended, and leaving too early."""

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from blog.desk.models import Autosave
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.browser.admin import Desk, working_at
from tests.browser.editor import text_of
from tests.factories import PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, status=Status.DRAFT, title="As saved", body="<p>Saved.</p>")


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, editor: User, post: Post) -> Iterator[Desk]:
    """An editor who has opened a draft."""
    with working_at(browser, live_server, editor) as desk:
        desk.open(address_of(post))
        yield desk


def address_of(post: Post) -> str:
    return f"/admin/posts/post/{post.pk}/change/"


def write(page: Page, words: str) -> None:
    text_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def saved_privately(page: Page) -> None:
    expect(page.locator("[data-writing-status]")).to_contain_text("Saved privately at")


def test_a_killed_tab_is_opened_again_and_recovered(desk: Desk, post: Post) -> None:
    write(desk.page, " And more.")
    saved_privately(desk.page)
    desk.page.close()  # without asking: as when a browser crashes
    desk.page = desk.page.context.new_page()
    desk.open(address_of(post))
    expect(desk.page.locator(".gz-kept")).to_contain_text("It differs in: Text")
    desk.page.get_by_role("link", name="Recover").click()
    expect(text_of(desk.page)).to_have_text("Saved. And more.")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    desk.page.wait_for_url("**/admin/posts/post/")
    assert Post.objects.get().body == "<p>Saved. And more.</p>"
    desk.open(address_of(post))
    expect(desk.page.locator(".gz-kept")).to_have_count(0)
    assert not Autosave.objects.exists()
    assert desk.complaints == []


def test_what_was_written_without_a_network_is_handed_in_later(desk: Desk, post: Post) -> None:
    desk.page.context.set_offline(True)  # playwright's signature
    write(desk.page, " Offline.")
    expect(desk.page.locator("[data-writing-status]")).to_contain_text("No connection.")
    desk.page.close()
    assert not Autosave.objects.exists()
    context = desk.page.context
    context.set_offline(False)  # as above
    desk.page = context.new_page()
    desk.open(address_of(post))
    expect(desk.page.locator(".gz-kept")).to_contain_text("It differs in: Text")
    desk.page.get_by_role("link", name="Recover").click()
    expect(text_of(desk.page)).to_have_text("Saved. Offline.")


def test_when_the_session_has_ended_signing_in_again_goes_on_where_it_was(desk: Desk, post: Post, editor: User) -> None:
    Session.objects.all().delete()
    write(desk.page, " Signed out.")
    notice = desk.page.locator("[data-writing-signed-out]")
    expect(notice).to_be_visible()
    client = Client()
    client.force_login(editor)
    desk.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": desk.page.url.split("/admin/")[0]}]
    )
    saved_privately_later = desk.page.locator("[data-writing-status]")
    expect(saved_privately_later).to_contain_text("Saved privately at")
    expect(notice).to_be_hidden()
    desk.page.get_by_role("button", name="Save", exact=True).click()
    desk.page.wait_for_url("**/admin/posts/post/")
    assert Post.objects.get(pk=post.pk).body == "<p>Saved. Signed out.</p>"


def test_leaving_what_is_not_saved_warns_and_leaving_what_is_does_not(desk: Desk) -> None:
    asked: list[str] = []

    def answer(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]  # playwright's Dialog
        dialog.dismiss()  # type: ignore[attr-defined]  # as above

    desk.page.on("dialog", answer)
    write(desk.page, " Words.")
    desk.page.close(run_before_unload=True)
    expect(text_of(desk.page)).to_have_text("Saved. Words.")
    assert asked == ["beforeunload"]
    desk.page.get_by_role("button", name="Save", exact=True).click()
    desk.page.wait_for_url("**/admin/posts/post/")
    assert asked == ["beforeunload"]


def test_another_who_opens_the_post_is_told_of_the_first(desk: Desk, post: Post, browser: Browser, owner: User) -> None:
    origin = desk.page.url.split("/admin/")[0]
    with working_at(browser, type("Server", (), {"url": origin})(), owner) as second:
        second.open(address_of(post))
        expect(second.page.locator("[data-writing-notes]")).to_contain_text("The editor opened this post")
