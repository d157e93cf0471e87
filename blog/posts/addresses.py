"""Whole addresses: for feeds, mails and everything else that is read away from the site."""

import re

from django.conf import settings

_SOURCE = re.compile(r"<source [^>]*>")  # of a picture: we write them, without a sign that would end them
_CHOICES = re.compile(r'(?<=") srcset="[^"]*" sizes="[^"]*"')
_LOCAL = re.compile(r'(<(?:a|img|source)\b[^>]*?\s(?:href|src)=")(/(?!/)|#)')


def absolute(path: str) -> str:
    """Return the whole address of a path of this site."""
    return f"{settings.SITE_URL}{path}"


def with_absolute_links(sanitized_html: str, *, address: str) -> str:
    """Return sanitized HTML in which links to this site name it, and links within the text name the address of its page.

    Of an image stays the one file that works everywhere.
    """
    begins = {"/": absolute("/"), "#": f"{address}#"}
    plain = _CHOICES.sub("", _SOURCE.sub("", sanitized_html))
    return _LOCAL.sub(lambda match: match[1] + begins[match[2]], plain)
