"""The WSGI application."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

from django.conf import settings

django_application = get_wsgi_application()

from cms.pagecache import PageCache  # noqa: E402  # it needs the settings and the models
from cms.pagecache.counters import Counters, folder  # noqa: E402
from cms.pagecache.rendering import Application  # noqa: E402
from cms.pagecache.watchers import watcher  # noqa: E402

FORWARDED = "HTTP_X_FORWARDED_FOR"  # without it, nothing else that a proxy says counts


def with_page_cache() -> PageCache:
    """Return Django behind the page cache of this process."""
    capacity = settings.PAGE_CACHE_MEGABYTES * 1024 * 1024
    shared = settings.SHARED_CACHE_SECONDS if settings.SHARED_CACHE else 0
    return PageCache(django_application, watcher(), capacity_bytes=capacity, counters=Counters(folder()), shared_seconds=shared)


def behind_proxies(inner: Application) -> Application:
    """Return an application that believes trusted proxies where headers say who the visitor is, and by which scheme.

    From anybody else these headers are not believed. A request without them costs nothing: to compare addresses takes longer
    than to give a page that is kept.
    """
    believing: Application = wrap_wsgi_with_proxy_headers(inner, trusted_hosts=settings.TRUSTED_PROXIES)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return (believing if FORWARDED in environ else inner)(environ, start_response)

    return application


application = behind_proxies(with_page_cache() if settings.PAGE_CACHE_MEGABYTES else django_application)
