"""What search engines are told of a list of posts that has no words of its own."""

from collections.abc import Sequence
from operator import attrgetter

from django.conf import settings
from django.utils.translation import gettext, ngettext

from blog.posts.models import Post
from blog.richtext.text import shorten

TITLE_CHARACTERS = 80  # of a title within a description, which is shown up to 160 or so


def description_of(name: str, posts: Sequence[Post], *, has_more: bool = False) -> str:
    """Return a sentence that says how many posts stand under a name, and names the newest of them."""
    values = {"name": name, "site": settings.SITE_NAME}
    if not posts:
        return gettext("%(name)s on %(site)s") % values
    if has_more:
        count = ngettext("more than %(counter)s post", "more than %(counter)s posts", len(posts))
    else:
        count = ngettext("%(counter)s post", "%(counter)s posts", len(posts))
    newest = max(posts, key=attrgetter("published_at"))
    values |= {"posts": count % {"counter": len(posts)}, "title": shorten(newest.title, TITLE_CHARACTERS)}
    return gettext("%(name)s on %(site)s: %(posts)s, the newest “%(title)s”") % values
