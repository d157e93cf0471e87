"""Files that become no picture. The text of an error tells the person who uploaded the file what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PictureError(Exception):
    """A file that becomes no picture."""

    message: str | Promise

    def __init__(self, **figures: int) -> None:
        super().__init__()
        self.figures = figures

    def __str__(self) -> str:
        return str(self.message) % self.figures if self.figures else str(self.message)


class TooLargeFileError(PictureError):
    """More bytes than are read."""

    message = _("This file is larger than %(megabytes)d MB. Choose a smaller one.")


class TooLargePictureError(PictureError):
    """More pixels, or passes over them, than are decoded."""

    message = _("This picture has more than %(megapixels)d million pixels. Make it smaller first.")


class UnreadablePictureError(PictureError):
    """No picture of a known format, or a damaged one."""

    message = _("This file is no picture that we can read. JPEG, PNG, WebP, AVIF and GIF work.")


class DrawingError(UnreadablePictureError):
    """An SVG: it may hold scripts and addresses of other hosts."""

    message = _("SVG drawings are not taken: they can carry programs. Export the drawing as PNG.")


class HeicError(UnreadablePictureError):
    """A picture as Apple's cameras store it."""

    message = _("HEIC pictures cannot be read. Export the picture as JPEG first.")
