"""Folders, images with their renditions, documents, the looks of organizations, and where each is used."""

from blog.media.models.described import Described
from blog.media.models.document import Document
from blog.media.models.folder import Folder
from blog.media.models.image import Image, Rendition
from blog.media.models.look import Ground, OrganizationLook
from blog.media.models.place import SHOWN_PLACES, Place
from blog.media.models.shelved import ShelvedQuerySet
from blog.media.models.usage import Usage

__all__ = [
    "SHOWN_PLACES",
    "Described",
    "Document",
    "Folder",
    "Ground",
    "Image",
    "OrganizationLook",
    "Place",
    "Rendition",
    "ShelvedQuerySet",
    "Usage",
]
