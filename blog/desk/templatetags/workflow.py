"""What stands beside a post in admin: `{% load workflow %}{% guest_reviews original %}`."""

from typing import Any

from django import template

from blog.desk.fingerprint import fingerprint
from blog.desk.models import GuestReview
from blog.posts.models import Post

register = template.Library()
LATEST = 5


@register.inclusion_tag("admin/posts/post/guest_reviews_panel.html")
def guest_reviews(post: Post) -> dict[str, Any]:
    """Render the latest of what guests said of a post; one query."""
    return {"original": post, "reviews": list(GuestReview.objects.of_post(post)[:LATEST]), "version": fingerprint(post)}
