"""Why a reply cannot be taken. Each error's text is for the person who wrote it."""

import math
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments.models import PendingComment


class ReplyError(Exception):
    """A reply cannot be taken."""


class ClosedError(ReplyError):
    """The post takes no replies, or no more."""

    def __init__(self) -> None:
        super().__init__(_("Replies to this post are closed."))


class SignInNeededError(ReplyError):
    """Only signed-in people may reply to the post."""

    def __init__(self) -> None:
        super().__init__(_("Only people who have signed in can reply to this post."))


class NotAnswerableError(ReplyError):
    """The comment that is answered is not there, or not for the public, or belongs to another post."""

    def __init__(self) -> None:
        super().__init__(
            _("The reply that you answer is no longer there. Send again to let your reply stand on its own below the post.")
        )


class GoneError(ReplyError):
    """What the reply was about is not there, or not for the public."""

    def __init__(self) -> None:
        super().__init__(_("What you wrote about is no longer here, so your text cannot be sent."))


class RefusedError(ReplyError):
    """A receiver of the package's signal, or one of its moderators, does not take the comment."""

    def __init__(self) -> None:
        super().__init__(_("This site does not accept this reply."))


class TooManyError(ReplyError):
    """There were too many replies in too short a time."""

    def __init__(self, wait: timedelta) -> None:
        self.wait_seconds = math.ceil(wait.total_seconds())
        minutes = -(-self.wait_seconds // 60)
        text = ngettext(
            "Many replies came from here in a short time. Wait %(minutes)d minute, then send this one again.",
            "Many replies came from here in a short time. Wait %(minutes)d minutes, then send this one again.",
            minutes,
        )
        super().__init__(text % {"minutes": minutes})


class TooOftenError(TooManyError):
    """Something else than a reply was done too often in too short a time."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        minutes = -(-self.wait_seconds // 60)
        text = ngettext(
            "This was done many times in a short time. Wait %(minutes)d minute, then try again.",
            "This was done many times in a short time. Wait %(minutes)d minutes, then try again.",
            minutes,
        )
        self.args = (text % {"minutes": minutes},)


class NotOwnError(ReplyError):
    """The reply is not there, or not for this person to change."""


class NotChangeableError(ReplyError):
    """The author can no longer do this to the reply; each reason is a class below."""


class TooLateError(NotChangeableError):
    """The time in which a reply can be changed is over."""

    def __init__(self, window: timedelta) -> None:
        minutes = window // timedelta(minutes=1)
        text = ngettext(
            "It is too late: a reply can be changed for %(minutes)d minute. You can still withdraw it.",
            "It is too late: a reply can be changed for %(minutes)d minutes. You can still withdraw it.",
            minutes,
        )
        super().__init__(text % {"minutes": minutes})


class AnsweredError(NotChangeableError):
    """Somebody has answered what the reply said."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has answered this reply, so its text stays as it is. You can still withdraw it."))


class WaitsForModeratorError(NotChangeableError):
    """A moderator has to decide about the text as it is."""

    def __init__(self) -> None:
        super().__init__(_("This reply waits for a moderator, so its text stays as it is. You can still withdraw it."))


class TakenDownError(NotChangeableError):
    """A moderator has decided that the reply is not to be read."""

    def __init__(self) -> None:
        super().__init__(_("A moderator has taken this reply down, so nothing about it can be changed here."))


class ConfirmedMeanwhileError(NotChangeableError):
    """The reply that waited for its confirmation is a comment now."""

    def __init__(self) -> None:
        super().__init__(_("This reply was confirmed meanwhile. You find it in the discussion."))


class ChangedMeanwhileError(ReplyError):
    """What is to be confirmed is not what was read."""

    def __init__(self) -> None:
        super().__init__(_("The text was changed meanwhile. Read it again before you confirm it."))


class OwnReportError(ReplyError):
    """Nobody reports themselves."""

    def __init__(self) -> None:
        super().__init__(_("This reply is your own. You need not report it: you can withdraw it."))


class UnknownTokenError(ReplyError):
    """Nobody was given this confirmation link, or what it confirmed was deleted long since."""


class SpentTokenError(ReplyError):
    """The confirmation link does nothing any more. `pending` is what it was made for."""

    def __init__(self, pending: PendingComment) -> None:
        self.pending = pending
        super().__init__(_("This link confirms nothing any more."))


class UsedTokenError(SpentTokenError):
    """It was followed and confirmed before."""


class ExpiredTokenError(SpentTokenError):
    """It has run out."""


class PostNotPublicError(SpentTokenError):
    """The post was withdrawn since."""

    def __init__(self, pending: PendingComment) -> None:
        super().__init__(pending)
        self.args = (_("The post is no longer public, so it takes no replies."),)
