"""The language in an address: the site's default has no prefix (`/posts/a/`), each other one has (`/ro/posts/a/`)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.urls import reverse
from django.utils import translation

SAMPLE = "a-slug"
IN_SEGMENTS = "!$&'()*+,;=/~:@"  # what `reverse` leaves as it is (RFC 3986, pchar)
# Below these nothing has a prefix: they are for machines, for people who work here, or known to other services.
WITHOUT_LANGUAGE = ("/admin/", "/accounts/", "/api/", "/media/", "/my-data/", "/preview/", "/static/", "/health/")

# Open Graph names a language together with a territory (https://ogp.me/, `og:locale`): where most who write it live.
TERRITORIES = {"en": "US", "ro": "RO", "ru": "RU", "tk": "TM", "az": "AZ"}
TERRITORY_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Edition:
    """The same page in a language of the site."""

    code: str
    name: str
    address: str
    is_current: bool


def page_language(code: str) -> str:
    """Return the language in which the pages around a text of some language are: its own where the site speaks it."""
    offered = [offered for offered, _name in settings.LANGUAGES]
    for candidate in (code, code.partition("-")[0]):
        if candidate in offered:
            return candidate
    return str(settings.LANGUAGE_CODE)


def language_of(path: str) -> str:
    """Return the language that an address names, which without a prefix is the site's default."""
    return split(path)[0] or settings.LANGUAGE_CODE


def split(path: str) -> tuple[str, str]:
    """Return the language that a path begins with, empty where there is none, and the path without it."""
    code, _slash, rest = path.removeprefix("/").partition("/")
    is_prefix = code != settings.LANGUAGE_CODE and any(code == offered for offered, _name in settings.LANGUAGES)
    return (code, f"/{rest}") if is_prefix and path.startswith(f"/{code}/") else ("", path)


def neutral(path: str) -> str:
    """Return a path without the language in it."""
    return split(path)[1]


def localized(path: str, language: str) -> str:
    """Return the path of the same page in a language of the site."""
    return neutral(path) if language == settings.LANGUAGE_CODE else f"/{language}{neutral(path)}"


def editions(path: str) -> Sequence[Edition]:
    """Return a page in each language of the site; none where there is but one, or where its address names none."""
    if len(settings.LANGUAGES) < 2 or path.startswith(WITHOUT_LANGUAGE):  # noqa: PLR2004  # one language is no choice
        return ()
    current = language_of(path)
    return [
        Edition(code, own_name(code), localized(path, code), is_current=code == current) for code, _name in settings.LANGUAGES
    ]


def address_of(name: str, slug: str, *, language: str | None = None) -> str:
    """Return the address of a page that is named by its slug alone, in a language of the site, the active one by default.

    What stands around the slug is looked up once: a page has 50 such addresses, and Django's `reverse` was a tenth of its time.
    """
    if not slug:
        return reverse(name, args=[slug])  # which refuses it
    before, after = _around(name, language or translation.get_language() or "", settings.LANGUAGE_CODE)
    return f"{before}{quote(slug, safe=IN_SEGMENTS)}{after}"


@lru_cache(maxsize=256)
def _around(name: str, language: str, default_language: str) -> tuple[str, str]:  # noqa: ARG001  # the latter has no prefix
    with translation.override(language or None):
        before, _slug, after = reverse(name, args=[SAMPLE]).partition(SAMPLE)
    return before, after


def own_name(code: str) -> str:
    """Return what a language calls itself, as a list of languages shows it."""
    name = str(LANG_INFO.get(code, {}).get("name_local", code))
    return name[:1].upper() + name[1:]


def locale_of(code: str) -> str:
    """Return a language as Open Graph names it, such as `ro_RO`; empty for one whose territory is not known."""
    language, _dash, region = code.partition("-")
    territory = region.upper() if len(region) == TERRITORY_LETTERS else TERRITORIES.get(language, "")
    return f"{language}_{territory}" if territory else ""


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Make texts and addresses in the language of the pages around a text of some language."""
    with translation.override(page_language(code)):
        yield
