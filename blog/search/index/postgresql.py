"""The index on PostgreSQL: text search vectors (https://www.postgresql.org/docs/current/textsearch.html) beside the posts.

A vector holds each word twice: as the language of the post reduces it (`reports`, `reported`: `report`), where PostgreSQL
knows that language, and as it stands, without diacritics, whatever the language. A query asks for either.
"""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import connection, transaction

from blog.search.index import postgresql_schema
from blog.search.index.base import CATEGORIES, TAGS, Index, Place, Scope, Statement, Tier
from blog.search.query import Query

COUNTED = 50  # posts: whether a word is in more of them makes no difference
_OF_TERM = "EXISTS (SELECT 1 FROM {} WHERE post_id = search_post.post_id AND {} = %s)"


class PostgresIndex(Index):
    """The index on PostgreSQL."""

    def install(self) -> None:
        """Make the tables and triggers and index every post; nothing of an earlier index is left."""
        self.remove()
        with connection.cursor() as cursor:
            cursor.execute("SELECT cfgname FROM pg_ts_config WHERE cfgnamespace = 'pg_catalog'::regnamespace")
            known = {name for (name,) in cursor.fetchall()}
            for statement in postgresql_schema.statements(known):
                cursor.execute(statement)

    def remove(self) -> None:
        """Leave nothing of the index behind."""
        with connection.cursor() as cursor:
            for statement in postgresql_schema.removal():
                cursor.execute(statement)

    def is_whole(self) -> bool:
        """Say whether all tables and triggers are there."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                " WHERE tgname = ANY(%s) AND relnamespace = current_schema()::regnamespace",
                [list(postgresql_schema.TRIGGERS)],
            )
            (count,) = cursor.fetchone() or (0,)
        return bool(count == len(postgresql_schema.TRIGGERS))

    def _select(self, tiers: Sequence[Tier], query: Query, scope: Scope, last: dict[Tier, int], limit: int) -> Iterable[Place]:
        parts, values = [], []
        for tier in tiers:
            where = _where(scope, scope.first, last[tier])
            _match(where, tier, query, scope)
            parts.append(f"(SELECT {tier:d}, position FROM search_post WHERE {where} ORDER BY position DESC LIMIT {limit:d})")
            values += where.values
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            return [Place(tier, position) for tier, position in cursor.fetchall()]

    def _headings(self, query: Query, scope: Scope, first: int, last: int) -> set[int]:
        where = _where(scope, first, last)
        where.add(f"heading @@ {_asked(query, scope)}", *_texts(query, scope))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT position FROM search_post WHERE {where}", where.values)
            return {position for (position,) in cursor.fetchall()}

    def newest(self, query: Query | None, scope: Scope, *, limit: int) -> list[int]:
        """Return the positions of the newest posts that match anywhere; without a query, of those in the organizations."""
        where = _where(scope, scope.first, scope.last)
        if query:
            where.add(f"words @@ {_asked(query, scope)}", *_texts(query, scope))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT position FROM search_post WHERE {where} ORDER BY position DESC LIMIT {limit:d}", where.values
            )
            return [position for (position,) in cursor.fetchall()]

    def organizations(self, query: Query, *, limit: int) -> list[int]:
        """Return organizations by their names and taglines."""
        scope = Scope()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT organization_id FROM search_organization WHERE words @@ {_asked(query, scope)}"
                " ORDER BY organization_id LIMIT %s",
                [*_texts(query, scope), limit],
            )
            return [pk for (pk,) in cursor.fetchall()]

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """Return those of the words that stand in the index, with a measure of how many posts hold each."""
        with transaction.atomic(), connection.cursor() as cursor:
            # The texts lie outside the table's own pages, so the planner takes reading all of it for cheap: hundreds of times.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                "SELECT word, (SELECT count(*) FROM (SELECT 1 FROM search_post"
                f" WHERE words @@ to_tsquery('simple', quote_literal(search_folded(word))) LIMIT {COUNTED}) AS found)"
                " FROM unnest(%s::text[]) AS word",
                [list(words)],
            )
            found = cursor.fetchall()
            cursor.execute("SET LOCAL enable_seqscan = on")
            return {word: count for word, count in found if count}


def _where(scope: Scope, first: int, last: int) -> Statement:
    where = Statement()
    where.add("position BETWEEN %s AND %s", first, last)
    if scope.organizations is not None:
        where.add("organization_id = ANY(%s)", list(scope.organizations))
    if scope.language:
        where.add("language = %s", scope.language)
    if scope.category is not None:
        where.add(_OF_TERM.format(CATEGORIES, "category_id"), scope.category)
    if scope.tag is not None:
        where.add(_OF_TERM.format(TAGS, "tag_id"), scope.tag)
    return where


def _match(where: Statement, tier: Tier, query: Query, scope: Scope) -> None:
    asked = _asked(query, scope)
    closed, whole_words = _texts(query.closed(), scope), _texts(query, scope)
    match tier:
        case Tier.TITLE:
            where.add(f"heading @@ {asked}", *_texts(query, scope, weight="A"))
        case Tier.HEADING:
            where.add(f"heading @@ {asked}", *whole_words)
            where.add(f"NOT heading @@ {asked}", *_texts(query, scope, weight="A"))
        case Tier.TEXT:
            where.add(f"words @@ {asked}", *closed)
        case Tier.BEGINNING:
            where.add(f"words @@ {asked}", *whole_words)
            where.add(f"NOT words @@ {asked}", *closed)


def _configurations(scope: Scope) -> list[str]:
    """Return the languages in which words are reduced: the one that is asked for, or those of the site."""
    codes = [scope.language] if scope.language else [code for code, _name in settings.LANGUAGES]
    return [name for code in codes if (name := postgresql_schema.CONFIGURATIONS.get(code))]


def _asked(query: Query, scope: Scope) -> str:  # noqa: ARG001  # beside _texts
    """Return the expression of a query; it takes what `_texts` returns."""
    simple = "to_tsquery('simple', search_folded(%s))"
    return f"({' || '.join([simple, *('search_query(%s, %s)' for _name in _configurations(scope))])})"


def _texts(query: Query, scope: Scope, *, weight: str = "") -> list[str]:
    text = _expression(query, weight)
    return [text, *(value for name in _configurations(scope) for value in (name, text))]


def _expression(query: Query, weight: str) -> str:
    terms = [" <-> ".join(f"'{word}'{':' + weight if weight else ''}" for word in term) for term in query.terms]
    if query.is_open:
        terms[-1] = f"{terms[-1].removesuffix(':' + weight)}:*{weight}"
    return " & ".join(f"({term})" for term in terms)
