# ruff: noqa: RUF001  # letters of several scripts are what this is about
"""The alphabetical order of names, in Python and in either database."""

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.inserting import insert
from blog.languages.collation import LONGEST_KEY, collation_key, order_anew
from blog.organizations.models import Organization
from blog.posts.models import Category, Tag
from tests.factories import CategoryFactory, OrganizationFactory, PostFactory, TagFactory

ALPHABETS = {
    "Romanian": "a ă â b c d e f g h i î j k l m n o p q r s ș t ț u v w x y z",
    "Russian": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
    "Turkmen": "a b ç d e ä f g h i j ž k l m n ň o ö p r s ş t u ü w y ý z",
    "Azerbaijani, but for x and q": "a b c ç d e ə f g ğ h ı i j k l m n o ö p r s ş t u ü v y z",
}
WORDS = [
    "Zoe",
    "apple",
    "Apple pie",
    "Șoim",
    "Szabo",
    "sail",
    "Ecou",
    "Éclair",
    "ель",
    "Ёж",
    "10 lei",
    "2 lei",
    "🎉",
    "株式",
    "कि",
    "का",
]


@pytest.mark.parametrize("language", ALPHABETS)
def test_each_language_finds_its_own_alphabet(language: str) -> None:
    letters = ALPHABETS[language].split()
    assert sorted(letters, key=collation_key) == letters
    assert sorted((f"{letter}z" for letter in letters), key=collation_key) == [f"{letter}z" for letter in letters]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RÉSUMÉ", "resume"),
        ("ёж", "Еж"),
        ("ş", "ș"),
        ("s\u0326", "ș"),
        ("Straße", "strasse"),
        ("Trade -- today!", "trade today"),
        ("İzmir", "izmir"),
        (" a ", "A"),
    ],
)
def test_case_marks_and_signs_make_no_difference(one: str, other: str) -> None:
    assert collation_key(one) == collation_key(other)


@pytest.mark.parametrize(
    ("first", "then"), [("New York", "Newark"), ("10", "2"), ("9", "a"), ("z", "а"), ("я", "株"), ("का", "कि")]
)
def test_words_end_before_letters_digits_stand_before_them_and_scripts_do_not_mix(first: str, then: str) -> None:
    assert collation_key(first) < collation_key(then)


@given(st.lists(st.text(max_size=12), max_size=8))
def test_a_beginning_stands_before_what_it_begins_whatever_the_signs(words: list[str]) -> None:
    for word in words:
        assert collation_key(word).isdecimal() or not collation_key(word)
        assert collation_key(word + "a").startswith(collation_key(word))


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, database=None)
@given(st.permutations(WORDS))
def test_the_database_has_the_same_order(words: list[str]) -> None:
    Organization.objects.all().delete()
    Organization.objects.bulk_create([Organization(name=word, slug=str(place)) for place, word in enumerate(words)])
    found = list(Organization.objects.by_name().values_list("name", flat=True))
    assert found == sorted(words, key=collation_key)


@pytest.mark.django_db
def test_the_place_follows_the_name() -> None:
    tag = TagFactory.create(name="Ștefan")
    assert tag.collation_key == collation_key("Ștefan")
    for fields in (None, ["name"]):
        tag.name += "a"
        tag.save(update_fields=fields)
        tag.refresh_from_db()
        assert tag.collation_key == collation_key(tag.name)
    organization = OrganizationFactory.create(name="Ştiri")
    organization.name = "Noutăți"
    organization.save(update_fields=["name"])
    organization.refresh_from_db()
    assert organization.collation_key == collation_key("Noutăți")
    insert([Category(name="Ämä", slug="a"), Category(name="Zoe", slug="z")])
    assert list(Category.objects.values_list("collation_key", flat=True).order_by("slug")) == [
        collation_key("Ämä"),
        collation_key("Zoe"),
    ]


@pytest.mark.django_db
def test_a_name_of_any_signs_has_a_place() -> None:
    organization = OrganizationFactory.create(name="\ufdfa" * 200)  # which stands for eighteen letters
    assert len(organization.collation_key) == LONGEST_KEY
    Organization.objects.get(collation_key=organization.collation_key)


@pytest.mark.django_db
def test_what_was_renamed_past_the_site_is_put_in_order_again() -> None:
    CategoryFactory.create(name="Economy")
    wrong = CategoryFactory.create(name="News")
    Category.objects.filter(pk=wrong.pk).update(name="Arts")
    order_anew(Category)
    assert [category.name for category in Category.objects.by_name()] == ["Arts", "Economy"]


@pytest.mark.django_db
def test_pages_show_names_in_alphabetical_order(client: Client) -> None:
    names = ["apple", "Șoim", "Szabo", "Zoe", "Ämä"]
    for name in names:
        OrganizationFactory.create(name=f"{name} Institute")
    PostFactory.create(slug="a-post", tags=[TagFactory.create(name=name) for name in names])
    expected = ["apple", "Ämä", "Szabo", "Șoim", "Zoe"]
    for address, end in (("/organizations/", " Institute<"), ("/tags/", "<"), ("/posts/a-post/", "<"), ("/ro/tags/", "<")):
        page = client.get(address).content.decode()
        places = [page.index(f">{name}{end}") for name in expected]
        assert places == sorted(places), address
    assert [entry["name"] for entry in client.get("/api/tags/").json()["results"]] == expected
    assert [letter for letter in Organization.objects.initials() if letter != "I"] == ["A", "Ä", "S", "Ș", "Z"]
    assert [tag.name for tag in Tag.objects.by_name()] == expected
