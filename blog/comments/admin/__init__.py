"""Comments in admin: the queue in which moderators decide, the archive, and the log of what was decided."""

from blog.comments.admin.comments import CommentAdmin
from blog.comments.admin.log import DecisionAdmin

__all__ = ["CommentAdmin", "DecisionAdmin"]
