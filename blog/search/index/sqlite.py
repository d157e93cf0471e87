"""The index on SQLite: FTS5 tables (https://www.sqlite.org/fts5.html) that keep no text of their own.

Letters are compared without case and diacritics. An organization and a language stand in the index as words too, which nobody
can type: so the newest posts of one organization with a common word are found without reading those of all others.
"""

import json
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from blog.search.index import sqlite_beginnings, sqlite_schema
from blog.search.index.base import Index, Place, Scope, Tier
from blog.search.index.sqlite_ways import Sought
from blog.search.query import Query

TABLES = {
    Tier.TITLE: "search_heading",
    Tier.HEADING: "search_heading",
    Tier.TEXT: "search_text",
    Tier.BEGINNING: "search_text",
}
COUNTED = 1_000  # places of a word: whether there are more makes no difference
# How segments are merged: from how many of one size on, how much in a transaction, in how many of these at most. One that has
# changed fewer rows has merged nothing.
FEWEST_MERGED, PAGES_A_MERGE, MOST_MERGES, CHANGES_OF_A_MERGE = 2, 200, 500, 2


class SqliteIndex(Index):
    """The index on SQLite."""

    seconds_a_step, last_step = sqlite_schema.SECONDS_A_STEP, sqlite_schema.LAST_STEP

    def install(self) -> None:
        """Make the tables and triggers and index every post; nothing of an earlier index is left."""
        self.remove()
        with connection.cursor() as cursor:
            for statement in (*sqlite_schema.tables(), *sqlite_schema.triggers().values(), *sqlite_schema.filling()):
                cursor.execute(statement)
            for table in sqlite_schema.TEXTS:
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")

    def remove(self) -> None:
        """Leave nothing of the index behind."""
        with connection.cursor() as cursor:
            for name in sqlite_schema.triggers():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            for name in (*sqlite_schema.TABLES, sqlite_schema.VOCABULARY):
                cursor.execute(f"DROP TABLE IF EXISTS {name}")

    def tidy(self) -> int:
        """Merge the segments that each change adds to an index, until each is of a size of its own.

        A word is looked for in every one of them: in 11, as FTS5 leaves it by itself, a million posts were searched in twice
        the time. https://www.sqlite.org/fts5.html#the_merge_command
        """
        return sum(_merge(table) for table in sqlite_schema.TEXTS)

    def is_whole(self) -> bool:
        """Say whether all tables and triggers are there, as this version makes them."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'search\\_%%' ESCAPE '\\'", [])
            there = dict(cursor.fetchall())
        wanted = sqlite_schema.triggers()
        return {*wanted, *sqlite_schema.TABLES} <= there.keys() and all(there[name] == sql for name, sql in wanted.items())

    def file_under_terms(self) -> None:
        """Let an index of an earlier version know the posts of each term in their order."""
        with connection.cursor() as cursor:
            for name in sqlite_schema.triggers():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            for statement in (*sqlite_schema.terms(), *sqlite_schema.triggers().values(), *sqlite_schema.filing()):
                cursor.execute(statement)

    def _select(self, tiers: Sequence[Tier], query: Query, scope: Scope, last: dict[Tier, int], limit: int) -> Iterable[Place]:
        beginnings, values = sqlite_beginnings.of(query)
        names: list[str] = []
        parts: list[str] = []
        for tier in tiers:
            # Those after a tier that has enough are not looked for.
            enough = " OR ".join(f"(SELECT count(*) FROM {before}) = {limit:d}" for before in names) or "FALSE"
            names.append(f"tier_{tier:d}")
            sought = _sought(TABLES[tier], _match(tier, query), scope, last[tier])
            part, its_values = sought.newest(names[-1], limit, unless=enough)
            parts.append(part)
            values += its_values
        rows = " UNION ALL ".join(f"SELECT {tier:d}, position FROM {name}" for tier, name in zip(tiers, names, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(f"{f'{beginnings}, ' if beginnings else 'WITH '}{', '.join(parts)} {rows}", values)
            return [Place(tier, position) for tier, position in cursor.fetchall()]

    def _headings(self, query: Query, scope: Scope, positions: list[int]) -> set[int]:  # noqa: ARG002  # for its language
        match = _expression(query, sqlite_beginnings.IN_HEADINGS)
        beginnings, beginning = sqlite_beginnings.of(query)
        with connection.cursor() as cursor:
            cursor.execute(
                f"{beginnings}SELECT rowid FROM search_heading WHERE search_heading MATCH {sqlite_beginnings.put_into(match)}"
                " AND rowid BETWEEN %s AND %s AND +rowid IN (SELECT value FROM json_each(%s))",
                [*beginning, match, min(positions), max(positions), json.dumps(positions)],
            )
            return {position for (position,) in cursor.fetchall()}

    def newest(self, query: Query | None, scope: Scope, *, limit: int) -> list[int]:
        """Return the positions of the newest posts that match anywhere; without a query, of those in the organizations."""
        match = _expression(query, sqlite_beginnings.IN_TEXTS) if query else ""
        beginnings, beginning = sqlite_beginnings.of(query) if query else ("", [])
        found, values = _sought("search_text", match, scope, scope.last).newest("found", limit)
        with connection.cursor() as cursor:
            cursor.execute(
                f"{f'{beginnings}, ' if beginnings else 'WITH '}{found} SELECT position FROM found", [*beginning, *values]
            )
            return [position for (position,) in cursor.fetchall()]

    def organizations(self, query: Query, *, limit: int) -> list[int]:
        """Return organizations by their names and taglines."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM search_organization WHERE search_organization MATCH %s ORDER BY rowid LIMIT %s",
                [_expression(query), limit],
            )
            return [pk for (pk,) in cursor.fetchall()]

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """Return those of the words that stand in the index, with a measure of how many posts hold each."""
        counted = f"SELECT count(*) FROM (SELECT 1 FROM {sqlite_schema.VOCABULARY} WHERE term = value LIMIT {COUNTED})"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT value, ({counted}) FROM json_each(%s)", [json.dumps(list(words))])
            return {word: count for word, count in cursor.fetchall() if count}


def _merge(table: str) -> int:
    """Merge segments of an index, a few pages in each transaction, and return in how many something was merged."""
    for step in range(MOST_MERGES):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('usermerge', {FEWEST_MERGED})")
            before = connection.connection.total_changes
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', {PAGES_A_MERGE})")
            if connection.connection.total_changes - before < CHANGES_OF_A_MERGE:
                return step
    return MOST_MERGES


def _sought(table: str, match: str, scope: Scope, last: int) -> Sought:
    asked = " AND ".join([*([f"({match})"] if match else []), *_facets(scope)])
    return Sought(table=table, asked=sqlite_beginnings.put_into(asked), values=[asked], scope=scope, last=last)


def _facets(scope: Scope) -> list[str]:
    facets = []
    if scope.organizations is not None:
        names = [f'"{sqlite_schema.FACET}o{pk}"' for pk in scope.organizations or (0,)]  # no organization has the number 0
        facets.append(f"({' OR '.join(names)})")
    if scope.language:
        facets.append(f'"{sqlite_schema.FACET}l{scope.language}"')
    return facets


def _match(tier: Tier, query: Query) -> str:
    heading, whole_words = _expression(query, sqlite_beginnings.IN_HEADINGS), _expression(query.closed())
    match tier:
        case Tier.TITLE:
            return f"title : ({heading})"
        case Tier.HEADING:  # without a summary, what stands in a heading stands in its title
            return f'("{sqlite_schema.SUMMARIZED}" AND ({heading})) NOT (title : ({heading}))'
        case Tier.TEXT:
            return whole_words
        case Tier.BEGINNING:
            return f"({_expression(query, sqlite_beginnings.LONGER)}) NOT ({whole_words})"


def _expression(query: Query, beginning: str = "*") -> str:
    """Return a query as FTS5 takes it; `beginning` stands for what the last word may go on to, `*` for all of that."""
    *terms, last = [f'"{" ".join(term)}"' for term in query.terms]
    if query.is_open:
        has_index = beginning == sqlite_beginnings.IN_HEADINGS and sqlite_beginnings.is_short(query)
        last = f"{last}*" if beginning == "*" or has_index else beginning
    return " AND ".join([*terms, last])
