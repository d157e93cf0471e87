"""What every template knows."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

from blog.languages.addresses import editions


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, origin and theme, the page's canonical address and its editions: the same for every visitor."""
    return {
        "site_name": settings.SITE_NAME,
        "site_origin": settings.SITE_URL,
        "editions": partial(editions, escape_uri_path(request.path)),  # made where a template asks for them
        "theme_stylesheet": settings.THEME.stylesheet,
        "canonical_url": settings.SITE_URL + escape_uri_path(request.path),
    }
