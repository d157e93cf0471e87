"""What the desk keeps beside the posts."""

from blog.desk.models.autosave import Autosave, AutosaveQuerySet
from blog.desk.models.batch import MARKING_ACTS, TERM_ACTS, Act, Batch, BatchQuerySet
from blog.desk.models.presence import Presence, PresenceQuerySet
from blog.desk.models.preview import GuestReview, PreviewLink, Verdict
from blog.desk.models.required import RequiredCheck

__all__ = [
    "MARKING_ACTS",
    "TERM_ACTS",
    "Act",
    "Autosave",
    "AutosaveQuerySet",
    "Batch",
    "BatchQuerySet",
    "GuestReview",
    "Presence",
    "PresenceQuerySet",
    "PreviewLink",
    "RequiredCheck",
    "Verdict",
]
