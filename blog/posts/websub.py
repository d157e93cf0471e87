"""Telling a hub which feeds have changed (WebSub, https://www.w3.org/TR/websub/), so that readers need not ask again and again.

How a publisher tells its hub is for the hub to say (section 6). All that are in use take what PubSubHubbub 0.4 (7.1) says:
`hub.mode=publish`, and a `hub.url` for each feed.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from http.client import HTTPException
from itertools import batched
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from blog.languages.addresses import page_language
from blog.posts.addresses import absolute
from blog.posts.models import Post
from blog.posts.models.queryset import PostQuerySet

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10
AGENT = "Gazette"
FORMATS = ("", "-atom", "-json")
FEEDS_A_REQUEST = 300  # about 20 KB
CHANNELS: tuple[tuple[str, str, dict[str, str]], ...] = (  # each kind, where a post has its slugs, and which of them count
    ("organization", "organization__slug", {}),
    ("organization", "joint_publications__organization__slug", {"joint_publications__state": "accepted"}),
    ("category", "categories__slug", {}),
    ("tag", "tags__slug", {}),
)

type Channel = tuple[str, str]  # what kind of feed it is, and the slug of what it is about; of the site, none


def tell(feeds: Iterable[str]) -> bool:
    """Tell the hub that feeds have changed, some hundred in a request over the network; return whether it took all.

    A hub that cannot be reached is on record, and that is all: readers ask by themselves as well.
    """
    return all(_tell(some) for some in batched(feeds, FEEDS_A_REQUEST, strict=False))


def _tell(feeds: Sequence[str]) -> bool:
    body = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]).encode("ascii")
    request = Request(settings.WEBSUB_HUB, body, {"User-Agent": AGENT})  # noqa: S310  # the address is a setting
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310  # as above
            return True
    except (OSError, HTTPException) as error:
        logger.warning("websub.hub_refused feed=%s error=%s", feeds[0], error)
        return False


def feeds_of(post: Post) -> Iterator[str]:
    """Yield the whole addresses of the feeds that carry a post: of the site, its publishers and its terms, in each format.

    Those in the site's default language carry every post, those in its own language the posts in that.
    """
    channels: list[Channel] = [
        ("site", ""),
        *(("organization", publisher.slug) for publisher in post.publishers),
        *(("category", category.slug) for category in post.categories.all()),
        *(("tag", tag.slug) for tag in post.tags.all()),
    ]
    for language in dict.fromkeys((settings.LANGUAGE_CODE, page_language(post.language))):
        yield from _addresses(channels, language)


def feeds_of_all(posts: PostQuerySet) -> Iterator[str]:
    """Yield the whole address of each feed that carries any of some posts, once; in as many queries as channels have kinds."""
    by_language: dict[str, dict[Channel, None]] = {}
    for channel, path, holding in CHANNELS:
        named = posts.filter(**{f"{path}__isnull": False}, **holding)
        for language, slug in named.order_by().values_list("language", path).distinct():
            for code in (settings.LANGUAGE_CODE, page_language(language)):
                by_language.setdefault(code, {("site", ""): None})[channel, slug] = None
    for language, channels in by_language.items():
        yield from _addresses(channels, language)


def _addresses(channels: Iterable[Channel], language: str) -> Iterator[str]:
    with translation.override(language):
        for channel, slug in channels:
            for name in FORMATS:
                yield absolute(reverse(f"{channel}-feed{name}", args=[slug] if slug else []))
