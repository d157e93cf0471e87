"""What cannot be done at the desk. Each error's text is for the person who tried."""

import math
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext


class DeskError(Exception):
    """Something cannot be done at the desk."""

    sentence: str | Promise = ""

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.sentence)


class NotAllowedError(DeskError):
    """The person's role does not reach so far."""

    sentence = gettext_lazy("Your role does not allow this.")


class PreviewError(DeskError):
    """A preview link does not do what was asked."""


class UnknownPreviewError(PreviewError):
    """This site did not make the link, or what it showed was deleted."""


class ExpiredPreviewError(PreviewError):
    """The link has run out."""


class RevokedPreviewError(PreviewError):
    """The link was taken back."""


class ForgedReviewError(PreviewError):
    """What was sent does not come from the page that the link opens."""

    sentence = gettext_lazy("This page was open for too long. Read the text again, then send once more.")


class ChangedMeanwhileError(PreviewError):
    """What was read is not what there is."""

    sentence = gettext_lazy(
        "The text was changed while you read it, and what you see now is the new one. Read it, then send again."
    )


class TooManyReviewsError(PreviewError):
    """Much was said through one link in a short time."""

    def __init__(self, wait: timedelta) -> None:
        self.wait_seconds = math.ceil(wait.total_seconds())
        minutes = -(-self.wait_seconds // 60)
        text = ngettext(
            "Much was sent through this link in a short time. Wait %(minutes)d minute, then send again.",
            "Much was sent through this link in a short time. Wait %(minutes)d minutes, then send again.",
            minutes,
        )
        super().__init__(text % {"minutes": minutes})
