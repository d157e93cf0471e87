"""Why a link proves nothing, or an account cannot go."""

from django.utils.translation import gettext as _


class PrivacyError(Exception):
    """Something about a person's own data cannot be done."""


class UnknownLinkError(PrivacyError):
    """Nobody was given this link, or what it was for is gone."""


class UsedLinkError(PrivacyError):
    """It was followed and confirmed before."""


class ExpiredLinkError(PrivacyError):
    """It has run out."""


class LastAdministratorError(PrivacyError):
    """Without this account nobody could run the site any more."""

    def __init__(self) -> None:
        super().__init__(_("You are the only administrator of this site. Make somebody else one first."))
