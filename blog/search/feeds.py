"""The feed of a search: its newest posts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.posts.feeds import POSTS_A_FEED, Channel, respond
from blog.search.asked import Asked
from blog.search.results import newest_posts, public_posts


@require_safe
def feed(request: HttpRequest, feed_format: str) -> HttpResponse:
    """Return the newest posts that a search finds, with their whole text."""
    asked = Asked.read(request.GET.dict())
    parameters = asked.parameters
    about = Channel(
        title=_("“%(words)s” · %(site)s") % {"words": asked.typed, "site": settings.SITE_NAME},
        description=_("The newest posts of %(site)s with “%(words)s”") % {"words": asked.typed, "site": settings.SITE_NAME},
        path=f"{reverse('search')}?{parameters}",
        build=public_posts,
        values={"posts": newest_posts(asked, at=timezone.now(), size=POSTS_A_FEED)},
    )
    return respond(about, feed_format, feed_path=f"{escape_uri_path(request.path)}?{parameters}")
