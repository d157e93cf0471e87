"""The cards that stand for posts where they are shared."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from blog.organizations.models import Organization
from blog.posts import cards
from blog.posts.cards import Card, draw
from blog.posts.models import Post, Status
from blog.posts.sharing import card_of, stored_card
from tests.factories import PostFactory

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
SIDE, TOP = cards.MARGIN - 2, cards.MARGIN + 40


def card(title: str, **fields: str) -> Card:
    return Card(title=title, **({"publisher": "Institute of Examples", "letters": "IoE", "site": "Gazette"} | fields))  # type: ignore[arg-type]  # texts all


def drawn(card: Card) -> Image.Image:
    return Image.open(BytesIO(draw(card))).convert("RGB")


def ink_in(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Return how many pixels of a part are not paper."""
    paper = image.getpixel((2, 2))
    return sum(pixel != paper for pixel in image.crop(box).get_flattened_data())


TITLES = {
    "Latin": "Trade grew faster than expected",
    "Romanian, Turkmen, Azerbaijani": "Țările și şcolile; Ýaňy; Əliyev",
    "Cyrillic": "Торговля выросла быстрее, чем ожидали",
    "Greek": "Ελλάδα, ελληνικά",
    "Arabic": "العلاقات التجارية بين البلدين",
    "Persian with Latin": "رشد تجارت با BRCC",
    "Hebrew": "יחסי הסחר בין המדינות",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_titles_of_the_scripts_that_are_served_are_drawn_in_a_font_that_has_them(title: str) -> None:
    assert cards._font(title, 40, cards.BOLD) is not None
    image = drawn(card(title))
    assert image.size == (1200, 630)
    assert ink_in(image, (SIDE, TOP, 1200, 430)) > 1000


def test_a_title_that_no_font_has_leaves_its_place_to_the_name_of_the_site() -> None:
    assert draw(card("経済成長の見通し")) == draw(card("Gazette"))


@pytest.mark.parametrize(
    "title", ["word " * 50, LONG_WORD, LONG_WORD * 3, "W" * 250], ids=["words", "word", "words", "letters"]
)
def test_nothing_of_a_long_title_runs_out_of_the_card(title: str) -> None:
    image = drawn(card(title, publisher="Institute " * 20))
    for box in ((0, 0, SIDE, 630), (1200 - SIDE, 0, 1200, 630), (0, 630 - SIDE, 1200, 630), (0, 425, 1200, 440)):
        assert ink_in(image, box) == 0


def test_a_title_from_right_to_left_begins_at_the_right() -> None:
    image = drawn(card("العلاقات", direction="rtl"))
    assert ink_in(image, (600, TOP, 1200, 430)) > 0
    assert ink_in(image, (0, TOP, 600, 430)) == 0


def test_a_card_is_small_and_the_same_each_time() -> None:
    one, again = draw(card("A title")), draw(card("A title"))
    assert one == again
    assert len(one) < 40_000


def test_whatever_changes_on_a_card_changes_its_address() -> None:
    versions = {
        card("A").version,
        card("B").version,
        card("A", publisher="B").version,
        card("A", accent="#123456").version,
        card("A", direction="rtl").version,
        card("A", letters="B").version,
        card("A", site="B").version,
    }
    assert len(versions) == 7


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, title="A title", slug="a-post")


def address(post: Post) -> str:
    return f"/posts/{post.slug}/card-{card_of(post).version}.png"


@pytest.mark.django_db
def test_the_page_names_its_card(client: Client, post: Post) -> None:
    page = client.get("/posts/a-post/").content.decode()
    assert f'<meta property="og:image" content="http://testserver{address(post)}">' in page
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image:alt" content="A title. Institute of Examples">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page


@pytest.mark.django_db
def test_a_card_is_drawn_once_and_kept(client: Client, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    response = client.get(address(post))
    assert (response["Content-Type"], "immutable" in response["Cache-Control"]) == ("image/png", True)
    assert default_storage.exists(f"cards/{card_of(post).version}.png")
    monkeypatch.setattr(cards, "draw", None)
    assert client.get(address(post)).content == response.content == stored_card(card_of(post))


@pytest.mark.django_db
def test_an_older_card_leads_to_the_one_of_today_and_draws_nothing(
    client: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = address(post)
    Post.objects.filter(pk=post.pk).update(title="Another title")
    monkeypatch.setattr(cards, "draw", None)
    post.refresh_from_db()
    assert client.get(before)["Location"] == address(post)


@pytest.mark.django_db
def test_only_a_public_post_has_a_card(client: Client, post: Post) -> None:
    draft = PostFactory.create(status=Status.DRAFT, slug="draft")
    assert client.get(address(draft)).status_code == 404
    Post.objects.filter(pk=post.pk).update(status=Status.ARCHIVED, archived_at=post.published_at)
    assert client.get(address(post)).status_code == 410
