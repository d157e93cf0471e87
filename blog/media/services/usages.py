"""Noting which post uses what, and removing files that nothing names."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from blog.media import files
from blog.media.illustrations import Illustrations
from blog.media.models import SHOWN_PLACES, Document, Image, Place, Usage
from blog.storage.files import listed, remove, stored_at

type Use = tuple[Place, int | None, int | None]  # where, which image, which document

STRAY_AFTER = timedelta(days=1)  # a file is stored before the row that names it
CHANGED_WITHIN = timedelta(days=7)
KEYS_A_QUERY = 500


def record_usages(post_id: int, illustrations: Illustrations, *, cover_id: int | None, is_new: bool = False) -> None:
    """Bring the rows that say what a post uses in line with what it shows; the caller's transaction stores the post."""
    wanted: set[Use] = {(Place.TEXT, pk, None) for pk in illustrations.images}
    wanted |= {(Place.TEXT, None, pk) for pk in illustrations.document_ids}
    if cover_id is not None:
        wanted.add((Place.COVER, cover_id, None))
    if wanted or not is_new:
        _bring_in_line(post_id, SHOWN_PLACES, wanted)


def record_waiting(post_id: int, illustrations: Illustrations, *, cover_id: int | None) -> None:
    """Bring the rows that say what a version that waits uses in line with it, in the transaction that stores the version.

    An image of it that is gone meanwhile is left out.
    """
    images = set(illustrations.images)
    if cover_id is not None and (cover_id in images or Image.objects.filter(pk=cover_id).exists()):
        images.add(cover_id)
    wanted: set[Use] = {(Place.WAITING, pk, None) for pk in images}
    wanted |= {(Place.WAITING, None, pk) for pk in illustrations.document_ids}
    _bring_in_line(post_id, [Place.WAITING], wanted)


def _bring_in_line(post_id: int, places: Iterable[Place], wanted: set[Use]) -> None:
    rows = Usage.objects.filter(post=post_id, place__in=places)
    known: dict[Use, int] = {(Place(row.place), row.image_id, row.document_id): row.pk for row in rows}
    if gone := [pk for use, pk in known.items() if use not in wanted]:
        Usage.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - known.keys(), key=str)
    Usage.objects.bulk_create(
        Usage(post_id=post_id, place=place, image_id=image, document_id=document) for place, image, document in new
    )


def remove_stray_files(*, at: datetime) -> int:
    """Delete files of the shelf that no row names, unless they are so young that their row may still come; return how many.

    Only folders without a row, and those whose row changed lately, are looked into: no others can hold a stray.
    """
    return sum(_remove_strays(files.IMAGES, Image, at) + _remove_strays(files.DOCUMENTS, Document, at))


def _remove_strays(folder: str, model: type[Image | Document], at: datetime) -> list[int]:
    removed = []
    for some in batched(listed(folder)[0], KEYS_A_QUERY, strict=False):
        rows: dict[str, Any] = model._default_manager.in_bulk(some, field_name="key")
        for key in some:
            row = rows.get(key)
            if row is None or row.updated_at > at - CHANGED_WITHIN:
                removed.append(_remove_strays_of(f"{folder}/{key}", row, at))
    return removed


def _remove_strays_of(folder: str, row: Image | Document | None, at: datetime) -> int:
    wanted = set() if row is None else set(files.paths_of(row))
    names = listed(folder)[1]
    strays = [path for name in names if (path := f"{folder}/{name}") not in wanted and _is_old(path, at)]
    for path in strays:
        remove(path)
    if row is None and len(strays) == len(names):
        remove(folder)
    return len(strays)


def _is_old(path: str, at: datetime) -> bool:
    return stored_at(path) < at - STRAY_AFTER
