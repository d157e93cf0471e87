"""Every view that is kept names every parameter of the address that it reads: what it does not name, it is never asked with."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict  # noqa: TID251  # it is what views read
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from django.utils.functional import cached_property

from blog.changes.kept import parameters_of
from blog.organizations.models import Organization
from blog.posts.models import Series, SeriesPart
from tests.factories import CategoryFactory, CommentFactory, PostFactory, TagFactory

PLACE = re.compile(r"<[^:>]+:(\w+)>")
pytestmark = pytest.mark.django_db


class Recording(QueryDict):
    """Parameters that remember which of them were looked at; whoever looks at all of them may have looked at any."""

    def __init__(self, query: str, read: set[str]) -> None:
        self.read = set[str]()  # filling it reads too
        super().__init__(query, mutable=True)
        self.read = read

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.read.add(str(name))
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)

    def getlist(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().getlist(name, default)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the parameters that views have read."""
    names: set[str] = set()

    def given(request: WSGIRequest) -> Recording:
        return Recording(request.META.get("QUERY_STRING", ""), names)

    recording = cached_property(given)
    recording.__set_name__(WSGIRequest, "GET")
    monkeypatch.setattr(WSGIRequest, "GET", recording)
    return names


SLUGS = {
    "posts": "a-post",
    "organizations": "institute-of-examples",
    "categories": "news",
    "tags": "trade",
    "series": "a-series",
}
OTHERS = {"year": "2017", "month": "08", "section": "tags", "file": "1"}


@pytest.fixture
def site(organization: Organization) -> None:
    """Something at an address of each kind."""
    terms = {"categories": [CategoryFactory.create(slug="news")], "tags": [TagFactory.create(slug="trade")]}
    post = PostFactory.create(organization=organization, slug="a-post", **terms)
    CommentFactory.create(post=post)
    series = Series.objects.create(organization=organization, title="A series", slug="a-series")
    SeriesPart.objects.create(series=series, post=post, position=1)


def kept_routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from kept_routes(pattern.url_patterns, route)
        elif parameters_of(pattern.callback) is not None:
            yield route


def address_of(route: str) -> str:
    """Return an address of a route at which there is something."""
    kind = next((part for part in route.split("/") if part in SLUGS), "")
    values = OTHERS | {"slug": SLUGS.get(kind, "")}
    return "/" + PLACE.sub(lambda match: values[match[1]], route)


@pytest.mark.usefixtures("site")
def test_a_kept_view_reads_no_parameter_that_it_does_not_declare(client: Client, read: set[str]) -> None:
    routes = list(kept_routes(get_resolver().url_patterns))
    assert len(routes) > 30  # the walk has found them
    for address in map(address_of, routes):
        read.clear()
        response = client.get(address)
        assert response.status_code == HTTPStatus.OK, address
        declared = parameters_of(resolve(address).func)
        assert declared is not None
        assert read <= declared, address


def test_the_recording_finds_every_way_of_reading() -> None:
    names = set[str]()
    given = Recording("a=1&b=2&c=3", names)
    assert (given["a"], given.get("b"), given.getlist("c"), "d" in given) == ("1", "2", ["3"], False)
    assert names == {"a", "b", "c", "d"}
    names.clear()
    assert given.dict() == {"a": "1", "b": "2", "c": "3"}
    assert names == {"a", "b", "c"}
