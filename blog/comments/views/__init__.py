"""Pages of comments."""

from blog.comments.views.confirmation import confirm
from blog.comments.views.decide import decide
from blog.comments.views.following import follow, follow_confirm, follow_done, mute
from blog.comments.views.links import comment, reply_to_comment
from blog.comments.views.own import edit, mine, withdraw
from blog.comments.views.reply import reply, reply_done
from blog.comments.views.report import report

__all__ = [
    "comment",
    "confirm",
    "decide",
    "edit",
    "follow",
    "follow_confirm",
    "follow_done",
    "mine",
    "mute",
    "reply",
    "reply_done",
    "reply_to_comment",
    "report",
    "withdraw",
]
