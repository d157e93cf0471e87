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
