"""The shelf in admin: images, documents and folders."""

from blog.media.admin.documents import DocumentAdmin
from blog.media.admin.folders import FolderAdmin
from blog.media.admin.images import ImageAdmin

__all__ = ["DocumentAdmin", "FolderAdmin", "ImageAdmin"]
