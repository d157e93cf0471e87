"""`{% picture image alt=… sizes=… loading=… css_class=… %}`: an image in a template."""

from django import template
from django.utils.safestring import SafeString

from blog.media import markup
from blog.media.models import Image

register = template.Library()


@register.simple_tag
def picture(image: Image, alt: str = "", sizes: str = "100vw", loading: str = "lazy", css_class: str = "") -> SafeString:
    """Return the picture element of an image, in the best format and width for whoever reads; no query is needed."""
    return markup.picture(image, alt=alt, sizes=sizes, loading=loading, css_class=css_class)
