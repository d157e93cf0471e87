"""What the desk keeps beside the posts."""

from blog.desk.models.preview import GuestReview, PreviewLink, Verdict

__all__ = ["GuestReview", "PreviewLink", "Verdict"]
