"""The results page: what it shows, what it narrows down to, and how it goes on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from blog.posts.models import Post, Status
from blog.search.results import RESULTS_A_PAGE
from tests.blog.search.finding import found
from tests.factories import LONG_AGO, CategoryFactory, OrganizationFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db


def page(client: Client, q: str, **parameters: str) -> str:
    response = client.get("/search/", {"q": q, **parameters})
    assert response.status_code == 200
    return response.content.decode()


# --- What is found ---


def test_words_are_compared_without_case_and_diacritics() -> None:
    PostFactory.create(slug="a", title="Băncile și ȘTIINȚA", body="<p>Élan vital</p>", language="ro")
    assert all(found(words) == ["a"] for words in ("bancile", "BĂNCILE", "stiinta", "știința", "elan", "ÉLAN", "vital elan"))


def test_cyrillic_and_turkmen_words_are_found() -> None:
    PostFactory.create(slug="ru", title="Новый урожай", body="<p>Большой хлеб</p>", language="ru")
    PostFactory.create(slug="tk", title="Türkmenistanyň hasyly", body="<p>Ýer ýüzi</p>", language="tk")
    assert found("УРОЖАЙ") == found("новый хлеб") == ["ru"]
    assert found("türkmenistanyň") == found("Turkmenistanyn") == found("yer yuzi") == ["tk"]


def test_all_words_must_stand_in_the_post() -> None:
    PostFactory.create(slug="both", title="Harvest", summary="Good", body="<p>Wheat</p>")
    PostFactory.create(slug="one", title="Harvest")
    assert found("harvest wheat") == found("wheat good harvest") == ["both"]


def test_a_phrase_must_stand_side_by_side() -> None:
    PostFactory.create(slug="a", body="<p>The annual report of the chamber</p>")
    PostFactory.create(slug="b", body="<p>The report is annual</p>")
    assert found('"annual report"') == found("“annual report”") == found('"annual report') == found("annual-report") == ["a"]
    assert set(found("annual report")) == {"a", "b"}


def test_the_last_word_may_be_the_beginning_of_one() -> None:
    PostFactory.create(slug="a", title="Democracy", body="<p>Reports</p>")
    assert found("democr") == found("reports democr") == found("democracy repo") == ["a"]
    assert found("democr reports") == found('"democr"') == []


def test_words_run_on_over_marks_within_a_line_and_end_at_the_end_of_a_paragraph() -> None:
    PostFactory.create(slug="a", body="<p>un<strong>believ</strong>able</p><p>tale</p><ul><li>one</li><li>two</li></ul>")
    assert found("unbelievable") == found("tale") == found('"one two"') == ["a"]
    assert found("unbelievabletale") == []


def test_the_number_of_a_note_is_no_part_of_the_word_before_it() -> None:
    post = PostFactory.create(slug="a")
    Post.objects.filter(pk=post.pk).update(body_html='<p>Harvest<sup><a href="#note-1">1</a></sup>, and H<sub>2</sub>O</p>')
    assert found('"harvest"') == found("h2o") == ["a"]


def test_markup_and_addresses_of_links_are_no_words() -> None:
    PostFactory.create(body='<p>See <a href="https://hidden.example.org/harvest">this</a> &amp; that &nbsp;&lt;tag&gt;</p>')
    assert not any(map(found, ("hidden", "harvest", "href", "https", "amp", "nbsp", "strong")))


def test_the_words_of_the_index_itself_cannot_be_asked_for() -> None:
    post = PostFactory.create()
    assert found(f"\ue000o{post.organization_id}") == found("\ue000len") == []
    assert found(f'title : "post" OR o{post.organization_id}') == []


def test_titles_come_first_then_summaries_then_texts_each_the_newest_first() -> None:
    for number, (slug, field) in enumerate(
        [("t1", "title"), ("t2", "title"), ("s1", "summary"), ("s2", "summary"), ("b1", "body"), ("b2", "body")]
    ):
        PostFactory.create(slug=slug, published_at=LONG_AGO + timedelta(days=number), **{field: "harvest"})
    PostFactory.create(
        slug="whole", title="harvest", summary="harvest", body="harvest", published_at=LONG_AGO - timedelta(days=1)
    )
    assert found("harvest") == ["t2", "t1", "whole", "s2", "s1", "b2", "b1"]


# --- Narrowing down ---


def test_every_filter_leaves_its_posts_alone() -> None:
    organization = OrganizationFactory.create(slug="mine")
    category, tag = CategoryFactory.create(slug="news"), TagFactory.create(slug="trade")
    PostFactory.create(slug="organization", title="Harvest", organization=organization)
    PostFactory.create(slug="category", title="Harvest", categories=[category])
    PostFactory.create(slug="tag", title="Harvest", tags=[tag])
    PostFactory.create(slug="language", title="Harvest", language="ro-md")
    PostFactory.create(slug="year", title="Harvest", published_at=datetime(2020, 1, 1, tzinfo=UTC))
    for name, value in {"organization": "mine", "category": "news", "tag": "trade", "language": "ro", "year": "2020"}.items():
        assert found("harvest", **{name: value}) == [name]
    assert found("harvest", organization="mine", year="2020") == []


def test_filters_that_name_nothing_are_none() -> None:
    PostFactory.create(slug="a", title="Harvest")
    for name in ("organization", "category", "tag", "language", "year", "after"):
        for value in ("unknown", "0000", "9999", "-1", "' OR 1", "\x00", "9" * 30, "1.99999999999999999999"):
            assert found("harvest", **{name: value}) == ["a"], (name, value)


def test_a_year_begins_in_the_time_zone_of_the_site(settings: object) -> None:
    settings.TIME_ZONE = "Europe/Bucharest"  # type: ignore[attr-defined]
    PostFactory.create(slug="a", title="Harvest", published_at=datetime(2019, 12, 31, 22, tzinfo=UTC))
    PostFactory.create(slug="b", title="Harvest", published_at=datetime(2019, 12, 31, 21, 59, 59, tzinfo=UTC))
    assert (found("harvest", year="2020"), found("harvest", year="2019")) == (["a"], ["b"])


# --- Pages ---


def test_pages_follow_one_another_without_a_gap_or_a_repetition(client: Client) -> None:
    for number in range(RESULTS_A_PAGE * 2):
        where = ("title", "summary", "body", "body")[number % 4]
        words = "harvest" if number % 8 != 7 else "harvesting"
        PostFactory.create(published_at=LONG_AGO + timedelta(minutes=number // 2), **{where: words})
    PostFactory.create(title="harvest", summary="harvest", body="harvest")
    whole, seen, after = found("harvest"), list[str](), ""
    assert len(set(whole)) == len(whole) == RESULTS_A_PAGE * 2 + 1
    for _page in range(3):
        results = client.get("/search/", {"q": "harvest", "after": after}).context["results"]
        seen += [result.post.slug for result in results.items]
        after = results.next
    assert (seen, after) == (whole, "")


def test_expired_posts_do_not_hide_those_behind_them(client: Client) -> None:
    PostFactory.create(slug="a", title="Harvest", published_at=LONG_AGO - timedelta(days=1))
    PostFactory.create_batch(50, title="Harvest", expires_at=LONG_AGO + timedelta(days=1))
    assert [result.post.slug for result in client.get("/search/", {"q": "harvest"}).context["results"].items] == ["a"]


# --- What is shown ---


def test_the_words_are_marked_in_title_and_text_and_nothing_typed_is_markup(client: Client) -> None:
    PostFactory.create(title="Băncile & <b>banks</b>", body="<p>All <em>băncile</em> of 1 &lt; 2 countries</p>")
    text = page(client, "bancile <script>")
    assert "<script>alert" not in page(client, "<script>alert(1)</script>")
    text = page(client, "bancile")
    assert "<mark>Băncile</mark> &amp; &lt;b&gt;banks&lt;/b&gt;" in text
    assert "All <mark>băncile</mark> of 1 &lt; 2 countries" in text


def test_the_text_is_shown_around_the_words(client: Client) -> None:
    PostFactory.create(
        body=f"<p>{'before ' * 200}</p><p>Then the <a href='/harvest/'>harvest</a> came.</p><p>{'after ' * 200}</p>"
    )
    shown = client.get("/search/", {"q": "harvest"}).context["results"].items[0].snippet
    assert "Then the <mark>harvest</mark> came." in shown
    assert shown.startswith("…before")
    assert shown.endswith("after…")
    assert len(shown) < 400


def test_no_words_show_how_to_search_and_cost_no_search(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # organizations and categories to choose from
        text = page(client, "  ")
    assert "Words between quotation marks" in text


@pytest.mark.parametrize("asked", [{}, {"q": "  "}, {"year": "2017"}])
def test_the_search_itself_is_an_entry_of_search_engines(client: Client, asked: dict[str, str]) -> None:
    text = client.get("/search/", asked).content.decode()
    assert 'name="robots"' not in text
    assert '<link rel="canonical" href="http://testserver/search/">' in text
    assert '<meta name="description" content="Search everything that is published on Gazette">' in text
    assert 'hreflang="ro"' in text


def test_what_it_finds_is_none_and_says_what_it_is(client: Client) -> None:
    """Results of a search are not to be found by another: "is-crawlable" of Lighthouse fails on them, and has to."""
    text = page(client, 'wheat & "rye"')
    assert '<meta name="robots" content="noindex, follow">' in text
    assert 'content="Posts with “wheat &amp; &quot;rye&quot;”">' in text
    assert 'rel="canonical"' not in text


def test_nothing_found_says_so_and_how_to_go_on(client: Client) -> None:
    text = page(client, "qwertz", year="2017")
    assert "No post with “qwertz” was found." in text
    assert '<a href="?q=qwertz">Look in all posts of the site</a>' in text


def test_an_organization_stands_above_its_posts(client: Client) -> None:
    OrganizationFactory.create(name="Chamber of Wheat", slug="wheat")
    assert '<a href="/organizations/wheat/">Chamber of Wheat</a>' in page(client, "wheat")


def test_the_page_is_the_same_for_everybody(client: Client, editor: object) -> None:
    PostFactory.create(title="Harvest")
    before = page(client, "harvest")
    client.force_login(editor)  # type: ignore[arg-type]
    assert page(client, "harvest") == before
    assert "Set-Cookie" not in Client().get("/search/?q=harvest").headers


def test_a_fragment_is_the_results_alone(client: Client) -> None:
    PostFactory.create(title="Harvest")
    text = page(client, "harvest", fragment="1")
    assert "<mark>Harvest</mark>" in text
    assert "<html" not in text


@pytest.mark.parametrize("number", [1, 50])
def test_a_search_costs_the_same_at_any_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _post in range(number):
        PostFactory.create(title="Harvest", body="Harvest", categories=[CategoryFactory.create()])
    with django_assert_num_queries(
        5 if number > RESULTS_A_PAGE else 6
    ):  # places (beginnings too), posts, organizations; choices
        page(client, "harvest")
    with django_assert_num_queries(3 if number > RESULTS_A_PAGE else 4):
        page(client, "harvest", fragment="1")


# --- Did you mean ---


@pytest.mark.parametrize("typo", ["harvst", "harveest", "hrvest", "havrest", "jarvest", "HARVEZT"])
def test_a_slip_is_answered_with_what_was_meant(client: Client, typo: str) -> None:
    PostFactory.create(title="Harvest", body="<p>Wheat</p>")
    assert '<a href="?q=wheat+harvest">wheat harvest</a>?' in page(client, f"wheat {typo}")


def test_a_slip_in_another_script_is_answered_too(client: Client) -> None:
    PostFactory.create(title="Урожай", language="ru")
    assert client.get("/search/", {"q": "урожяй"}).context["results"].suggestion.typed == "урожай"


def test_nothing_is_meant_that_the_public_may_not_see(client: Client) -> None:
    PostFactory.create(title="Layoffs", status=Status.DRAFT)
    PostFactory.create(title="Merger", published_at=datetime(2100, 1, 1, tzinfo=UTC))
    for words in ("layofs", "mergr"):
        assert client.get("/search/", {"q": words}).context["results"].suggestion is None


# --- Anything can be typed ---


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=250) | st.text(alphabet="\"'*^-+:(){}&|!<>~\\%_ aNEARORANDNOT\x00\ue000", max_size=60))
def test_nothing_that_can_be_typed_is_an_error(client: Client, typed: str) -> None:
    for address in ("/search/", "/search/feed/"):
        assert client.get(address, {"q": typed}).status_code == 200
    assert client.get("/search/", dict.fromkeys(("organization", "tag", "year", "language", "after"), typed)).status_code == 200


# --- Feeds and browsers ---


def test_the_feed_of_a_search_carries_its_newest_posts(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    PostFactory.create(title="Harvest of old", published_at=LONG_AGO - timedelta(days=1))
    PostFactory.create(title="Other", body="harvest")
    PostFactory.create(title="Harvest", status=Status.DRAFT)
    for address in ("/search/feed/", "/search/feed/atom/", "/search/feed/json/"):
        with django_assert_num_queries(3):
            text = client.get(address, {"q": "harvest"}).content.decode()
        assert text.index("Other") < text.index("Harvest of old")
        assert "q=harvest" in text


def test_browsers_learn_how_to_search(client: Client) -> None:
    response = client.get("/search/opensearch.xml")
    assert response.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    assert response.content.startswith(b"<?xml")
    assert b'template="http://testserver/search/?q={searchTerms}"' in response.content
    assert 'href="/search/opensearch.xml"' in page(client, "")
