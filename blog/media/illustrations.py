"""What a text shows of the shelf: the HTML of its figures, and which images and documents it uses."""

import re
from dataclasses import dataclass, field
from typing import Self

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from blog.media import markup
from blog.media.models import Document, Image
from blog.richtext.figures import Figure, figures_in
from blog.richtext.sanitizer import sanitize_article

_DOCUMENT = re.compile(r"/media/documents/([0-9a-f]{16})/")
_MAY_SHOW = ("data-image", "/media/documents/")


@dataclass(frozen=True, slots=True)
class Illustrations:
    """The images by their numbers, and the documents, of those that a post of an organization may show."""

    images: dict[int, Image] = field(default_factory=dict)
    document_ids: frozenset[int] = frozenset()

    @classmethod
    def of(cls, source: str, organization_id: int | None) -> Self:
        """Return what a text names of its organization's shelf, in a query for each kind that it names at all."""
        if not any(sign in source for sign in _MAY_SHOW):
            return cls()
        numbers = {figure.image_id for figure in figures_in(sanitize_article(source))}
        keys = set(_DOCUMENT.findall(source))
        images = Image.objects.usable_by(organization_id).in_bulk(numbers) if numbers else {}
        documents = Document.objects.usable_by(organization_id).filter(key__in=keys) if keys else Document.objects.none()
        return cls(images, frozenset(documents.values_list("pk", flat=True)))

    def show(self, figure: Figure) -> str:
        """Return the HTML of a figure; nothing for an image that is gone or another organization's."""
        image = self.images.get(figure.image_id)
        if image is None:
            return ""
        alt = image.alt if figure.alt is None else figure.alt
        words = mark_safe(figure.caption_html)  # noqa: S308  # sanitized with the text that it stands in
        shown = markup.picture(image, alt=alt, sizes=markup.text_sizes(image))
        return format_html('<figure class="picture">{}{}</figure>', shown, caption_of(image, words))


def names_foreign_images(source: str, organization_id: int | None) -> bool:
    """Return whether a text names an image that its organization has not."""
    numbers = {figure.image_id for figure in figures_in(source)}
    return bool(numbers) and Image.objects.usable_by(organization_id).filter(pk__in=numbers).count() < len(numbers)


def credit(image: Image) -> SafeString:
    """Return who made an image and under which licence it may be used, as HTML; empty where nothing is known of either."""
    licence: str | SafeString = image.get_licence_display() if image.licence else ""
    if image.licence_address:
        licence = format_html('<a href="{}" rel="license">{}</a>', image.licence_address, licence)
    if image.credit and licence:
        return format_html("{} · {}", image.credit, licence)
    return format_html("{}", image.credit or licence)


def caption_of(image: Image, words: SafeString) -> SafeString:
    """Return what stands below an image: the words of this use, who made it, and its licence; nothing where there is none."""
    line = credit(image)
    small = format_html('<small class="picture__credit">{}</small>', line) if line else SafeString("")
    if not (words or small):
        return SafeString("")
    return format_html("<figcaption>{}{}{}</figcaption>", words, " " if words and small else "", small)
