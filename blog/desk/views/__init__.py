"""Pages for people without an account."""

from blog.desk.views.preview import preview

__all__ = ["preview"]
