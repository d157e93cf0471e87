"""How the admin's theme and its editor are set up: the settings `UNFOLD` and `DJANGO_PROSE_EDITOR_EXTENSIONS`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from js_asset import static_lazy

from blog.richtext.markup import OWN_EXTENSIONS

ICON = "gazette/img/favicon.svg"
STYLESHEETS = tuple(
    f"gazette/admin/{name}.css" for name in ("theme", "pages", "editor", "picture", "writing", "checklist", "provenance")
)
EDITOR_SCRIPTS = tuple(f"gazette/admin/prose/{name}.js" for name in ("notes", "paste", "picture", "download"))


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
        "ACCOUNT": {"navigation": "cms.admin_navigation.account"},
        "SIDEBAR": {"navigation": "cms.admin_navigation.navigation"},
    }


def editor_extensions() -> list[dict[str, Any]]:
    """Return our own extensions of the editor: the scripts that know them, and what of them the sanitizer lets through."""
    return [{"js": [static_lazy(path) for path in EDITOR_SCRIPTS], "extensions": OWN_EXTENSIONS}]


def _static(path: str) -> Callable[[HttpRequest], str]:
    """Return a function, since addresses of static files are not known before the site runs."""
    return lambda _request: static(path)
