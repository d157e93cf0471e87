"""What an editor makes of a post: the one list of it, as JSON to keep and back.

Its status, and what is derived or counted, is not content. A column or relation of `Post` that stands in none of the lists
below fails a test.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.posts.models import Post

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None
type Content = dict[str, Json]

FIELDS = (
    "organization",
    "title",
    "summary",
    "body",
    "byline",
    "language",
    "published_at",
    "expires_at",
    "is_date_known",
    "is_featured",
    "planned_date",
    "slug",
    "canonical_url",
    "seo_title",
    "seo_description",
    "comment_policy",
    "cover",
    "cover_alt",
    "cover_is_decorative",
    "cover_caption",
)
RELATED = ("authors", "categories", "tags")
# Going back to an older text moves a post neither to another organization nor to another day.
OF_PUBLICATION = frozenset({"organization", "published_at", "expires_at", "is_date_known", "planned_date"})

UNKNOWN = _("this version holds a field that posts do not have any more")
GONE = _("what it names is deleted")
REFUSED = _("its value is not allowed any more")
ADDRESS_TAKEN = _("the address belongs to another page now")
LANGUAGE_TAKEN = _("another version of it is in this language now")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a content that could not be put back: the post keeps what it had there."""

    name: str
    reason: Promise

    def __str__(self) -> str:
        return gettext("%(field)s: %(reason)s") % {"field": label_of(self.name), "reason": self.reason}


@dataclass(slots=True)
class Applied:
    """What `apply_content` could not do at once: relations to store after the post, and parts that were left out."""

    related: dict[str, list[int]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def store_related(self, post: Post) -> None:
        """Store the relations of the post, which is stored itself."""
        for name, pks in self.related.items():
            getattr(post, name).set(pks)


def content_of(post: Post, related: Mapping[str, Iterable[models.Model]] | None = None) -> Content:
    """Return the content of a post as it stands in memory: rows by their numbers, moments as ISO 8601.

    Args:
        post: the post.
        related: rows of relations that are known already, or not stored yet; the others are looked up.
    """
    content: Content = {name: _as_json(getattr(post, attribute)) for name, attribute in _attributes().items()}
    for name in RELATED:
        if related is not None and name in related:
            content[name] = sorted(row.pk for row in related[name])
        else:
            content[name] = sorted(getattr(post, name).values_list("pk", flat=True)) if post.pk else []
    return content


@cache
def _attributes() -> dict[str, str]:
    """Return where a post has the value of each field: a row is kept by its number."""
    attributes = {column.name: column.attname for column in Post._meta.concrete_fields}
    return {name: attributes[name] for name in FIELDS}


def apply_content(post: Post, content: Mapping[str, Json]) -> Applied:
    """Put a content into a post in memory; what cannot be is left as the post has it, and named.

    A field that the content does not hold keeps its value. A date of publication is never taken away: that is a status.
    """
    applied = Applied()
    for name, value in content.items():
        if name in RELATED:
            _relate(name, value, applied)
        elif name not in FIELDS:
            applied.left_out.append(LeftOut(name, UNKNOWN))
        elif name != "published_at" or value is not None:
            _set(post, name, value, applied)
    return applied


def label_of(name: str) -> str:
    """Return what people call a field; its own name where posts do not have it."""
    if name not in (*FIELDS, *RELATED):
        return name
    label = str(getattr(Post._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def _as_json(value: Any) -> Json:
    return value.isoformat() if isinstance(value, date) else value  # a moment is a date too


def _set(post: Post, name: str, value: Json, applied: Applied) -> None:
    column = Post._meta.get_field(name)
    if not isinstance(column, models.Field):
        return
    try:
        cleaned = column.clean(value, post)
    except ValidationError:
        gone = isinstance(column, models.ForeignKey) and isinstance(value, int)
        applied.left_out.append(LeftOut(name, GONE if gone else REFUSED))
    else:
        setattr(post, column.attname, cleaned)


def _relate(name: str, value: Json, applied: Applied) -> None:
    """Note the rows that a relation is to have, those that are there still."""
    wanted = {pk for pk in value if isinstance(pk, int)} if isinstance(value, list) else set()
    model = Post._meta.get_field(name).related_model
    if not isinstance(model, type):
        return
    there = set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    applied.related[name] = sorted(there)
    if there != wanted:
        applied.left_out.append(LeftOut(name, GONE))
