"""Images in templates: `{% picture image alt=… sizes=… loading=… css_class=… %}`, and what goes with covers of posts."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from blog.media import markup
from blog.media.illustrations import caption_of
from blog.media.models import Image

register = template.Library()


@register.simple_tag
def picture(image: Image, alt: str = "", sizes: str = "100vw", loading: str = "lazy", css_class: str = "") -> SafeString:
    """Return the picture element of an image, in the best format and width for whoever reads; no query is needed."""
    return markup.picture(image, alt=alt, sizes=sizes, loading=loading, css_class=css_class)


@register.simple_tag
def cover_caption(post: Any) -> SafeString:
    """Return what stands below the cover of a post: its caption, who made it, and its licence; nothing where none is known."""
    return caption_of(post.cover, format_html("{}", post.cover_caption))
