"""What cannot be done with images and documents. The text of an error is for the person who tried."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from blog.imaging.decoding import MEGABYTE


class ShelfError(Exception):
    """What cannot be done on the shelf."""


class AlreadyThereError(ShelfError):
    """The organization has a file with the same content; `found` is its row."""

    def __init__(self, found: Any) -> None:
        self.found = found
        super().__init__(_("This file is here already, as “%(title)s”.") % {"title": found})


class NoDocumentError(ShelfError):
    """The file is no PDF, or a damaged one."""

    def __init__(self) -> None:
        super().__init__(_("This file is no whole PDF."))


class TooLargeDocumentError(ShelfError):
    """The file has more bytes than a document may have."""

    def __init__(self) -> None:
        figures = {"megabytes": settings.DOCUMENT_MAX_BYTES // MEGABYTE}
        super().__init__(_("This file is larger than %(megabytes)d MB. Choose a smaller one.") % figures)


class InUseError(ShelfError):
    """A post uses it, or an organization as its logo or cover."""

    def __init__(self, used: Any) -> None:
        super().__init__(_("“%(title)s” is in use. Take it out of there first.") % {"title": used})


class NotOnShelfError(ShelfError):
    """The image is not one of the organization."""

    def __init__(self, image: Any) -> None:
        super().__init__(_("“%(title)s” is not on the shelf of this organization.") % {"title": image})
