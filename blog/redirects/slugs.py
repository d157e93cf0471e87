"""Makes the part of an address that names a page."""

from collections import Counter
from collections.abc import Collection, Sequence

from django.db import models
from django.utils.text import slugify

from blog.redirects import services

SLUG_CHARACTERS = 100  # a longer address helps nobody; it leaves room for "-2" in every column
_ANY = "0"


def free_slug(model: type[models.Model], text: str) -> str:
    """Return a slug from the text that no page of the model has or had; from text without letters, the model's name."""
    return free_slugs(model, [text])[0]


def free_slugs(model: type[models.Model], texts: Sequence[str]) -> list[str]:
    """Return a slug from each text, as `free_slug` does, and no slug twice.

    Where one is taken, numbers are tried, in each query twice as many as in all before.
    """
    slugs: dict[int, str] = {}
    waiting, tried = {place: _stem(model, text) for place, text in enumerate(texts)}, 0
    while waiting:
        numbers = range(tried, 2 * tried + max(Counter(waiting.values()).values()))
        candidates = {stem: [_numbered(stem, number) for number in numbers] for stem in waiting.values()}
        taken = taken_slugs(model, {slug for some in candidates.values() for slug in some}) | set(slugs.values())
        left = {stem: iter(some) for stem, some in candidates.items()}
        for place, stem in waiting.items():
            if slug := next((slug for slug in left[stem] if slug not in taken), ""):
                slugs[place] = slug
                taken.add(slug)
        waiting = {place: stem for place, stem in waiting.items() if place not in slugs}
        tried = numbers.stop
    return [slugs[place] for place in range(len(texts))]


def taken_slugs(model: type[models.Model], slugs: Collection[str]) -> set[str]:
    """Return those of some slugs that pages of the model have, or once had and that lead elsewhere now."""
    there = set(model._default_manager.filter(slug__in=slugs).values_list("slug", flat=True))
    address = services.kept_path(model(slug=_ANY).get_absolute_url())  # type: ignore[attr-defined]  # pages have one
    before, _any, after = address.rpartition(_ANY)
    by_path = {f"{before}{slug}{after}": slug for slug in slugs}
    return there | {by_path[path] for path in services.promised(by_path)}


def _stem(model: type[models.Model], text: str) -> str:
    slug = slugify(text, allow_unicode=True)
    if len(slug) > SLUG_CHARACTERS:
        slug = slug[: SLUG_CHARACTERS + 1].rpartition("-")[0] or slug[:SLUG_CHARACTERS]
    return slug.strip("-") or str(model._meta.model_name)


def _numbered(stem: str, number: int) -> str:
    return f"{stem}-{number + 1}" if number else stem
