"""A walk over every address of the site: what is private stands in no answer to a stranger, nor to another reader.

An address that the walk does not know how to fill in fails it: whoever adds one says here what it takes.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from blog.accounts.models import User
from blog.comments.models import Comment, PendingComment
from blog.media.models import Document, Image
from blog.organizations.models import Organization
from blog.posts.models import Post
from blog.posts.sharing import card_of
from tests.blog.comments.samples import NOW
from tests.blog.organizations.test_invitations import link
from tests.cms.private_site import EMAIL, PRIVATE, addresses_stored, everything_stored, fill, hashes_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HEXADECIMAL = re.compile("[0-9a-f]{32,}")
SPENT = ["unknown", "1.unknown", "unknown:1"]  # tokens that nobody was given
QUERIES = {  # asked for each comment and the number before it
    "/posts/a-post/": ["branch={0}", "branch={0}&replies={1}", "replies={1}&order=newest", "replies={1}&order=liked"],
    "/posts/a-post/reply/": ["to={0}", "to={0}&fragment=1"],
    "/posts/a-post/follow/": ["branch={0}"],
}
UNNAMED = {  # patterns that have no name to make an address of
    "^accounts/(?:password|reauthenticate)/": ["/accounts/password/change/", "/accounts/reauthenticate/"],
    "admin/(?P<url>.*)$": ["/admin/unknown/"],
}


@dataclass(frozen=True)
class Address:
    """A pattern of the site: the whole of it, its name with namespace, and what it takes."""

    route: str
    name: str
    parameters: tuple[str, ...]

    @property
    def section(self) -> str:
        return self.route.lstrip("^").partition("/")[0]

    @property
    def is_of_admin(self) -> bool:
        return self.section == "admin"


def patterns(entries: list[URLPattern | URLResolver] | None = None, before: str = "", space: str = "") -> Iterator[Address]:
    for entry in get_resolver().url_patterns if entries is None else entries:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, route, entry.namespace or space)
            continue
        regex = entry.pattern.regex.groupindex if isinstance(entry.pattern, RegexPattern) else {}
        name = f"{space}:{entry.name}" if space else entry.name or ""
        yield Address(route, name if entry.name else "", (*entry.pattern.converters, *regex))


class Site:
    """The values that stand for the parameters of addresses: everything that is there, and something that is not."""

    def __init__(self, member: User) -> None:
        comments = [*Comment.objects.values_list("pk", flat=True), *PendingComment.objects.values_list("pk", flat=True)]
        self.comments = sorted({*comments, 999_999})
        self.values: dict[tuple[str, str], list[object]] = {
            ("posts", "slug"): [*Post.objects.values_list("slug", flat=True), "unknown"],
            ("posts", "version"): ["unknown", *(card_of(post).version for post in Post.objects.select_related("organization"))],
            ("organizations", "version"): ["unknown"],
            ("posts", "outcome"): ["confirm", "held", "asked", "done", "unknown"],
            ("organizations", "slug"): ["institute-of-examples", "unknown"],
            ("categories", "slug"): ["news", "unknown"],
            ("tags", "slug"): ["trade", "unknown"],
            ("archive", "year"): [2017, 2020, 1999],
            ("archive", "month"): [8, 5],
            ("comments", "pk"): list(self.comments),
            ("comments", "cid"): list(self.comments),
            ("comments", "key"): list(SPENT),
            ("comments", "token"): list(SPENT),
            ("series", "slug"): ["a-series", "unknown"],
            ("sitemaps", "section"): ["posts", "series", "organizations", "categories", "tags", "unknown"],
            ("sitemaps", "file"): [1, 2],
            ("my-data", "token"): list(SPENT),
            ("media", "key"): [*self._keys(), "0" * 16],
            ("media", "width"): [320, 9],
            ("media", "extension"): ["jpg", "png"],
            ("preview", "token"): list(SPENT),
            ("follow", "token"): list(SPENT),
            ("follow", "outcome"): ["asked", "subscribed", "changed", "unknown"],
            ("invitations", "token"): [*SPENT, link()],
            ("api", "slug"): [
                *Post.objects.values_list("slug", flat=True),
                "institute-of-examples",
                "news",
                "trade",
                "unknown",
            ],
            ("api", "rest"): ["nothing"],
            ("accounts", "name"): [member.picture, "0" * 32],
            ("accounts", "provider_id"): ["google", "wordpress", "twitter_oauth2", "unknown"],
            ("accounts", "uidb36"): ["1"],
            ("accounts", "key"): list(SPENT),
        }

    def _keys(self) -> list[str]:
        return [*Image.objects.values_list("key", flat=True), *Document.objects.values_list("key", flat=True)]

    def paths(self, address: Address) -> list[str]:
        """Return the paths of a pattern with every value of each of its parameters; none where one is not known."""
        if address.is_of_admin and address.parameters:
            return self._admin_paths(address)
        if not address.name:
            return UNNAMED.get(address.route, [])
        sets: list[dict[str, object]] = [{}]
        for parameter in address.parameters:
            values = self.values.get((address.section, parameter), [])
            sets = [{**given, parameter: value} for given in sets for value in values]
        return [reverse(address.name, kwargs=given) for given in sets]

    def _admin_paths(self, address: Address) -> list[str]:
        """Return the paths of an admin page for the first row of its model."""
        if address.route in UNNAMED:
            return UNNAMED[address.route]
        label = re.match(r"admin/(\w+)/(\w+)/", address.route)
        row = apps.get_model(label[1], label[2])._base_manager.order_by("pk").first() if label else None
        number = "1" if row is None else str(row.pk)
        if not address.name:
            return ["/" + re.sub(r"<(?:\w+:)?\w+>", number, address.route)]
        given = {parameter: "comments" if parameter == "app_label" else number for parameter in address.parameters}
        try:
            return [reverse(address.name, kwargs=given)]
        except NoReverseMatch:
            return []

    def asked(self, address: Address) -> Iterator[str]:
        """Yield the paths of a pattern, with every query that makes a difference."""
        for path in self.paths(address):
            yield path
            yield f"{path}?fragment=1"
            for query in QUERIES.get(path, []):
                yield from (f"{path}?{query.format(pk, pk - 1)}" for pk in self.comments)


@pytest.fixture
def member(organization: Organization) -> Iterator[User]:
    with time_machine.travel(NOW, tick=False):
        yield fill(organization)


@pytest.fixture
def site(member: User) -> Site:
    return Site(member)


def said(response: Any) -> str:
    """Return everything that a response carries: body, headers, cookies."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{body.decode(errors='replace')}\n{response.headers}\n{response.cookies}"


def leaks(text: str, hashes: set[str]) -> list[str]:
    """Return what is private in a text: words, any e-mail address in any writing of its sign, and hashes of addresses."""
    plain = text.replace("%40", "@").replace("&#64;", "@").replace("&#x40;", "@")
    words = [word for word in PRIVATE if word in plain]
    return [*words, *EMAIL.findall(plain), *(set(HEXADECIMAL.findall(plain.lower())) & hashes)]


def hashes_of_addresses() -> set[str]:
    return {digest for address in addresses_stored() for digest in hashes_of(address)}


@pytest.mark.usefixtures("member")
def test_what_is_looked_for_is_there_to_be_found() -> None:
    stored = everything_stored()
    assert [word for word in PRIVATE if word not in stored] == []
    assert len(addresses_stored()) > 15
    digest = hashlib.md5(b"member@people.example.org").hexdigest()  # noqa: S324  # what avatars are looked up by elsewhere
    for text in ("SPAMWORDS", "a member@people.example.org", "member%40people.example.org", f"/avatar/{digest}?s=80"):
        assert leaks(text, hashes_of_addresses())


def test_every_address_of_the_site_is_walked(site: Site) -> None:
    assert [address.route for address in patterns() if not site.paths(address)] == []


def test_the_walk_reaches_what_there_is(client: Client, site: Site) -> None:
    reached = {
        client.get(path).status_code for address in patterns() for path in site.paths(address) if not address.is_of_admin
    }
    assert {200, 302, 404, 410} <= reached
    page = client.get("/posts/a-post/").content.decode()
    assert "Public words." in page
    assert "An answer." in page


@pytest.mark.long
def test_nothing_private_is_in_any_answer_to_a_stranger(site: Site) -> None:
    hashes, found = hashes_of_addresses(), []
    for address in patterns():
        for path in site.asked(address):
            response = Client().get(path)
            assert response.status_code < 500, path
            if leaked := leaks(said(response), hashes):
                found.append((path, leaked))
    assert found == []


@pytest.mark.long
def test_nothing_private_is_in_any_head_of_an_answer(site: Site) -> None:
    hashes, found = hashes_of_addresses(), []
    for address in patterns():
        for path in site.paths(address):
            response = Client().head(path)
            assert response.content == b"", path
            if leaked := leaks(said(response), hashes):
                found.append((path, leaked))
    assert found == []


@pytest.mark.long
def test_nothing_private_is_in_any_answer_to_another_reader(client: Client, site: Site) -> None:
    reader = UserFactory.create(email="reader@people.example.org", name="Reader One")
    client.force_login(reader)
    hashes, found = hashes_of_addresses(), []
    for address in patterns():
        if address.name == "account_logout":
            continue
        for path in site.asked(address):
            text = said(client.get(path)).replace(reader.email, "")
            if leaked := leaks(text, hashes):
                found.append((path, leaked))
    assert found == []


def test_nothing_private_is_in_any_answer_to_what_a_stranger_sends(site: Site) -> None:
    sent = {"email": "member@people.example.org", "like": "1", "comment": "Hello?", "reason": "spam", "name": "Reader One"}
    hashes, found = hashes_of_addresses(), []
    for address in patterns():
        for path in site.paths(address) if not address.is_of_admin else []:
            text = said(Client().post(path, sent)).replace(sent["email"], "")
            if leaked := leaks(text, hashes):
                found.append((path, leaked))
    assert found == []


def test_the_admin_leads_a_stranger_to_its_door_alone(client: Client, site: Site) -> None:
    for address in patterns():
        if address.is_of_admin and address.name not in {"admin:login", "admin:logout"}:
            for path in site.paths(address):
                response = client.get(path)
                assert (response.status_code, response.headers["Location"].partition("?")[0]) == (302, "/admin/login/"), path
