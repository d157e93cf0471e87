"""What the site keeps of a person, as a file and as lines of a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blog.posts.addresses import absolute
from blog.privacy.holdings import HOLDINGS, Holding
from blog.privacy.person import Person

MOST_SHOWN = 100  # rows of a kind on the page; the file has all
LABELS: Mapping[str, Promise] = {
    "accepted_at": _("Accepted at"),
    "address": _("Address of the page"),
    "asked_at": _("Asked at"),
    "branch": _("Branch that begins with reply number"),
    "byline": _("Byline"),
    "comment_on": _("Reply to the post"),
    "confirmed_at": _("Confirmed at"),
    "connected_at": _("Connected at"),
    "edited_at": _("Edited at"),
    "email": _("E-mail address"),
    "how_often": _("How often"),
    "is_proven": _("Is proven"),
    "invited_at": _("Invited at"),
    "joined_at": _("Joined at"),
    "known_there_as": _("Known there as"),
    "language": _("Language"),
    "last_signed_in_at": _("Last signed in at"),
    "liked_at": _("Liked at"),
    "mark": _("Mark"),
    "may_enter_admin": _("May enter the admin"),
    "name": pgettext_lazy("of a person", "Name"),
    "network_address": _("Network address"),
    "number": _("Reply number"),
    "opened_at": _("Opened at"),
    "organization": _("Organization"),
    "picture": _("Picture"),
    "post": _("Post"),
    "proven_at": _("Proven at"),
    "published_at": _("Published at"),
    "reason": _("Reason"),
    "reported_at": _("Reported at"),
    "role": _("Role"),
    "sent_at": _("Sent at"),
    "service": _("Service"),
    "since": _("Since"),
    "state": _("State"),
    "subject": _("Subject"),
    "text": _("Text"),
    "time_zone": _("Time zone"),
    "told_by_service": _("Told by the service"),
    "website": _("Website"),
    "written_at": _("Written at"),
}

type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of thing as a page lists it: of each row what is not empty, as labels and values."""

    title: Promise
    stays: Promise | str
    rows: list[list[tuple[Promise, Any]]]
    has_more: bool


def as_json(person: Person, *, at: datetime) -> str:
    """Return everything as one JSON document (RFC 8259); `HOLDINGS` says what its names mean."""
    document = {"site": settings.SITE_URL, "made_at": at, "of": sorted(person.emails)}
    kinds = {holding.name: _read(holding, person) for holding in HOLDINGS}
    return json.dumps(document | kinds, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def as_sections(person: Person) -> list[Section]:
    """Return what there is, kind by kind, in one query each."""
    sections = []
    for holding in HOLDINGS:
        if rows := _read(holding, person, most=MOST_SHOWN + 1):
            words = _words_of_choices(holding, person)
            lines = [
                [(LABELS[name], _in_words(value, words.get(name, {}))) for name, value in row.items() if _says_something(value)]
                for row in rows
            ]
            sections.append(Section(holding.title, holding.stays, lines[:MOST_SHOWN], len(rows) > MOST_SHOWN))
    return sections


def is_anything_kept(person: Person) -> bool:
    """Say whether there is anything but the requests for it."""
    return any(holding.rows(person).exists() for holding in HOLDINGS if holding.name != "requests")


def _read(holding: Holding, person: Person, *, most: int | None = None) -> list[Row]:
    rows = holding.rows(person).order_by("pk").values_list(*holding.columns.values())
    return [_row(holding, values) for values in rows[:most]]


def _row(holding: Holding, values: tuple[Any, ...]) -> Row:
    row = dict(zip(holding.columns, values, strict=True))
    if slug := row.get("address"):
        row["address"] = absolute(reverse("post", args=[slug]))
    return row


def _words_of_choices(holding: Holding, person: Person) -> dict[str, dict[Any, Any]]:
    """Return by columns what their values are called, where there is a choice of some."""
    fields = {field.name: field for field in holding.rows(person).model._meta.concrete_fields}
    chosen = {name: fields[path] for name, path in holding.columns.items() if path in fields}
    return {name: dict(field.flatchoices) for name, field in chosen.items() if field.choices}


def _in_words(value: object, words: Mapping[Any, Any]) -> object:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return words.get(value, value) if words else value


def _says_something(value: object) -> bool:
    return value not in (None, "", {}, [])
