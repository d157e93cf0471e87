"""How posts are cited."""

import json

import pytest
from django.test import Client

from blog.organizations.models import Organization
from blog.posts.citations import apa, bibtex, csl_json
from blog.posts.models import Post, Status
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(
        pk=7, organization=organization, title="Trade & customs", slug="trade", byline="Ana Ionescu", language="de"
    )


def test_a_reference_names_author_day_title_publisher_and_address(post: Post) -> None:
    assert apa(post) == (
        "Ana Ionescu. (2017, August 9). Trade & customs. Institute of Examples. http://testserver/posts/trade/"
    )


def test_without_a_byline_the_organization_is_the_author(post: Post) -> None:
    post.byline = ""
    assert apa(post) == "Institute of Examples. (2017, August 9). Trade & customs. Gazette. http://testserver/posts/trade/"


def test_a_day_that_nobody_knows_is_not_invented(post: Post) -> None:
    post.is_date_known = False
    assert "(n.d.)" in apa(post)
    assert "year" not in bibtex(post)
    assert "issued" not in json.loads(csl_json(post))[0]


@pytest.mark.parametrize(("title", "end"), [("Who pays?", "Who pays? Inst"), ("It ends.", "It ends. Inst"), ("So", "So. Inst")])
def test_a_title_ends_with_one_mark(post: Post, title: str, end: str) -> None:
    post.title = title
    assert end in apa(post)


def test_what_was_published_elsewhere_first_is_cited_from_there(post: Post) -> None:
    post.canonical_url = "https://example.org/original"
    assert apa(post).endswith(" https://example.org/original")
    assert json.loads(csl_json(post))[0]["URL"] == "https://example.org/original"


def test_bibtex_takes_names_whole_and_no_sign_for_a_command(post: Post) -> None:
    post.title, post.byline = r"100 % of {A} \ B_1 ~ ^ # $", "Smith & Sons"
    entry = bibtex(post)
    assert entry.startswith("@online{ioe-7,\n")
    assert r"author = {{Smith \& Sons}}" in entry
    title = r"title = {{100 \% of \{A\} \textbackslash{} B\_1 \textasciitilde{} \textasciicircum{} \# \$}}"
    assert title in entry
    assert "date = {2017-08-09}" in entry
    assert entry.count("{") == entry.count("}")


def test_csl_json_is_a_list_with_one_item(post: Post) -> None:
    (item,) = json.loads(csl_json(post))
    assert item == {
        "id": "ioe-7",
        "type": "post-weblog",
        "title": "Trade & customs",
        "author": [{"literal": "Ana Ionescu"}],
        "publisher": "Institute of Examples",
        "container-title": "Gazette",
        "language": "de",
        "abstract": "The first paragraph. The second paragraph.",
        "URL": "http://testserver/posts/trade/",
        "issued": {"date-parts": [[2017, 8, 9]]},
    }


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("bib", "application/x-bibtex; charset=utf-8"), ("json", "application/vnd.citationstyles.csl+json; charset=utf-8")],
)
@pytest.mark.usefixtures("post")
def test_a_file_is_offered_to_keep(client: Client, name: str, content_type: str) -> None:
    response = client.get(f"/posts/trade/citation.{name}")
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="citation-7.{name}"'


def test_only_a_public_post_is_cited(client: Client, post: Post) -> None:
    PostFactory.create(slug="draft", status=Status.DRAFT)
    assert client.get("/posts/draft/citation.bib").status_code == 404
    assert client.get("/posts/trade/citation.ris").status_code == 404
    Post.objects.filter(pk=post.pk).update(status=Status.ARCHIVED, archived_at=post.published_at)
    assert client.get("/posts/trade/citation.json").status_code == 410


def test_the_page_offers_the_reference_and_the_files_without_asking_anybody_else(client: Client, post: Post) -> None:
    page = client.get(post.get_absolute_url()).content.decode()
    assert "Ana Ionescu. (2017, August 9). Trade &amp; customs." in page
    assert 'href="/posts/trade/citation.bib"' in page
    assert 'href="mailto:?subject=Trade%20%26%20customs&amp;body=http%3A%2F%2Ftestserver%2Fposts%2Ftrade%2F"' in page


def test_a_long_text_has_a_table_of_contents_and_a_short_one_none(client: Client, organization: Organization) -> None:
    parts = "".join(f"<h2>Part {number}</h2><p>{'word ' * 220}</p>" for number in range(3))
    long = PostFactory.create(organization=organization, body=parts)
    page = client.get(long.get_absolute_url()).content.decode()
    assert '<a href="#section-part-1">Part 1</a>' in page
    short = PostFactory.create(organization=organization, body=parts.replace("word ", ""))
    assert 'class="contents"' not in client.get(short.get_absolute_url()).content.decode()
    long.refresh_from_db()
    long.save()
    assert long.contents == [[2, f"section-part-{number}", f"Part {number}"] for number in range(3)]
