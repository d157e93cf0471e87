"""A page from the cache is the page that Django gives, header by header."""

import gzip

import brotli  # type: ignore[import-untyped]  # it is not annotated
import pytest

from blog.organizations.models import Organization
from tests.cms.pagecache.asking import MADE_AT, Asker, Cached, steady, unlike
from tests.factories import CategoryFactory, CommentFactory, PostFactory, TagFactory

PAGES = (
    "/",
    "/posts/a-post/",
    "/posts/a-post/?order=newest",
    "/posts/a-post/comments/feed/",
    "/organizations/",
    "/organizations/institute-of-examples/",
    "/organizations/institute-of-examples/feed/",
    "/categories/news/",
    "/categories/news/feed/atom/",
    "/tags/trade/",
    "/archive/",
    "/archive/2017/",
    "/archive/2017/08/",
    "/feed/",
    "/feed/atom/",
    "/feed/json/",
    "/comments/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/api/",
    "/api/schema/",
    "/api/posts/?page_size=1&tag=trade",
    "/api/posts/a-post/",
    "/api/posts/a-post/comments/",
)


@pytest.fixture(autouse=True)
def site(db: None, organization: Organization) -> None:  # noqa: ARG001  # the fixture opens the database
    terms = {"categories": [CategoryFactory.create(slug="news")], "tags": [TagFactory.create(slug="trade")]}
    post = PostFactory.create(organization=organization, slug="a-post", is_featured=True, **terms)
    CommentFactory.create_batch(3, post=post)


@pytest.mark.parametrize("address", PAGES)
def test_the_whole_page_is_the_same(ask: Cached, ask_django: Asker, address: str) -> None:
    own = ask_django(address)
    for _time in range(2):
        given = ask(address)
        assert (given.status, steady(given.body)) == (200, steady(own.body))
        assert {name for name in unlike(given, own) if name != "etag" or not MADE_AT.search(own.body)} == set()
        assert given.headers.get("content-length") == own.headers.get("content-length")
    assert ask.is_hit(address)


@pytest.mark.parametrize("address", PAGES)
def test_compressed_with_gzip_it_is_the_same(ask: Cached, ask_django: Asker, address: str) -> None:
    own = ask_django(address, Accept_Encoding="gzip")
    for _time in range(2):
        given = ask(address, Accept_Encoding="gzip")
        assert {name for name in unlike(given, own) if name != "etag"} == set()
        unpacked = gzip.decompress(given.body) if "content-encoding" in given.headers else given.body
        assert steady(unpacked) == steady(ask_django(address).body)
        assert given.headers["content-length"] == str(len(given.body))


def test_a_browser_that_takes_brotli_gets_it(ask: Cached, ask_django: Asker) -> None:
    given = ask("/", Accept_Encoding="gzip, deflate, br, zstd")
    assert given.headers["content-encoding"] == "br"
    assert brotli.decompress(given.body) == ask_django("/").body
    assert given.headers["etag"] == f"W/{ask('/').headers['etag']}"


def test_a_short_answer_is_not_compressed(ask: Cached, ask_django: Asker) -> None:
    own, given = (asker("/robots.txt", Accept_Encoding="br") for asker in (ask_django, ask))
    assert ("content-encoding" in given.headers) == (len(own.body) >= 200)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip;q=0", None),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("gzip;q=0.5, identity", None),
        ("GZIP", "gzip"),
        ("br;q=much", None),
    ],
)
def test_an_encoding_is_chosen_as_the_browser_ranks_them(ask: Cached, accepted: str, encoding: str | None) -> None:
    assert ask("/", Accept_Encoding=accepted).headers.get("content-encoding") == encoding


@pytest.mark.parametrize("accepted", ["", "gzip"])
def test_who_has_the_page_already_is_told_so(ask: Cached, ask_django: Asker, accepted: str) -> None:
    etag = ask_django("/", Accept_Encoding=accepted).headers["etag"]
    own = ask_django("/", Accept_Encoding=accepted, If_None_Match=etag)
    for known in (etag, f'"other", {etag}', "*"):
        given = ask("/", Accept_Encoding=accepted, If_None_Match=known)
        assert (given.status, given.body) == (304, b"")
        assert unlike(given, own) == {"vary": ("Accept-Encoding", None)}  # which a 304 must repeat (RFC 9110, 15.4.5)
    assert ask("/", If_None_Match='"other"').status == 200


def test_a_page_that_has_changed_is_sent_whole_to_who_had_it(ask: Cached) -> None:
    etag = ask("/").headers["etag"]
    PostFactory.create()
    assert ask("/", If_None_Match=etag).status == 200


@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_head_gives_the_headers_of_the_page_and_no_body(ask: Cached, accepted: str) -> None:
    for _time in range(2):
        head = ask("/", method="HEAD", Accept_Encoding=accepted)
        page = ask("/", Accept_Encoding=accepted)
        assert head.body == b""
        assert head.headers == page.headers


def test_a_condition_of_another_kind_is_for_django(ask: Cached, ask_django: Asker) -> None:
    for condition in (
        {"If_Match": '"other"'},
        {"If_Unmodified_Since": "Wed, 09 Aug 2017 10:00:00 GMT"},
        {"Range": "bytes=0-9"},
    ):
        ask("/")
        assert ask("/", **condition).status == ask_django("/", **condition).status
        assert not ask.is_hit("/", Range="bytes=0-9")


def test_what_is_no_page_is_answered_as_django_does(ask: Cached, ask_django: Asker) -> None:
    PostFactory.create(slug="withdrawn", status="archived")
    for address in (
        "/posts/nothing/",
        "/posts/withdrawn/",
        "/nothing/",
        "/archive/1999/",
        "/?after=wrong",
        "/archive",
        "/feed",
    ):
        for _time in range(2):
            own, given = ask_django(address), ask(address)
            assert (given.status, given.body) == (own.status, own.body), address
            assert unlike(given, own) == {}


def test_a_redirect_keeps_the_whole_query(ask: Cached, ask_django: Asker, organization: Organization) -> None:
    from blog.redirects.services import move  # noqa: PLC0415

    move(old_path="/posts/old/", new_path=organization.get_absolute_url())
    own = ask_django("/posts/old/?utm=1&order=newest")
    assert ask("/posts/old/?utm=1&order=newest").headers["location"] == own.headers["location"]
    assert own.headers["location"].endswith("?utm=1&order=newest")
