"""How tests ask what a search finds."""

from collections.abc import Iterable

from django.utils import timezone

from blog.posts.models import Post
from blog.search.asked import Asked
from blog.search.results import find_posts


def found(q: str, **filters: str) -> list[str]:
    """Return the slugs of the first posts that a search finds now, in their order."""
    asked = Asked.read({"q": q, **filters})
    return slugs(find_posts(asked, at=timezone.now(), size=100, build=Post.objects.all)[0]) if asked.query else []


def slugs(posts: Iterable[Post]) -> list[str]:
    return [post.slug for post in posts]
