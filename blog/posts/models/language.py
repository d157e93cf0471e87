"""In which direction a language is written."""

from django.conf.locale import LANG_INFO


def direction_of(language: str) -> str:
    """Return `rtl` for a language that is written from right to left, else `ltr` (HTML `dir`)."""
    info = LANG_INFO.get(language) or LANG_INFO.get(language.split("-", maxsplit=1)[0], {})
    return "rtl" if info.get("bidi") else "ltr"
