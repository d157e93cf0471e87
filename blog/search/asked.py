"""What a search asks for: words, what the posts are limited to, where the page begins. No address is an error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from functools import cached_property
from typing import Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings

from blog.organizations.models import Organization
from blog.posts.models import Category, Tag
from blog.richtext.text import printable
from blog.search.index import FIRST, LAST, Place, Scope, Tier, get_index
from blog.search.query import MAX_CHARACTERS, Query

_PLACE = re.compile(r"([0-3])\.(-?[0-9]{1,19})", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
FILTERS = ("organization", "category", "tag", "year", "language")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One search. A filter that names nothing is no filter."""

    typed: str = ""
    organization: Organization | None = None
    category: Category | None = None
    tag: Tag | None = None
    year: int | None = None
    language: str = ""
    after: Place | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Return what the parameters of an address ask for; one query for each filter that names a page."""
        values = {name: printable(given.get(name, "")).strip() for name in ("q", "after", *FILTERS)}
        year = int(values["year"]) if _YEAR.fullmatch(values["year"]) else 0
        return cls(
            typed=values["q"][:MAX_CHARACTERS],
            organization=_named(Organization, values["organization"]),
            category=_named(Category, values["category"]),
            tag=_named(Tag, values["tag"]),
            year=year if MINYEAR < year < MAXYEAR else None,
            language=values["language"] if _LANGUAGE.fullmatch(values["language"]) else "",
            after=_place(values["after"]),
        )

    @cached_property
    def query(self) -> Query:
        """What the words mean."""
        return Query.parse(self.typed)

    @property
    def filters(self) -> dict[str, str]:
        """The filters in force, as an address carries them."""
        pages = {"organization": self.organization, "category": self.category, "tag": self.tag}
        named = {name: page.slug for name, page in pages.items() if page is not None}
        return (
            named | ({"year": f"{self.year:04d}"} if self.year else {}) | ({"language": self.language} if self.language else {})
        )

    @property
    def has_filters(self) -> bool:
        """Whether it is limited to some posts."""
        return bool(self.filters)

    @property
    def parameters(self) -> str:
        """What the address of this search carries, from its first page."""
        return urlencode({"q": self.typed, **self.filters})

    def scope(self, at: datetime) -> Scope:
        """Return where in the index it is looked for: nothing that is published after a moment."""
        index = get_index()
        first, last = FIRST, index.last_position_at(at)
        if self.year:
            zone = ZoneInfo(settings.TIME_ZONE)
            first = index.position_at(datetime(self.year, 1, 1, tzinfo=zone))
            last = min(last, index.position_at(datetime(self.year + 1, 1, 1, tzinfo=zone)) - 1)
        return Scope(
            first=first,
            last=last,
            organizations=(self.organization.pk,) if self.organization else None,
            category=self.category.pk if self.category else None,
            tag=self.tag.pk if self.tag else None,
            language=self.language,
        )


def _named[PageT: (Organization, Category, Tag)](model: type[PageT], slug: str) -> PageT | None:
    return model._default_manager.filter(slug=slug).first() if slug else None


def _place(text: str) -> Place | None:
    match = _PLACE.fullmatch(text)
    if match is None or not FIRST <= int(match[2]) <= LAST:
        return None
    return Place(Tier(int(match[1])), int(match[2]))
