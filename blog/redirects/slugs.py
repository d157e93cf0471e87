"""Makes the part of an address that names a page."""

from itertools import chain, count

from django.db import models
from django.utils.text import slugify

from blog.redirects import services

SLUG_CHARACTERS = 100  # a longer address helps nobody; it leaves room for "-2" in every column


def free_slug(model: type[models.Model], text: str) -> str:
    """Return a slug from the text that no page of the model has or had; from text without letters, the model's name."""
    slug = slugify(text, allow_unicode=True)
    if len(slug) > SLUG_CHARACTERS:
        slug = slug[: SLUG_CHARACTERS + 1].rpartition("-")[0] or slug[:SLUG_CHARACTERS]
    slug = slug.strip("-") or str(model._meta.model_name)
    numbered = (f"{slug}-{number}" for number in count(2))
    return next(candidate for candidate in chain([slug], numbered) if not is_taken(model, candidate))


def is_taken(model: type[models.Model], slug: str) -> bool:
    """Say whether a page of the model has this slug, or once had it and leads elsewhere now."""
    address = model(slug=slug).get_absolute_url()  # type: ignore[attr-defined]  # pages have one: see services.Page
    return model._default_manager.filter(slug=slug).exists() or services.is_promised(address)
