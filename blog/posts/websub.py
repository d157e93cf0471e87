"""Telling a hub which feeds have changed (WebSub, https://www.w3.org/TR/websub/), so that readers need not ask again and again.

How a publisher tells its hub is for the hub to say (section 6). All that are in use take what PubSubHubbub 0.4 (7.1) says:
`hub.mode=publish`, and a `hub.url` for each feed.
"""

import logging
from collections.abc import Iterator
from http.client import HTTPException
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from blog.languages.addresses import page_language
from blog.posts.addresses import absolute
from blog.posts.models import Post

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10
AGENT = "Gazette"
FORMATS = ("", "-atom", "-json")


def tell(post: Post) -> bool:
    """Tell the hub of the feeds that carry a post, in one request over the network; return whether it took it.

    A hub that cannot be reached is on record, and that is all: readers ask by themselves as well.
    """
    body = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds_of(post))]).encode("ascii")
    request = Request(settings.WEBSUB_HUB, body, {"User-Agent": AGENT})  # noqa: S310  # the address is a setting
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310  # as above
            return True
    except (OSError, HTTPException) as error:
        logger.warning("websub.hub_refused post=%s error=%s", post.pk, error)
        return False


def feeds_of(post: Post) -> Iterator[str]:
    """Yield the whole addresses of the feeds that carry a post: of the site, its publishers and its terms, in each format.

    Those in the site's default language carry every post, those in its own language the posts in that.
    """
    channels = [
        ("site", []),
        *(("organization", [publisher.slug]) for publisher in post.publishers),
        *(("category", [category.slug]) for category in post.categories.all()),
        *(("tag", [tag.slug]) for tag in post.tags.all()),
    ]
    for language in dict.fromkeys((settings.LANGUAGE_CODE, page_language(post.language))):
        with translation.override(language):
            for channel, slug in channels:
                yield from (absolute(reverse(f"{channel}-feed{name}", args=slug)) for name in FORMATS)
