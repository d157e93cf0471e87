"""How the admin's theme is set up: the setting `UNFOLD`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static

ICON = "gazette/img/favicon.svg"
STYLESHEETS = tuple(f"gazette/admin/{name}.css" for name in ("theme", "pages", "editor", "provenance"))


def unfold(site_name: str) -> dict[str, Any]:
    """Return the theme's settings. Colors are in `gazette/admin/theme.css`: a style element in the page would need a nonce."""
    return {
        "SITE_TITLE": site_name,
        "SITE_HEADER": site_name,
        "SITE_URL": "/",
        "SITE_ICON": _static(ICON),
        "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _static(ICON)}],
        "SCRIPTS": [_static("gazette/admin/names.js")],
        "STYLES": [_static(path) for path in STYLESHEETS],
        "SHOW_HISTORY": True,
        "SIDEBAR": {"navigation": "cms.admin_navigation.navigation"},
    }


def _static(path: str) -> Callable[[HttpRequest], str]:
    """Return a function, since addresses of static files are not known before the site runs."""
    return lambda _request: static(path)
