"""Every page of the admin in a real browser: nothing is refused by the content policy, nothing fails, nobody else is asked."""

from collections.abc import Iterator
from typing import Literal

import pytest
from django.contrib import admin
from playwright.sync_api import Browser, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.services import decide
from blog.imports.document import LineRole
from blog.imports.models import ImportedDocument
from blog.mailing.models import OutgoingMail
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.redirects import services as redirects
from blog.spam.models import Ban, BlockedEntry
from tests.browser.accessibility import broken_rules
from tests.browser.admin import working_at
from tests.cms.admin_world import make_world
from tests.factories import LONG_AGO, CategoryFactory, CommentFactory, PostFactory, TagFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
READ_ONLY = {"comment", "decision", "importeddocument", "jointpublication", "line", "outgoingmail", "subscription"}
ROWS_OF_USERS = "/admin/accounts/user/"


@pytest.fixture
def post(organization: Organization, owner: User, editor: User) -> Post:
    """A public post of an organization in which there is something of everything."""
    make_world("elsewhere")  # a row of every model
    post = PostFactory.create(
        organization=organization,
        title="The post with a title that goes on and on, as titles of official bodies do",
        categories=[CategoryFactory.create()],
        tags=[TagFactory.create()],
    )
    post.authors.add(owner, editor)
    PostFactory.create(organization=organization, status=Status.DRAFT).authors.add(owner)
    CommentFactory.create(post=post, state=State.HELD, comment="A question about figures. " * 20)
    decide(Comment.objects.all(), State.HELD, by=owner, at=LONG_AGO, reason="Needs a second look")
    lines = [{"number": number, "text": f"Line {number}", "role": role, "became": "x"} for number, role in enumerate(LineRole)]
    ImportedDocument.objects.create(
        source="file",
        source_id="folder/document.txt",
        organization=organization,
        post=post,
        lines=lines,
        warnings=["Look here."],
        offers_replies=True,
        identity_services=["Google"],
        imported_at=LONG_AGO,
        updated_at=LONG_AGO,
    )
    redirects.move(old_path="/old/", new_path="/new/")
    Ban.objects.create(organization=organization, email="guest@example.org", reason="Advertising", created_at=LONG_AGO)
    BlockedEntry.objects.create(organization=organization, value="cheap pills")
    OutgoingMail.objects.create(key="a", recipient="a@example.org", subject="A", created_at=LONG_AGO, not_before=LONG_AGO)
    return post


def addresses() -> Iterator[str]:
    """Return the address of every kind of page that a superuser finds."""
    yield "/admin/"
    yield from ("/admin/password_change/", "/admin/time-zone/")
    yield from (f"/admin/comments/comment/queue/?tab={tab}" for tab in ("held", "reported", "spam", "recent"))
    for model in admin.site._registry:
        folder = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        row = model._default_manager.order_by("-pk").first()
        assert row is not None
        yield from (folder, f"{folder}?q=x", f"{folder}{row.pk}/change/", f"{folder}{row.pk}/history/")
        yield f"{ROWS_OF_USERS}{row.pk}/password/" if model is User else f"/admin/{model._meta.app_label}/"
        if model._meta.model_name not in READ_ONLY:
            yield from (f"{folder}add/", f"{folder}{row.pk}/delete/")


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1400])
def test_no_page_makes_the_browser_complain_or_scrolls_sideways(
    browser: Browser, live_server: LiveServer, superuser: User, post: Post, stranger: User, width: int
) -> None:
    del post, stranger  # rows of every model, the newest user being somebody else
    with working_at(browser, live_server, superuser, width=width) as desk:
        for address in addresses():
            page = desk.open(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert desk.complaints == []


def test_the_preview_makes_no_browser_complain(browser: Browser, live_server: LiveServer, owner: User, post: Post) -> None:
    with working_at(browser, live_server, owner) as desk:
        desk.page.goto(f"/admin/posts/post/{post.pk}/preview/")
        expect(desk.page.locator(".notice")).to_contain_text("Preview")
        assert desk.complaints == []


def test_somebody_signs_in_with_a_password(browser: Browser, live_server: LiveServer, superuser: User) -> None:
    superuser.set_password("a good password")
    superuser.save()
    with working_at(browser, live_server, None) as desk:
        page = desk.open("/admin/posts/post/")
        page.get_by_label("E-mail address").fill(superuser.email)
        page.get_by_label("Password").fill("a good password")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/admin/posts/post/")
        assert desk.complaints == []


def test_what_moves_on_a_page_moves_within_the_policy(
    browser: Browser, live_server: LiveServer, owner: User, post: Post
) -> None:
    with working_at(browser, live_server, owner) as desk:
        page = desk.open("/admin/posts/post/")
        page.locator(".filter-open-button").click()
        expect(page.get_by_text("By status")).to_be_visible()
        page.keyboard.press("Escape")
        page.locator("input.action-select").first.check()
        page.locator("select[name=action]").select_option("archive")
        expect(page.get_by_role("button", name="Run")).to_be_visible()
        desk.open(f"/admin/posts/post/{post.pk}/change/")
        page.locator(".field-tags .select2-selection").click()
        expect(page.locator(".select2-results__option").first).to_be_visible()
        page.keyboard.press("Escape")
        page.locator(".field-expires_at button[id^=calendarlink]").click()
        expect(page.locator(".calendarbox[open]")).to_be_visible()
        assert desk.complaints == []


def test_the_search_box_opens_by_keyboard_and_finds(browser: Browser, live_server: LiveServer, owner: User, post: Post) -> None:
    with working_at(browser, live_server, owner) as desk:
        page = desk.open("/admin/")
        page.keyboard.press("Control+k")
        page.locator("#search-input-command").press_sequentially("official")
        expect(page.locator(".gz-found__title").first).to_have_text(post.title)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/admin/posts/post/{post.pk}/change/")
        assert desk.complaints == []


def test_an_owner_adds_a_person(
    browser: Browser, live_server: LiveServer, owner: User, author: User, post: Post, settings: Settings
) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "organizations.Membership", "field": "get()"}]  # Django's form sets load row by row
    author.memberships.all().delete()
    with working_at(browser, live_server, owner) as desk:
        page = desk.open(f"/admin/organizations/organization/{post.organization_id}/change/")
        page.get_by_text("Add another Person").click()
        page.locator("[name$=-email]:not([disabled]):visible").fill(author.email)
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/admin/organizations/organization/")
        assert desk.complaints == []
    assert author.memberships.get().organization_id == post.organization_id


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_start_page_the_provenance_page_and_the_form_of_a_post(
    browser: Browser, live_server: LiveServer, owner: User, post: Post, color_scheme: Literal["light", "dark"]
) -> None:
    document = ImportedDocument.objects.get(post=post)
    pages = {
        "/admin/": ".gz-start",
        f"/admin/imports/importeddocument/{document.pk}/change/": ".gz-provenance",
        f"/admin/posts/post/{post.pk}/change/": "#post_form",
    }
    with working_at(browser, live_server, owner, color_scheme=color_scheme) as desk:
        for address, part in pages.items():
            desk.open(address).wait_for_load_state("networkidle")
            context = {"include": [part], "exclude": [".select2"]}  # choosers are a package's
            broken = broken_rules(desk.page, context)
            assert [(found["id"], found["nodes"][0]["target"]) for found in broken] == []
