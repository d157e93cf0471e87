"""Handing out a file that lies in the site's storage."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from blog.storage import files

YEAR_SECONDS = 365 * 24 * 3600


def served(request: HttpRequest, path: str, *, version: str, headers: Mapping[str, str]) -> HttpResponse | None:
    """Return the answer with a file, or that the browser has it already (RFC 9110, 15.4.5); None where there is no file.

    Under an address that names this version of the file, browsers keep it for good; under any other they ask each time
    whether there is a newer one.
    """
    etag = quote_etag(path.rpartition("/")[2])
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = files.read(path)
        if content is None:
            return None
        response = HttpResponse(content, headers=headers)
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.GET.get("v") == version:
        patch_cache_control(response, public=True, max_age=YEAR_SECONDS, immutable=True)
    else:
        patch_cache_control(response, public=True, no_cache=True)
    return response
