"""Pages of comments."""

from blog.comments.views.confirmation import confirm
from blog.comments.views.links import comment, reply_to_comment
from blog.comments.views.reply import reply, reply_done

__all__ = ["comment", "confirm", "reply", "reply_done", "reply_to_comment"]
