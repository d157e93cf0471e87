"""Slugs: short, free, and never one that an old address still needs."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from blog.organizations.models import Organization
from blog.posts.models import Category, Post
from blog.redirects import services
from blog.redirects.slugs import SLUG_CHARACTERS, free_slug, free_slugs, taken_slugs
from tests.factories import CategoryFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Dear Businessman", "dear-businessman"),
        ("Hello, world!", "hello-world"),
        ("Что нового?", "что-нового"),
        ("ما الجديد", "ما-الجديد"),
        ("İstanbul'da 2 gün", "istanbulda-2-gün"),
        ("../../etc/passwd", "etcpasswd"),
        ("a/b?c#d%00", "abcd00"),
        ("a\0b", "ab"),
    ],
)
def test_a_slug_is_made_of_the_letters_of_any_script(title: str, slug: str) -> None:
    assert free_slug(Post, title) == slug


@pytest.mark.parametrize("title", ["", "   ", "🎉🎉", "…—!?", "---", "___"])
def test_a_title_without_letters_gives_the_name_of_the_model(title: str) -> None:
    assert free_slug(Post, title) == "post"
    assert free_slug(Organization, title) == "organization"


def test_a_long_title_is_cut_between_words() -> None:
    slug = free_slug(Post, "word " * 100)
    assert len(slug) <= SLUG_CHARACTERS
    assert set(slug.split("-")) == {"word"}


def test_a_long_word_is_cut_anyway() -> None:
    assert free_slug(Post, "a" * 5000) == "a" * SLUG_CHARACTERS


def test_a_slug_that_is_taken_gets_a_number() -> None:
    PostFactory.create(slug="title")
    PostFactory.create(slug="title-2")
    assert free_slug(Post, "Title") == "title-3"


def test_a_slug_of_another_model_is_free() -> None:
    CategoryFactory.create(slug="title")
    assert free_slug(Post, "Title") == "title"
    assert free_slug(Category, "Title") == "title-2"


def test_a_slug_whose_old_address_leads_elsewhere_is_taken() -> None:
    services.move(old_path=reverse("post", args=["title"]), new_path="/posts/other/")
    assert taken_slugs(Post, {"title", "other"}) == {"title"}
    assert not taken_slugs(Category, {"title"})
    assert free_slug(Post, "Title") == "title-2"


def test_a_slug_whose_page_is_gone_for_good_is_taken() -> None:
    services.retire(reverse("post", args=["что-нового"]))
    assert free_slug(Post, "Что нового") == "что-нового-2"


def test_every_slug_that_is_made_has_an_address() -> None:
    for title in ("Что нового", "a/b", "..", "🎉", "x" * 300):
        assert reverse("post", args=[free_slug(Post, title)]).startswith("/posts/")


def test_texts_that_are_alike_get_slugs_that_are_not() -> None:
    PostFactory.create(slug="title")
    PostFactory.create(slug="title-3")
    texts = ["Title", "Title", "Title 2", "Other", "Title", "title 5"]
    assert free_slugs(Post, texts) == ["title-2", "title-4", "title-2-2", "other", "title-6", "title-5"]


def test_many_texts_cost_no_more_queries_than_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        assert len(set(free_slugs(Post, [f"Title {number}" for number in range(40)] + ["The same"] * 40))) == 80


def test_a_free_number_behind_many_is_found_in_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(2, 33):
        PostFactory.create(slug=f"title-{number}")
    PostFactory.create(slug="title")
    with django_assert_num_queries(12):  # of 1, 1, 2, 4, 8, 16, each among pages and among redirects
        assert free_slug(Post, "Title") == "title-33"
