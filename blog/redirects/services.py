"""Keeping old addresses alive. They are kept without a language: each edition of a page moves with it."""

import copy
from collections.abc import Collection, Sequence
from typing import Any, Protocol
from urllib.parse import unquote

from django.db import models, transaction
from django.db.models.base import ModelState

from blog.languages.addresses import neutral
from blog.redirects.models import Redirect


class Page(Protocol):
    """A model whose rows have a public address that ends in their slug."""

    slug: str
    _state: ModelState

    def save(self) -> None:
        """Store the row."""

    def refresh_from_db(self, *, fields: Sequence[str], from_queryset: models.QuerySet[Any]) -> None:
        """Load columns anew."""

    def get_absolute_url(self) -> str:
        """Return the row's address."""


@transaction.atomic
def save_keeping_address(page: Page, *, was_public: bool = True) -> None:
    """Store a page; when its address changes and was public, the old one and all below it lead to the new one.

    Raises:
        ObjectDoesNotExist: when the page was stored once and its row is gone.
    """
    old_path = "" if page._state.adding else _stored_address(page)
    page.save()
    if old_path and was_public and old_path != page.get_absolute_url():
        move(old_path=old_path, new_path=page.get_absolute_url())


def _stored_address(page: Page) -> str:
    before = copy.copy(page)
    # Locked, so that of two changes at once the second one sees what the first has made.
    rows = type(page)._default_manager.select_for_update()  # type: ignore[attr-defined]  # pages are models
    before.refresh_from_db(fields=["slug"], from_queryset=rows)
    return before.get_absolute_url()


@transaction.atomic
def move(*, old_path: str, new_path: str) -> None:
    """Make the old address and all below it lead to the new one.

    Afterwards every redirect that led to the old address leads to the new one (no chains), and the new address,
    should it once have been given up, answers for itself again. Paths are kept decoded, as requests bring them.
    """
    old_path, new_path = kept_path(old_path), kept_path(new_path)
    if old_path == new_path:  # the language alone has changed
        return
    Redirect.objects.filter(old_path=new_path).delete()
    Redirect.objects.filter(new_path=old_path).update(new_path=new_path)
    Redirect.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


@transaction.atomic
def retire(path: str) -> None:
    """Make an address that was public, and those that led to it, answer that the page is gone for good (410)."""
    path = kept_path(path)
    Redirect.objects.filter(new_path=path).update(new_path="")
    Redirect.objects.update_or_create(old_path=path, defaults={"new_path": ""})


def find(path: str) -> Redirect | None:
    """Return the redirect that covers a decoded path most closely, in one query."""
    return max(Redirect.objects.covering(neutral(path)), key=lambda redirect: len(redirect.old_path), default=None)


def is_promised(path: str) -> bool:
    """Say whether an address already leads to another page or is gone for good, so that no new page should take it."""
    return bool(promised({kept_path(path)}))


def promised(paths: Collection[str]) -> set[str]:
    """Return those of some addresses, as they are kept, that lead to other pages already or are gone for good."""
    return set(Redirect.objects.filter(old_path__in=paths).values_list("old_path", flat=True))


def kept_path(path: str) -> str:
    """Return a path as it is kept: decoded, and without a language."""
    return neutral(unquote(path))
