"""Two editors at one post, in two browsers: the later save is refused, compared, and merged without losing a word."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.browser.admin import working_at
from tests.browser.editor import text_of
from tests.factories import PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "<p>The first paragraph.</p><p>The second paragraph.</p>"


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing", exact=True).click()


def test_the_later_of_two_saves_is_compared_three_ways_and_merged(
    browser: Browser, live_server: LiveServer, editor: User, owner: User, organization: Organization
) -> None:
    post = PostFactory.create(organization=organization, status=Status.DRAFT, title="As opened", body=BODY)
    address = f"/admin/posts/post/{post.pk}/change/"
    with working_at(browser, live_server, editor) as mine, working_at(browser, live_server, owner) as theirs:
        theirs.open(address)
        mine.open(address)
        expect(mine.page.locator("[data-writing-notes]")).to_contain_text("The owner opened this post")
        theirs.page.locator("[name=title]").fill("Their title")
        theirs.page.locator("[name=summary]").fill("Their summary.")
        save(theirs.page)
        expect(theirs.page.locator("[name=title]")).to_have_value("Their title")
        text_of(mine.page).locator("p").last.click()
        mine.page.keyboard.press("End")
        mine.page.keyboard.type(" My words.")
        mine.page.locator("[name=title]").fill("My title")
        save(mine.page)
        conflict = mine.page.locator(".gz-conflict")
        expect(conflict).to_contain_text("The owner saved this post")
        expect(conflict.locator("[name=keep_summary][value=theirs]")).to_be_checked()
        expect(conflict.locator("[name=keep_body][value=mine]")).to_be_checked()
        expect(text_of(mine.page)).to_contain_text("My words.")
        conflict.locator("[name=keep_title][value=theirs]").check()
        conflict.get_by_role("button", name="Save what is chosen").click()
        expect(mine.page.locator(".gz-conflict")).to_have_count(0)
        expect(mine.page.locator("[name=title]")).to_have_value("Their title")
        assert mine.complaints == theirs.complaints == []
    stored = Post.objects.get()
    assert (stored.title, stored.summary) == ("Their title", "Their summary.")
    assert stored.body == "<p>The first paragraph.</p><p>The second paragraph. My words.</p>"
