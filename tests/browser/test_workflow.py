"""From the first word to the public page, in a real browser: an author, an editor and a guest, none of them a superuser."""

from datetime import timedelta

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from blog.posts.models import Post, Status
from tests.blog.media.pictures import photo
from tests.blog.richtext.clipboard_samples import pasted
from tests.browser.admin import working_at
from tests.browser.editor import describe, give, paste, settle, text_of
from tests.factories import PostFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write_and_submit(page: Page) -> None:
    text_of(page).click()
    paste(page, pasted("word"))
    give(page, "paste", photo(90, 60))
    describe(page, "Mills of Mary", "The mills")
    expect(text_of(page).locator("figure img")).to_have_count(1)
    settle(page)
    page.locator("[name=title]").press_sequentially("Trade corridors")
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.get_by_text("“Trade corridors” is in review now")).to_be_visible()


def test_a_post_is_written_submitted_approved_scheduled_and_appears(
    browser: Browser, live_server: LiveServer, author: User, editor: User
) -> None:
    with working_at(browser, live_server, author) as desk:
        write_and_submit(desk.open("/admin/posts/post/add/"))
        assert desk.complaints == []
    post = Post.objects.get()
    with working_at(browser, live_server, editor) as desk:
        page = desk.open("/admin/")
        page.locator("#panel-reviews").locator("..").get_by_role("link", name="Trade corridors").click()
        page.get_by_role("button", name="Approve", exact=True).click()
        expect(page.get_by_text("is approved; its authors are told")).to_be_visible()
        moment = timezone.localtime() + timedelta(days=1)
        page.get_by_text("Scheduled: appears by itself at the date below").click()
        page.locator("[name=published_at_0]").fill(f"{moment:%Y-%m-%d}")
        page.locator("[name=published_at_1]").fill("08:00:00")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("It appears by itself on")).to_be_visible()
        assert desk.complaints == []
    with working_at(browser, live_server, None) as reader:
        assert reader.page.goto(post.get_absolute_url()).status == 404  # type: ignore[union-attr]  # it was asked for
    with working_at(browser, live_server, None) as reader, time_machine.travel(timezone.now() + timedelta(days=2)):
        reader.page.goto(post.get_absolute_url())
        article = reader.page.locator(".e-content")
        expect(article.get_by_role("heading", name="What is needed")).to_be_visible()
        expect(article.get_by_role("listitem").filter(has_text="from the canal").last).to_be_visible()
        expect(article.get_by_role("table")).to_contain_text("1,310")
        image = article.get_by_role("img", name="Mills of Mary")
        image.scroll_into_view_if_needed()
        reader.page.wait_for_function("document.querySelector('.e-content img').naturalWidth > 0")
        expect(article.get_by_text("The mills", exact=True)).to_be_visible()
        assert reader.complaints == []


def test_a_guest_reads_a_shared_preview_without_an_account_and_approves_it(
    browser: Browser, live_server: LiveServer, author: User
) -> None:
    draft = PostFactory.create(organization=author.organizations.get(), status=Status.DRAFT, title="Trade corridors")
    draft.authors.add(author)
    with working_at(browser, live_server, author) as desk:
        page = desk.open(f"/admin/posts/post/{draft.pk}/change/")
        page.get_by_role("link", name="Share a preview").click()
        page.get_by_label("For whom").fill("Dr. Guest")
        page.get_by_role("button", name="Make a link").click()
        address = page.get_by_label("Link for Dr. Guest").input_value()
        assert desk.complaints == []
    path = address.removeprefix("http://testserver")
    with working_at(browser, live_server, None, width=360) as guest:
        guest.page.goto(path)
        assert Axe().run(guest.page).response["violations"] == []
        guest.page.get_by_role("link", name="Approve or comment").click()
        guest.page.get_by_label("What you want to say").fill("Fine by us.")
        guest.page.get_by_role("button", name="Approve the text as it is").click()
        expect(guest.page.get_by_text("Thank you. Your approval was noted")).to_be_visible()
        assert guest.page.context.cookies() == []
        assert guest.complaints == []
    with working_at(browser, live_server, author) as desk:
        page = desk.open(f"/admin/posts/post/{draft.pk}/change/")
        expect(page.get_by_text("Fine by us.")).to_be_visible()
        page.get_by_role("link", name="What guests said").click()
        page.get_by_role("button", name="Take back the link for Dr. Guest").click()
        expect(page.get_by_text("The link for Dr. Guest shows nothing any more.")).to_be_visible()
        assert desk.complaints == []
    with working_at(browser, live_server, None) as guest:
        assert guest.page.goto(path).status == 410  # type: ignore[union-attr]  # it was asked for


def test_another_organization_accepts_a_joint_publication_and_lists_the_post(
    browser: Browser, live_server: LiveServer, editor: User, stranger: User
) -> None:
    post = PostFactory.create(organization=editor.organizations.get(), title="Trade corridors")
    listing = stranger.organizations.get().get_absolute_url()
    with working_at(browser, live_server, editor) as desk:
        page = desk.open(f"/admin/posts/post/{post.pk}/change/")
        section = page.get_by_role("region", name="Joint publication")
        section.locator(".select2-selection").click()
        page.locator(".select2-dropdown .select2-search__field").press_sequentially("Other")
        page.locator(".select2-results__option", has_text="Other Chamber").click()
        section.locator("[name=joint-note]").fill("About our plans.")
        section.get_by_role("button", name="Ask to publish jointly").click()
        expect(page.get_by_text("Other Chamber is asked now, and told by mail.")).to_be_visible()
        assert desk.complaints == []
    with working_at(browser, live_server, None) as reader:
        reader.page.goto(listing)
        expect(reader.page.get_by_role("link", name="Trade corridors")).to_have_count(0)
    with working_at(browser, live_server, stranger) as desk:
        page = desk.open("/admin/")
        page.get_by_role("link", name="Trade corridors", exact=True).click()
        expect(page.get_by_text("About our plans.")).to_be_visible()
        page.get_by_role("button", name="Accept").click()
        expect(page.get_by_role("button", name="Leave the joint publication")).to_be_visible()
        assert desk.complaints == []
    with working_at(browser, live_server, None) as reader:
        reader.page.goto(listing)
        reader.page.get_by_role("link", name="Trade corridors").click()
        byline = reader.page.locator(".article__margin")
        for name in ("Institute of Examples", "Other Chamber"):
            expect(byline.get_by_role("link", name=name).first).to_be_visible()
        assert reader.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_the_calendar_is_for_everybody(
    browser: Browser, live_server: LiveServer, editor: User, width: int, scheme: str
) -> None:
    PostFactory.create(
        organization=editor.organizations.get(), title="Today", published_at=timezone.now() - timedelta(minutes=1)
    )
    with working_at(browser, live_server, editor, width=width, color_scheme=scheme) as desk:  # type: ignore[arg-type]  # one of the two
        page = desk.open("/admin/posts/post/calendar/")
        expect(page.get_by_role("table").get_by_role("link", name="Today")).to_be_visible()
        results = Axe().run(page, context=".gz-calendar").response["violations"]
        assert [(violation["id"], violation["nodes"][0]["target"]) for violation in results] == []
        page.get_by_role("link", name="Next month").click()
        expect(page.get_by_role("link", name="Today", exact=True)).to_have_count(1)  # the way back
        assert desk.complaints == []
