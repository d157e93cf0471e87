"""Folders, images with their renditions, documents, and where each is used."""

from blog.media.models.document import Document
from blog.media.models.folder import Folder
from blog.media.models.image import Image, Rendition
from blog.media.models.shelved import ShelvedQuerySet
from blog.media.models.usage import Place, Usage

__all__ = ["Document", "Folder", "Image", "Place", "Rendition", "ShelvedQuerySet", "Usage"]
