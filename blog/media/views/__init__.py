"""Files of the shelf, as everybody gets them."""

from blog.media.views.documents import document
from blog.media.views.images import image, rendition

__all__ = ["document", "image", "rendition"]
