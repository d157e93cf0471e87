"""An organization's colour: readable whatever is chosen, and served as a stylesheet of its own."""

import re
from random import Random

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from blog.organizations.colors import DARK, LEAST_CONTRAST, LIGHT, contrast, readable_shades
from blog.organizations.models import Organization
from tests.factories import PostFactory

TOKENS = settings.BASE_DIR / "cms" / "static" / "gazette" / "css" / "tokens.css"
CORNERS = ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff", "#808080"]


def any_colors() -> list[str]:
    random = Random(1)  # noqa: S311  # no secret
    return CORNERS + [f"#{random.randrange(1 << 24):06x}" for _number in range(300)]


def test_every_color_becomes_readable_in_both_themes() -> None:
    for color in any_colors():
        light, dark = readable_shades(color)
        assert min(contrast(light, other) for other in LIGHT) >= LEAST_CONTRAST, color
        assert min(contrast(dark, other) for other in DARK) >= LEAST_CONTRAST, color


def test_a_color_that_is_readable_stays_as_it_is() -> None:
    assert readable_shades("#0b5959")[0] == "#0b5959"
    assert readable_shades("#8bcfc5")[1] == "#8bcfc5"


@pytest.mark.parametrize(("color", "light"), [("#ffff00", "#707018"), ("#ff0000", "#d61810")])
def test_a_shade_keeps_the_hue(color: str, light: str) -> None:
    assert readable_shades(color)[0] == light


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


def test_the_grounds_are_those_of_the_theme() -> None:
    css = TOKENS.read_text()
    named = [re.findall(rf"--{name}: (#[0-9a-f]{{6}});", css) for name in ("paper", "surface", "on-accent")]
    assert [colors[0] for colors in named] == list(LIGHT)
    assert [colors[1] for colors in named] == list(DARK)


@pytest.mark.django_db
def test_the_pages_of_an_organization_load_its_color(client: Client, organization: Organization) -> None:
    organization.accent_color = "#D61810"
    organization.save()
    post = PostFactory.create(organization=organization)
    address = organization.identity_address
    assert re.fullmatch("/organizations/institute-of-examples/identity-[0-9a-f]{12}.css", address)
    for path in (organization.get_absolute_url(), post.get_absolute_url()):
        assert f'<link rel="stylesheet" href="{address}">' in client.get(path).content.decode()
    assert address not in client.get("/").content.decode()
    response = client.get(address)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert "--accent: #d61810;" in response.content.decode()


@pytest.mark.django_db
def test_an_older_stylesheet_leads_to_the_one_of_today(client: Client, organization: Organization) -> None:
    organization.accent_color = "#d61810"
    organization.save()
    response = client.get("/organizations/institute-of-examples/identity-000000.css")
    assert (response.status_code, response["Location"]) == (302, organization.identity_address)


@pytest.mark.django_db
def test_without_a_color_there_is_no_stylesheet(client: Client, organization: Organization) -> None:
    assert "identity-" not in client.get(organization.get_absolute_url()).content.decode()
    assert client.get("/organizations/institute-of-examples/identity-000000.css").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"accent_color": "#123456"}, {"accent_on_light": "#123456"}, {"accent_on_dark": "#123456"}])
def test_the_database_keeps_a_color_with_its_shades(organization: Organization, fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.filter(pk=organization.pk).update(**fields)


@pytest.mark.django_db
@pytest.mark.parametrize(("short_name", "letters"), [("", "I"), ("IoE", "IoE"), ("BRCC", "BRCC"), ("INSTITUTE", "I")])
def test_the_seal_holds_a_short_abbreviation_or_a_letter(organization: Organization, short_name: str, letters: str) -> None:
    organization.short_name = short_name
    assert organization.letters == letters
