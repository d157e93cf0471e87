"""What is done with answers of every part of the site."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from blog.storage.errors import StorageAwayError
from cms.views import storage_away

logger = logging.getLogger(__name__)


class StorageAwayMiddleware:
    """Says that files cannot be reached, wherever that stops a view: one line in the log, and 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the answer where files are away; None for whatever else went wrong."""
        if not isinstance(exception, StorageAwayError):
            return None
        logger.error("storage.away path=%s reason=%s", request.path_info, exception.reason)
        return storage_away(request)
