"""Before publishing, in a real browser: the checklist follows what is typed, and new tags are made while they are typed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from blog.desk.checklist.rules import Rule
from blog.desk.services.checklist import require_checks
from blog.organizations.models import Organization
from blog.posts.models import Post, Tag
from tests.browser.admin import Desk, working_at
from tests.browser.editor import paste, text_of
from tests.factories import TagFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, editor: User) -> Iterator[Desk]:
    """An editor who has opened a new post."""
    with working_at(browser, live_server, editor) as desk:
        desk.open("/admin/posts/post/add/")
        yield desk
        assert desk.complaints == []


def test_the_checklist_follows_what_is_typed_and_stops_publishing(desk: Desk, organization: Organization) -> None:
    require_checks(organization, [Rule.LINK_TEXTS])
    page, checklist = desk.page, desk.page.locator("[data-checklist]")
    page.locator("[name=title]").fill("What the council decided")
    text_of(page).click()
    paste(page, '<p>The report is <a href="https://example.org/a">here</a>.</p>')
    expect(checklist).to_contain_text("Required: A link says only “here”.")
    expect(checklist.locator(".gz-result__title")).to_have_text("What the council decided")
    page.get_by_text("Published: on the site").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Not published yet: your organization requires")).to_be_visible()
    expect(text_of(page)).to_have_text("The report is here.")
    assert not Post.objects.exists()
    text_of(page).click()
    page.keyboard.press("Control+a")
    paste(page, '<p>Read <a href="https://example.org/a">the report of May</a>.</p>')
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/posts/post/")
    assert Post.objects.published().get().title == "What the council decided"


def test_a_tag_is_made_by_typing_it_and_one_that_is_there_is_found(desk: Desk) -> None:
    TagFactory.create(name="Water")
    page = desk.page
    page.locator("[name=title]").fill("Tagged")
    search = page.locator(".field-tags .select2-search__field")
    for typed, offered in (("Canals", "Make “Canals”"), ("WATER", "Water")):
        search.fill(typed)
        page.locator(".select2-results__option", has_text=offered).click()
        expect(page.locator(".field-tags .select2-selection__choice", has_text=offered.strip("Make “”"))).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/posts/post/")
    assert {tag.name for tag in Post.objects.get().tags.all()} == {"Canals", "Water"}
    assert Tag.objects.count() == 2
