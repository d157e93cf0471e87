"""What a worker does outside the request: one module for each subject."""

from blog.comments.tasks.confirmation import send_confirmation
from blog.comments.tasks.lessons import teach
from blog.comments.tasks.notices import notify_moderators

__all__ = ["notify_moderators", "send_confirmation", "teach"]
