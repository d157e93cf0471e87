"""The picture of a page where it is shared: its cover, or of a post a card that is drawn when somebody first asks for it."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from blog.media import files
from blog.media.looks import look_of
from blog.media.markup import SHARED_WIDTH_PIXELS, sized
from blog.media.models import Image
from blog.organizations.models import Organization
from blog.posts import cards
from blog.posts.addresses import absolute
from blog.posts.cards import Card
from blog.posts.models import Post
from blog.posts.publishers import in_one_line
from blog.storage.files import read, store

FOLDER = "cards"


class SharedPicture(NamedTuple):
    """A picture with its whole address, what stands in for it, its size in pixels and its media type."""

    address: str
    description: str
    width: int
    height: int
    content_type: str


def card_of(post: Post) -> Card:
    """Return what stands on the card of a post, whose organization is loaded; the seal is that of its own one."""
    organization = post.organization
    look = look_of(organization)
    logo = None if look is None else look.logo
    return Card(
        title=post.title,
        publisher=_names(post),
        letters=organization.letters,
        site=settings.SITE_NAME,
        direction="rtl" if post.direction == "rtl" else "ltr",
        accent=organization.accent_on_light or cards.ACCENT,
        logo="" if logo is None else files.path_of_image(logo),
        ground="" if look is None else look.logo_ground,
    )


def _names(post: Post) -> str:
    return in_one_line([organization.name for organization in post.publishers])


def picture_of(post: Post) -> SharedPicture:
    """Return the picture that stands for a post where it is shared."""
    if post.cover is not None:
        return _shared(post.cover, post.cover_description)
    address = absolute(reverse("post-card", args=[post.slug, card_of(post).version]))
    description = f"{post.title}. {_names(post)}"
    return SharedPicture(address, description, cards.WIDTH, cards.HEIGHT, "image/png")


def cover_of(organization: Organization) -> SharedPicture | None:
    """Return the picture that stands for the page of an organization where it is shared; None where it has no cover."""
    look = look_of(organization)
    return None if look is None or look.cover is None else _shared(look.cover, look.cover_description)


def _shared(image: Image, description: str) -> SharedPicture:
    shown = sized(image, SHARED_WIDTH_PIXELS)
    return SharedPicture(absolute(shown.address), description, shown.width, shown.height, image.content_type)


def stored_card(card: Card) -> bytes:
    """Return a card as PNG, drawn if nobody has asked for it before."""
    path = f"{FOLDER}/{card.version}.png"
    content = read(path)
    if content is None:
        content = cards.draw(card, logo=read(card.logo) if card.logo else None)
        store(path, content)
    return content
