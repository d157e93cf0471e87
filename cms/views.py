"""Pages of the site itself: health, what machines ask for first, and errors."""

import logging
from datetime import UTC, timedelta
from functools import lru_cache
from http import HTTPStatus

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.api.views.base import failure
from blog.changes.kept import kept
from blog.redirects.middleware import redirect_of
from blog.search.addresses import posts_for_address
from blog.storage import files

logger = logging.getLogger(__name__)

API = "/api/"
AGAIN_SECONDS = 60
STORAGE_SECONDS = 5
SECURITY_TEXT_LASTS = timedelta(days=180)
# The search itself is a page like others; nobody crawls what can be asked of it, which has no end.
ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /accounts/
Disallow: /components/
Disallow: /comments/
Allow: /comments/feed/
Disallow: /posts/*/reply/
Disallow: /posts/*/like
Disallow: /posts/*/follow/
Disallow: /my-data/
Disallow: /preview/
Disallow: /follow/
Disallow: /organizations/*/follow/
Disallow: /search/?
Disallow: /*/search/?
Disallow: /search/feed/
Disallow: /api/search/

Sitemap: {origin}/sitemap.xml
"""


@require_safe
@never_cache
def live(_request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as this process serves requests."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and has every migration, else 503 with what is missing."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        logger.exception("health.database_unreachable")
        return JsonResponse({"status": "not ready", "database": "unreachable"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if pending:
        detail = {"status": "not ready", "database": "migrations pending: run manage.py migrate"}
        return JsonResponse(detail, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ready", "database": "ok"})


@lru_cache(maxsize=1)
def reason_away(_while: int) -> str:
    """Return why files cannot be reached, empty where they can; asked once for each span of time."""
    return files.reason_away()


@require_safe
@never_cache
def storage(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when files can be reached, else 503.

    Pages are served without them: this is for who watches the site, not for the proxy that asks which machines may serve.
    The bucket is asked once in some seconds, whoever asks how often.
    """
    if reason := reason_away(int(timezone.now().timestamp()) // STORAGE_SECONDS):
        logger.error("health.storage_unreachable reason=%s", reason)
        return JsonResponse({"status": "not ready", "storage": "unreachable"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ready", "storage": "ok"})


@kept()
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Return robots.txt (RFC 9309)."""
    return HttpResponse(ROBOTS.format(origin=settings.SITE_URL), content_type="text/plain; charset=utf-8")


@require_safe
def security(_request: HttpRequest) -> HttpResponse:
    """Return security.txt (RFC 9116): whom to tell of a weakness, good for half a year from today.

    Raises:
        Http404: when the operator has named nobody.
    """
    if not settings.SECURITY_CONTACTS:
        raise Http404
    expires = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_TEXT_LASTS
    languages = ", ".join(dict.fromkeys((settings.LANGUAGE_CODE, "en")))
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACTS),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Show the 404 page, the same for everybody, with posts that hold the words of the address."""
    is_lost = request.method in {"GET", "HEAD"} and redirect_of(request) is None
    found = posts_for_address(request.path_info, at=timezone.now()) if is_lost else []
    return render(request, "404.html", {"found": found}, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show the 500 page, or tell a program of it; either needs neither the database nor a session."""
    if request.path_info.startswith(API):
        return failure()
    return render(request, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def storage_away(request: HttpRequest) -> HttpResponse:
    """Show the 503 page: a file was wanted, or was to be stored, and the bucket does not answer."""
    response = render(request, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"], response.headers["Cache-Control"] = str(AGAIN_SECONDS), "no-store"
    return response
