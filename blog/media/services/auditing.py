"""What the audit log keeps of images and documents. What an import does, by nobody, has a record of its own."""

from typing import Any

from django.utils import timezone

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.media.models import Document, Image

RECORDED = {
    Image: ("title", "alt", "credit", "licence", "folder", "focal_x", "focal_y", "original_name", "byte_size"),
    Document: ("title", "folder", "file_name", "byte_size"),
}


def stored_values(row: Image | Document) -> dict[str, Any]:
    """Return what is recorded of a row as it is stored."""
    stored = type(row)._default_manager.select_related("folder").get(pk=row.pk)
    return audit.snapshot(stored, RECORDED[type(row)])


def record(verb: Verb, row: Image | Document, *, by: User | None, before: dict[str, Any] | None = None) -> None:
    """Record what a person did to a row; with `before`, what of it is not as it was, and nothing where all is."""
    if by is None:
        return
    after = audit.snapshot(row, RECORDED[type(row)]) if before is not None else {}
    if before is None or audit.differs(before, after):
        values = {"before": before, "after": after}
        audit.record(verb, row, organization=row.organization_id, by=by, at=timezone.now(), **values)
