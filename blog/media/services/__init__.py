"""What happens to images, documents, where they are used, and the looks of organizations."""

from blog.media.services.documents import add_document, change_document, delete_document, replace_document
from blog.media.services.images import add_image, change_image, delete_image, replace_image
from blog.media.services.looks import save_look
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
    "save_look",
]
