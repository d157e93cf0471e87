"""What can be wrong with the place of files."""

from django.utils.translation import gettext as _


class StorageAwayError(Exception):
    """The place of files does not answer, or refuses. `reason` is for operators; the text is for who wanted a file."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(_("Files cannot be reached at the moment. Please try again in a few minutes."))
