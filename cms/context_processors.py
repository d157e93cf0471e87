"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path


def site(request: HttpRequest) -> dict[str, str]:
    """Return the site's name and origin, and the page's canonical address: the same for every visitor."""
    return {
        "site_name": settings.SITE_NAME,
        "site_origin": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + escape_uri_path(request.path),
    }
