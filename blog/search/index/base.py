"""What an index of posts can be asked, whichever database keeps it.

The index is kept by triggers of the database, so whatever changes a post (the admin, an import, a statement by hand) changes
the index with it. It knows every post. A post's position in it is made of the moment of publication and the number of the
post, so that the newest come first without sorting; what is neither scheduled nor published stands beyond every moment.
Which of the posts found are public is not for the index to say: that is `Post.objects.published()`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from blog.posts.models import JointPublication, Post
from blog.search.query import Query

ID_BITS = 29  # 536,870,912 posts
FIRST, LAST = -(2**62), 2**62 + 2**ID_BITS - 1  # of all positions, whichever database
# The tables that file posts under terms, each with its column of these, by the letter with which the index names such a term.
FILED = {
    "t": (Post.tags.through._meta.db_table, "tag_id"),
    "c": (Post.categories.through._meta.db_table, "category_id"),
}
JOINT = JointPublication._meta.db_table


class Tier(IntEnum):
    """Where the words stand: what is found in a higher place comes first."""

    TITLE = 0
    HEADING = 1  # title and summary together
    TEXT = 2
    BEGINNING = 3  # a word of the text only begins with the last one


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a post stands among the results of a query: in its tier, the newest first."""

    tier: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Some of the places in their order. `resume` is the one after which to go on, None when there are no more."""

    places: Sequence[Place]
    resume: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the results are limited to; positions from `first` to `last`."""

    first: int = FIRST
    last: int = LAST
    organizations: tuple[int, ...] | None = None  # any of them, alone or jointly
    category: int | None = None
    tag: int | None = None
    language: str = ""

    @property
    def terms(self) -> list[str]:
        """The tag and the category as the index names them. The tag comes first: most often it has fewer posts."""
        return [f"{letter}{pk}" for letter, pk in (("t", self.tag), ("c", self.category)) if pk is not None]


@dataclass(slots=True)
class Statement:
    """Conditions of a statement with what is put into them."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """Add a condition that must hold too."""
        self.conditions.append(condition)
        self.values += values

    def __str__(self) -> str:
        return " AND ".join(self.conditions) or "TRUE"


def post_at(position: int) -> int:
    """Return which post stands at a position."""
    return position & ((1 << ID_BITS) - 1)


class Index(ABC):
    """The index of one kind of database.

    It tells moments apart in steps of some seconds, up to `last_step`, where drafts and the archive begin: what is published
    later counts as the step before that, and what is as long before 1970 as the first.
    """

    seconds_a_step: int
    last_step: int

    def position_at(self, moment: datetime) -> int:
        """Return the lowest position of what is published in the step of a moment."""
        step = int(moment.timestamp() // self.seconds_a_step)
        return max(-self.last_step, min(step, self.last_step - 1)) << ID_BITS

    def last_position_at(self, moment: datetime) -> int:
        """Return the highest position of what is published in the step of a moment."""
        return self.position_at(moment) | (1 << ID_BITS) - 1

    @abstractmethod
    def install(self) -> None:
        """Make the tables and triggers and index every post; nothing of an earlier index is left."""

    @abstractmethod
    def remove(self) -> None:
        """Leave nothing of the index behind."""

    @abstractmethod
    def is_whole(self) -> bool:
        """Say whether all tables and triggers are there."""

    @abstractmethod
    def tidy(self) -> int:
        """Bring together what changes have scattered, in steps that keep nobody waiting, and return how many there were."""

    @abstractmethod
    def file_under_terms(self) -> None:
        """Let an index of an earlier version know the posts of each term in their order."""

    def places(self, query: Query, scope: Scope, *, after: Place | None, limit: int) -> Slice:
        """Return where the next matching posts stand; `limit` bounds what is read of each tier.

        The text is asked for the beginnings of words only when whole words do not fill the answer: that costs more.
        """
        start = after or Place(Tier.TITLE, scope.last + 1)
        tiers = [tier for tier in (Tier.TITLE, Tier.HEADING, Tier.TEXT) if tier >= start.tier]
        found, resume = self._read(tiers, query, scope, start, limit) if tiers else ([], None)
        if resume is None and query.is_open:
            if len(found) < limit:
                beginnings, resume = self._read([Tier.BEGINNING], query, scope, start, limit)
                found += beginnings
            else:
                resume = Place(Tier.BEGINNING, scope.last + 1)
        return Slice(places=self._first_mentions(found, query, scope, is_continued=after is not None), resume=resume)

    def _read(
        self, tiers: Sequence[Tier], query: Query, scope: Scope, start: Place, limit: int
    ) -> tuple[list[Place], Place | None]:
        """Return the places of the tiers up to the first that has more of them, and where that one goes on."""
        last = {tier: start.position - 1 if tier == start.tier else scope.last for tier in tiers}
        selected = sorted(self._select(tiers, query, scope, last, limit), key=lambda place: (place.tier, -place.position))
        found: list[Place] = []
        for tier in tiers:
            places = [place for place in selected if place.tier == tier]
            found += places
            if len(places) == limit:
                return found, places[-1]
        return found, None

    def _first_mentions(self, found: list[Place], query: Query, scope: Scope, *, is_continued: bool) -> list[Place]:
        """Return the places without those in a text whose post stands in a higher tier, here or on a page before."""
        texts = [place.position for place in found if place.tier >= Tier.TEXT]
        seen = {place.position for place in found if place.tier < Tier.TEXT}
        if texts and is_continued:
            seen |= self._headings(query, scope, texts)
        return [place for place in found if place.tier < Tier.TEXT or place.position not in seen]

    @abstractmethod
    def _select(self, tiers: Sequence[Tier], query: Query, scope: Scope, last: dict[Tier, int], limit: int) -> Iterable[Place]:
        """Return the newest matching places of each tier, from its last position down."""

    @abstractmethod
    def _headings(self, query: Query, scope: Scope, positions: list[int]) -> set[int]:
        """Return those of the positions whose title or summary match."""

    @abstractmethod
    def newest(self, query: Query | None, scope: Scope, *, limit: int) -> list[int]:
        """Return the positions of the newest posts that match anywhere; without a query, of those in the organizations."""

    @abstractmethod
    def organizations(self, query: Query, *, limit: int) -> list[int]:
        """Return organizations by their names and taglines."""

    @abstractmethod
    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """Return those of the words that stand in the index, with a measure of how many posts hold each."""
