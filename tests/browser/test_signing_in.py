"""Signing in with another service, and the account, in a real browser."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from blog.accounts.models import User
from tests.blog.accounts.fake_service import FakeService, all_services, running
from tests.browser.accessibility import broken_rules
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.browser
REPLY = "/posts/a-post/reply/"
PERSON = {"ID": 1, "username": "readerone", "display_name": "Reader One", "email": "r@example.org", "email_verified": True}


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:  # noqa: ARG001  # it must come first
    """The server, started once the tests' database is there: only then does it share our connection."""
    return live_server


@pytest.fixture
def service(settings: Any, live_server: LiveServer) -> Iterator[FakeService]:  # noqa: ARG001  # it reads the rows
    cache.clear()
    settings.ZEAL_ALLOWLIST = [{"model": "account.EmailAddress"}, {"model": "sessions.Session"}]
    with running() as service:
        service.person = PERSON
        settings.SOCIALACCOUNT_PROVIDERS = all_services(service.origin)
        yield service


@pytest.fixture
def reader(live_server: LiveServer) -> User:  # noqa: ARG001  # as above
    user = UserFactory.create(email="reader@example.org", name="Reader One")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(context: BrowserContext, live_server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def photo() -> FilePayload:
    buffer = BytesIO()
    Image.new("RGB", (400, 300), "teal").save(buffer, "JPEG")
    return FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=buffer.getvalue())


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("has_scripts", [True, False])
def test_from_the_reply_over_another_service_and_back_to_the_reply(
    browser: Browser,
    live_server: LiveServer,
    has_scripts: bool,  # noqa: FBT001
) -> None:
    PostFactory.create(slug="a-post")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=has_scripts)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(REPLY)
    page.get_by_role("link", name="or sign in").click()
    page.get_by_role("button", name="Continue with WordPress.com").click()
    page.get_by_role("link", name="Agree").click()
    page.wait_for_url(f"**{REPLY}")
    expect(page.get_by_text("You are commenting as Reader One")).to_be_visible()
    context.close()
    assert said == []


def test_the_way_back_of_the_browser_leads_past_the_page_between(page: Page, service: FakeService) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Continue with WordPress.com").click()
    page.wait_for_url(f"{service.origin}/**")
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_no_form_of_ours_may_go_to_a_service_itself(page: Page, service: FakeService) -> None:
    page.goto("/accounts/login/")
    with page.expect_console_message(lambda message: "form-action" in message.text):
        page.evaluate("origin => { const form = document.forms[0]; form.action = origin; form.submit(); }", service.origin)
    assert service.asked == []


def test_who_refuses_there_can_sign_in_in_another_way(page: Page, service: FakeService) -> None:
    page.goto("/accounts/login/?next=/archive/")
    page.get_by_role("button", name="Continue with WordPress.com").click()
    page.wait_for_url(f"{service.origin}/**")
    page.get_by_role("link", name="Refuse").click()
    page.get_by_role("link", name="Back to signing in").click()
    expect(page.get_by_role("button", name="Send me a code")).to_be_visible()
    assert page.url.endswith("/accounts/login/?next=%2Farchive%2F")


def test_a_service_is_connected_and_disconnected(
    page: Page, context: BrowserContext, live_server: LiveServer, reader: User, service: FakeService
) -> None:
    sign_in(context, live_server, reader)
    page.goto("/accounts/profile/")
    page.get_by_role("link", name="Connected services").click()
    page.get_by_role("button", name="Continue with WordPress.com").click()
    page.wait_for_url(f"{service.origin}/**")
    page.get_by_role("link", name="Agree").click()
    expect(page.get_by_text("The service is connected.")).to_be_visible()
    page.get_by_role("button", name="Disconnect WordPress.com").click()
    expect(page.get_by_text("None is connected yet.")).to_be_visible()
    assert not SocialAccount.objects.exists()


def test_a_picture_is_uploaded_seen_and_removed(
    page: Page, context: BrowserContext, live_server: LiveServer, reader: User
) -> None:
    cache.clear()
    sign_in(context, live_server, reader)
    page.goto("/accounts/profile/")
    page.get_by_label("New picture").set_input_files(photo())
    page.get_by_role("button", name="Upload the picture").click()
    picture = page.get_by_role("img", name="Your picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 192
    page.get_by_role("button", name="Remove the picture").click()
    expect(page.get_by_text("You have no picture.")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("is_dark", [False, True])
def test_axe_finds_nothing_on_the_account_pages(
    browser: Browser,
    live_server: LiveServer,
    reader: User,
    service: FakeService,
    width: int,
    is_dark: bool,  # noqa: FBT001
) -> None:
    context = browser.new_context(
        base_url=live_server.url, color_scheme="dark" if is_dark else "light", viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    found: list[tuple[str, str]] = []

    def look(step: str) -> None:
        violations = broken_rules(page)
        found.extend((step, violation["id"]) for violation in violations)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), step

    def visit(path: str) -> None:
        page.goto(path)
        look(path)

    for path in ("login", "signup", "services/cancelled", "services/failed"):
        visit(f"/accounts/{path}/")
    service.person = PERSON | {"email": ""}
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Continue with WordPress.com").click()
    page.get_by_role("link", name="Agree").click()
    expect(page.get_by_role("heading", name="One step is left")).to_be_visible()
    look("asking for an address")
    SocialAccount.objects.create(user=reader, provider="wordpress", uid="2", extra_data={"username": "a" * 60})
    sign_in(context, live_server, reader)
    for path in ("profile", "email", "services", "logout"):
        visit(f"/accounts/{path}/")
    page.goto("/accounts/profile/?next=/archive/")
    page.get_by_role("button", name="Upload the picture").click()
    expect(page.get_by_text("Choose a file first.")).to_be_visible()
    look("a refused picture")
    context.close()
    assert found == []
