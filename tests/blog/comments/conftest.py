"""Fixtures of comments: a public post, its readers, and what a browser would send from the reply form."""

from collections.abc import Callable, Iterator
from datetime import datetime
from html.parser import HTMLParser

import pytest
import time_machine
from django.test import Client

from blog.accounts.models import User
from blog.comments.people import Author
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, Fields
from tests.factories import PostFactory, UserFactory


@pytest.fixture
def now() -> Iterator[datetime]:
    """The moment at which the clock of the test stands."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, slug="a-post", title="A post")


@pytest.fixture
def reader() -> User:
    return UserFactory.create(email="reader.one@example.org", name="Reader One")


@pytest.fixture
def by_reader(reader: User) -> Author:
    return Author.of_user(reader, ip_address="192.0.2.1")


@pytest.fixture
def guest() -> Author:
    return Author(name="Guest One", email="guest.one@example.org", ip_address="192.0.2.7")


class _HiddenFields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.fields[given["name"] or ""] = given.get("value") or ""


@pytest.fixture
def form_of() -> Callable[..., Fields]:
    """Loads the reply form and returns what it sends when a guest has filled it in."""

    def fill(browser: Client, address: str = "/posts/a-post/reply/", **typed: str) -> Fields:
        parser = _HiddenFields()
        parser.feed(browser.get(address).content.decode())
        guest = {"name": "Guest One", "email": "guest.one@example.org", "url": "", "comment": "Well said."}
        return parser.fields | {"honeypot": ""} | guest | typed

    return fill
