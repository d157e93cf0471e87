"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

from django.conf import settings

django_application = get_wsgi_application()

from cms.pagecache import PageCache  # noqa: E402  # it needs the settings and the models
from cms.pagecache.counters import Counters, folder  # noqa: E402
from cms.pagecache.watchers import watcher  # noqa: E402


def with_page_cache() -> PageCache:
    """Return Django behind the page cache of this process."""
    capacity = settings.PAGE_CACHE_MEGABYTES * 1024 * 1024
    shared = settings.SHARED_CACHE_SECONDS if settings.SHARED_CACHE else 0
    return PageCache(django_application, watcher(), capacity_bytes=capacity, counters=Counters(folder()), shared_seconds=shared)


# Behind a trusted proxy the visitor's address and scheme are in headers; from anybody else these are not believed.
application = wrap_wsgi_with_proxy_headers(
    with_page_cache() if settings.PAGE_CACHE_MEGABYTES else django_application, trusted_hosts=settings.TRUSTED_PROXIES
)
