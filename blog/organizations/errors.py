"""Why an invitation cannot be sent or accepted."""

from django.utils.translation import gettext as _


class InvitationError(Exception):
    """Something about an invitation cannot be done; its text is for the person who tried."""


class UnknownInvitationError(InvitationError):
    """Nobody was sent this link, or it was replaced by a later one."""


class ExpiredInvitationError(InvitationError):
    """It has run out."""


class RevokedInvitationError(InvitationError):
    """It was taken back, or who sent it has no right to invite any more."""


class UsedInvitationError(InvitationError):
    """It was accepted before."""


class OtherAddressError(InvitationError):
    """Whoever is signed in has another address than the one it was sent to."""


class AlreadyMemberError(InvitationError):
    """The person belongs to the organization already."""

    def __init__(self) -> None:
        super().__init__(_("This person belongs to the organization already; change the role there."))


class TooManyInvitationsError(InvitationError):
    """Too many mails went out lately."""

    def __init__(self) -> None:
        super().__init__(_("Many invitations were sent lately. Wait until tomorrow, then go on."))
