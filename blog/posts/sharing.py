"""The picture of a post where it is shared: its cover, or else a card that is drawn when somebody first asks for it."""

from typing import NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from blog.media.markup import SHARED_WIDTH_PIXELS, sized
from blog.posts import cards
from blog.posts.addresses import absolute
from blog.posts.cards import Card
from blog.posts.models import Post

FOLDER = "cards"


class SharedPicture(NamedTuple):
    """A picture with its whole address, what stands in for it, its size in pixels and its media type."""

    address: str
    description: str
    width: int
    height: int
    content_type: str


def card_of(post: Post) -> Card:
    """Return what stands on the card of a post, whose organization is loaded."""
    organization = post.organization
    return Card(
        title=post.title,
        publisher=organization.name,
        letters=organization.letters,
        site=settings.SITE_NAME,
        direction="rtl" if post.direction == "rtl" else "ltr",
        accent=organization.accent_on_light or cards.ACCENT,
    )


def picture_of(post: Post) -> SharedPicture:
    """Return the picture that stands for a post where it is shared."""
    if post.cover is not None:
        shown = sized(post.cover, SHARED_WIDTH_PIXELS)
        address = absolute(shown.address)
        return SharedPicture(address, post.cover_description, shown.width, shown.height, post.cover.content_type)
    address = absolute(reverse("post-card", args=[post.slug, card_of(post).version]))
    description = f"{post.title}. {post.organization.name}"
    return SharedPicture(address, description, cards.WIDTH, cards.HEIGHT, "image/png")


def stored_card(card: Card) -> bytes:
    """Return a card as PNG, drawn if nobody has asked for it before."""
    path = f"{FOLDER}/{card.version}.png"
    try:
        with default_storage.open(path) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        content = cards.draw(card)
        default_storage.save(path, ContentFile(content))
    return content
