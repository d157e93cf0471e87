"""Two people who wrote at one post: what it was, what the one saved and what the other wants to save, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from blog.accounts.models import User
from blog.desk.comparing import TEXT, Comparison, compare
from blog.posts.content import FIELDS, RELATED, Content, content_of, label_of
from blog.posts.models import Post, Revision
from blog.richtext.pasted import clean_article


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which both versions differ. A side is None where it left the field as it was."""

    name: str
    label: str
    theirs: Comparison | None
    mine: Comparison | None

    @property
    def is_contested(self) -> bool:
        """Whether both have changed it."""
        return self.theirs is not None and self.mine is not None

    @property
    def takes_theirs(self) -> bool:
        """Whether theirs is chosen already: nobody else has changed it."""
        return self.mine is None


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stands against each other, and who saved."""

    differences: list[Difference]
    by: User | None
    saved_at: Any
    has_origin: bool  # whether what both began with is known


def find_conflict(post: Post, mine: Content, *, opened: str, names: Iterable[str]) -> Conflict:
    """Compare what somebody wants to save with the newest version, by what both were made from.

    Args:
        post: the post as the database has it.
        mine: what is to be saved.
        opened: the number of the version with which the form was opened.
        names: the fields that the form has.
    """
    began_with = max(1, int(opened)) if opened.isdecimal() else 0  # what was never changed before is kept as the first
    rows = Revision.objects.filter(post=post, number__in={began_with, post.revision_number}).select_related("by")
    revisions = {revision.number: revision for revision in rows}
    newest, origin = revisions.get(post.revision_number), revisions.get(began_with)
    theirs = newest.content if newest is not None else content_of(post)
    began = origin.content if origin is not None else theirs
    fields = [name for name in (*FIELDS, *RELATED) if name in set(names)]
    found = (_difference(name, began, theirs, mine) for name in fields)
    return Conflict(
        differences=[difference for difference in found if difference is not None],
        by=newest.by if newest is not None else None,
        saved_at=newest.created_at if newest is not None else post.updated_at,
        has_origin=origin is not None,
    )


def _difference(name: str, began: Content, theirs: Content, mine: Content) -> Difference | None:
    if _same(name, theirs, mine):
        return None
    return Difference(
        name=name,
        label=label_of(name),
        theirs=None if _same(name, began, theirs) else _compare(name, began, theirs),
        mine=None if _same(name, began, mine) else _compare(name, began, mine),
    )


def _compare(name: str, old: Content, new: Content) -> Comparison:
    return compare({name: old.get(name)}, {name: new.get(name)})


def _same(name: str, some: Content, others: Content) -> bool:
    """Say whether both mean the same; of a text not only when both are written the same way."""
    if name != TEXT or some.get(name) == others.get(name):
        return some.get(name) == others.get(name)
    return clean_article(str(some.get(name) or "")) == clean_article(str(others.get(name) or ""))


def written_content(post: Post, cleaned: dict[str, Any]) -> Content:
    """Return the content of a post that a form has put its values into, with the relations that are not stored yet."""
    related = {name: rows for name in RELATED if isinstance(rows := cleaned.get(name), models.QuerySet)}
    return content_of(post, related)
