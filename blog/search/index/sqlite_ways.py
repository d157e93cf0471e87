"""The ways to the newest posts that match: through those with the words or, within a tag or category, through its own.

FTS5 goes through a million posts with a common word, though a tag has ten of them. It also says of one post whether it matches,
in the time in which it passes by `DEAR` others, for each word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from blog.search.index.base import FILED, ID_BITS, Scope
from blog.search.index.sqlite_schema import TERMS

DEAR = 20
FEW = 32  # posts of a term, in whose time the words must have `DEAR` times as many for the term's to be walked through
MOST_WORDS = 8  # of a query whose words are looked for in one post after another


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Posts that match in a table of the index, up to a position: `asked` is what FTS5 is asked for, as SQL with its values."""

    table: str
    asked: str
    values: list[Any]
    scope: Scope
    last: int

    def newest(self, name: str, limit: int, *, unless: str = "FALSE") -> tuple[str, list[Any]]:
        """Return the tables, with their values, the last of which has that name and the positions of the newest posts.

        Where a condition holds, it is empty.
        """
        if not self.scope.terms:
            by_words, values = self._by_words(self.asked, f"CASE WHEN {unless} THEN 0 ELSE {limit:d} END")
            return f"{name} (position) AS MATERIALIZED ({by_words})", [*self.values, *values]
        asked = f"(SELECT words FROM {name}_asked)"
        is_by_term, its_values = self._is_by_term(asked, name)
        answer = f"(SELECT answer FROM {name}_is_by_term)"
        by_words, values = self._by_words(asked, f"CASE WHEN {unless} OR {answer} THEN 0 ELSE {limit:d} END")
        by_term, others = self._by_term(asked, f"CASE WHEN {unless} OR NOT {answer} THEN 0 ELSE {limit:d} END")
        tables = {
            f"{name}_asked (words)": f"SELECT {self.asked}",
            f"{name}_is_by_term (answer)": is_by_term,
            f"{name} (position)": f"SELECT * FROM ({by_words}) UNION ALL SELECT * FROM ({by_term})",
        }
        made = ", ".join(f"{table} AS MATERIALIZED ({rows})" for table, rows in tables.items())
        return made, [*self.values, *its_values, *values, *others]

    def _is_by_term(self, asked: str, name: str) -> tuple[str, list[Any]]:
        """Return the question whether the newest of the first term's posts are few among those with the words."""
        count = f"(SELECT (length(words) - length(replace(words, '\"', ''))) / 2 FROM {name}_asked)"
        since = (
            f"SELECT position FROM {TERMS} WHERE term = %s AND position BETWEEN %s AND %s"
            f" ORDER BY position DESC LIMIT 1 OFFSET {FEW}"
        )
        passed = (
            f"SELECT 1 FROM {self.table} WHERE {self.table} MATCH {asked} AND rowid BETWEEN coalesce(({since}), %s) AND %s"
            f" LIMIT CASE WHEN {count} > {MOST_WORDS} THEN 0 ELSE {DEAR * FEW} * {count} END"
        )
        bounds = [self.scope.first, self.last]
        return f"SELECT (SELECT count(*) FROM ({passed})) = {DEAR * FEW} * {count}", [self.scope.terms[0], *bounds, *bounds]

    def _by_words(self, asked: str, limit: str) -> tuple[str, list[Any]]:
        filed, values = _filed(self.scope.terms, f"{self.table}.rowid")
        statement = (
            f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH {asked} AND rowid BETWEEN %s AND %s{filed}"
            f" ORDER BY rowid DESC LIMIT {limit}"
        )
        return statement, [self.scope.first, self.last, *values]

    def _by_term(self, asked: str, limit: str) -> tuple[str, list[Any]]:
        term, *others = self.scope.terms
        filed, values = _filed(others, "position")
        statement = (
            f"SELECT position FROM {TERMS} CROSS JOIN {self.table} ON {self.table}.rowid = position"
            f" WHERE term = %s AND position BETWEEN %s AND %s{filed} AND {self.table} MATCH {asked}"
            f" ORDER BY position DESC LIMIT {limit}"
        )
        return statement, [term, self.scope.first, self.last, *values]


def _filed(terms: Sequence[str], position: str) -> tuple[str, list[int]]:
    """Return the conditions, with their values, that the post at a position has some terms."""
    number = f"{position} & {(1 << ID_BITS) - 1}"
    tables = (FILED[term[0]] for term in terms)
    conditions = (f" AND EXISTS (SELECT 1 FROM {table} WHERE post_id = {number} AND {column} = %s)" for table, column in tables)
    return "".join(conditions), [int(term[1:]) for term in terms]
