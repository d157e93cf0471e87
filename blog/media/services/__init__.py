"""What happens to images, documents and where they are used."""

from blog.media.services.documents import add_document, change_document, delete_document, replace_document
from blog.media.services.images import add_image, change_image, delete_image, replace_image
from blog.media.services.usages import record_usages, record_waiting, remove_stray_files

__all__ = [
    "add_document",
    "add_image",
    "change_document",
    "change_image",
    "delete_document",
    "delete_image",
    "record_usages",
    "record_waiting",
    "remove_stray_files",
    "replace_document",
    "replace_image",
]
