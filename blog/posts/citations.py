"""How a post is cited: a reference for people (APA), and as files for reference managers (BibTeX, CSL-JSON)."""

import json
import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import slugify

from blog.posts.addresses import absolute
from blog.posts.models import Post

_BIBTEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_AMONG_ADDRESSES = re.compile(r"[{}\\]")  # the rest of an address is taken as it stands


def apa(post: Post) -> str:
    """Return a reference in the style of APA 7 (section 10.16, webpages), which is in English whatever the site speaks.

    A byline stands as it was written: whether it names a person, several or an office, nobody can tell from it.
    """
    publishers, date = _publishers(post), "n.d."
    if (published := _published(post)) is not None:
        with translation.override("en"):
            date = date_format(published, "Y, F j")
    *others, last = publishers
    listed = last if not others else f"{', '.join(others)}{',' if len(others) > 1 else ''} & {last}"
    author = post.byline or listed
    container = settings.SITE_NAME if author == listed else "; ".join(publishers)  # APA 7, section 9.29
    return (
        f"{author.rstrip('.')}. ({date}). {post.title}{'' if post.title[-1:] in '.?!…' else '.'} {container}. {_address(post)}"
    )


def bibtex(post: Post) -> str:
    """Return a BibTeX entry in UTF-8, as biblatex and today's reference managers read it."""
    published = _published(post)
    fields = {
        "author": _whole_names([post.byline] if post.byline else _publishers(post)),
        "title": "{" + _escaped(post.title) + "}",
        "organization": _whole_names(_publishers(post)) if post.partners else _escaped(post.organization.name),
        "year": str(published.year) if published else "",
        "date": f"{published:%Y-%m-%d}" if published else "",
        "url": _AMONG_ADDRESSES.sub("", _address(post)),
        "langid": post.language,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@online{" + ",\n".join([_key(post), *lines]) + "\n}\n"


def csl_json(post: Post) -> str:
    """Return an item of CSL-JSON (https://github.com/citation-style-language/schema), in the list that its readers expect."""
    item: dict[str, Any] = {
        "id": _key(post),
        "type": "post-weblog",
        "title": post.title,
        "author": [{"literal": name} for name in ([post.byline] if post.byline else _publishers(post))],
        "publisher": "; ".join(_publishers(post)),
        "container-title": settings.SITE_NAME,
        "language": post.language,
        "abstract": post.excerpt,
        "URL": _address(post),
    }
    if (published := _published(post)) is not None:
        item["issued"] = {"date-parts": [[published.year, published.month, published.day]]}
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def _publishers(post: Post) -> list[str]:
    return [organization.name for organization in post.publishers]


def _whole_names(names: Iterable[str]) -> str:
    """Return a list of BibTeX; the braces keep each name whole, whoever it is of and whatever words stand in it."""
    return " and ".join("{" + _escaped(name) + "}" for name in names)


def _published(post: Post) -> Any:
    """Return when it was published, in the site's time; None where nobody knows."""
    return timezone.localtime(post.published_at) if post.published_at and post.is_date_known else None


def _address(post: Post) -> str:
    return post.canonical_url or absolute(post.get_absolute_url())


def _key(post: Post) -> str:
    """Return a key that stays the same for ever, of characters that every reader of BibTeX takes."""
    return f"{slugify(post.organization.display_name) or 'post'}-{post.pk}"


def _escaped(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in text)
