"""The page of a post, as other software reads it: microformats2, OpenGraph, languages and dates."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.factories import CategoryFactory, CommentFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db

VOID = {"meta", "link", "input", "br", "hr", "img"}


class Microformats(HTMLParser):
    """Collects the text and the links of every element with a microformats2 class."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self._open: list[list[str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        names = [name for name in (values.get("class") or "").split() if re.match(r"(h|p|u|e|dt)-[a-z]", name)]
        for name in names:
            self.texts.setdefault(name, []).append("")
            self.links.setdefault(name, []).append(values.get("href") or values.get("datetime") or "")
        if tag not in VOID:
            self._open.append(names)

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for name in {name for names in self._open for name in names}:
            self.texts[name][-1] += " ".join(data.split())


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(
        organization=organization,
        title="A title",
        slug="a-post",
        byline="Office of Examples",
        body="<p>All of the text.</p>",
        categories=[CategoryFactory.create(name="Economy", slug="economy")],
        tags=[TagFactory.create(name="Energy", slug="energy")],
    )


def page_of(client: Client, post: Post) -> str:
    return client.get(post.get_absolute_url()).content.decode()


def meta(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta\s+(?:property|name)="([^"]+)"\s+content="([^"]*)">', page))


def test_the_post_is_an_entry_with_its_title_text_and_address(client: Client, post: Post) -> None:
    found = Microformats(page_of(client, post))
    assert len(found.texts["h-entry"]) == 1
    assert found.texts["p-name"][0] == "A title"
    assert found.texts["e-content"] == ["All of the text."]
    assert found.links["u-url"][0] == "/posts/a-post/"


def test_the_organization_stands_before_the_person(client: Client, post: Post) -> None:
    found = Microformats(page_of(client, post))
    assert found.texts["p-author"] == ["Institute of Examples", "Office of Examples"]
    assert found.links["p-author"] == ["/organizations/institute-of-examples/", ""]


def test_categories_and_tags_are_its_categories(client: Client, post: Post) -> None:
    found = Microformats(page_of(client, post))
    assert found.texts["p-category"] == ["Economy", "Energy"]
    assert found.links["p-category"] == ["/categories/economy/", "/tags/energy/"]


def test_the_date_is_given_to_people_and_machines(client: Client, post: Post) -> None:
    page = page_of(client, post)
    found = Microformats(page)
    assert found.texts["dt-published"] == ["Aug. 9, 2017"]
    assert found.links["dt-published"] == ["2017-08-09T10:00:00Z"]
    assert meta(page)["article:published_time"] == "2017-08-09T10:00:00Z"


def test_a_date_that_nobody_knows_is_not_invented(client: Client, post: Post) -> None:
    Post.objects.update(is_date_known=False)
    page = page_of(client, post)
    assert "Date unknown" in page
    assert "dt-published" not in Microformats(page).texts
    assert "article:published_time" not in page


def test_a_post_in_the_language_of_the_site_names_none(client: Client, post: Post) -> None:
    assert re.findall(r'\blang="([^"]+)"', page_of(client, post)) == ["en"]


def test_title_summary_and_text_carry_a_language_of_their_own(client: Client, post: Post) -> None:
    Post.objects.update(language="ar", summary="ملخص")
    page = page_of(client, post)
    assert re.findall(r'\blang="([^"]+)"\s+dir="([^"]+)"', page) == [("en", "ltr"), *[("ar", "rtl")] * 3]


def test_search_engines_get_the_title_and_description_made_for_them(client: Client, post: Post) -> None:
    Post.objects.update(seo_title="Short", seo_description="Described")
    page = page_of(client, post)
    assert re.search(r"<title>\s*Short · Gazette\s*</title>", page)
    assert meta(page) | {"og:title": "Short", "description": "Described", "og:type": "article"} == meta(page)


def test_a_post_that_was_published_elsewhere_first_points_there(client: Client, post: Post) -> None:
    Post.objects.update(canonical_url="https://example.org/original/")
    page = page_of(client, post)
    assert '<link rel="canonical" href="https://example.org/original/">' in page
    assert Microformats(page).links["u-syndication"] == ["https://example.org/original/"]


def test_any_other_post_is_its_own_original(client: Client, post: Post) -> None:
    assert '<link rel="canonical" href="http://testserver/posts/a-post/">' in page_of(client, post)


def test_feed_readers_find_the_replies(client: Client, post: Post) -> None:
    Post.objects.update(title="A <title>")
    page = page_of(client, post)
    link = r'<link rel="alternate"\s+type="application/rss\+xml"\s+title="([^"]+)"\s+href="/posts/a-post/comments/feed/">'
    assert re.findall(link, page.partition("</head>")[0]) == ["Replies to “A &lt;title&gt;” (RSS)"]
    assert '<a href="/posts/a-post/comments/feed/">Feed of the replies (RSS)</a>' in page


def test_a_reply_is_an_entry_of_its_own(client: Client, post: Post) -> None:
    CommentFactory.create(post=post, user_name="Reader One", comment="All of the reply.")
    found = Microformats(page_of(client, post))
    assert found.texts["u-comment"] == found.texts["h-cite"]
    assert found.texts["e-content"] == ["All of the text.", "All of the reply."]
    assert found.texts["p-author"][-1] == "Reader One"


def test_the_organization_is_described_below(client: Client, post: Post, organization: Organization) -> None:
    organization.description = "<p>It makes <strong>examples</strong>.</p>"
    organization.founded_year, organization.website = 1987, "https://example.org/"
    organization.save()
    below = page_of(client, post).split("<aside")[1]
    assert "<strong>examples</strong>" in below
    assert "Founded in 1987" in below
    assert 'href="https://example.org/"' in below


@pytest.mark.parametrize(("words", "sentence"), [(10, "1 minute to read"), (900, "4 minutes to read")])
def test_the_reading_time_is_told(client: Client, post: Post, words: int, sentence: str) -> None:
    Post.objects.update(word_count=words)
    assert sentence in page_of(client, post)
