"""The index on PostgreSQL: text search vectors (https://www.postgresql.org/docs/current/textsearch.html) beside the posts.

A vector holds each word twice: as the language of the post reduces it (`reports`, `reported`: `report`), where PostgreSQL
knows that language, and as it stands, without diacritics, whatever the language. A query asks for either.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from blog.posts.models import JointState
from blog.search.index import postgresql_schema
from blog.search.index.base import JOINT, Index, Place, Scope, Statement, Tier
from blog.search.query import Query


class Look(NamedTuple):
    """How many of the newest posts are looked at first, and through how many it is worth to walk for a page."""

    seen: int
    walked: int

    def enough(self, limit: int) -> int:
        """Return how many of those that are seen must match, so that a walk to so many will not be longer."""
        return -(-limit * self.seen // self.walked)


class Walk(NamedTuple):
    """Posts that are walked through in their order: where they come from, and what an index answers of them."""

    source: str
    where: Statement


# A title is matched in a microsecond, a long text in forty. From the index some thousand posts come in as many microseconds,
# but those with several common words take it far longer to find. Few posts have a summary.
TITLES, TITLES_WITH_SEVERAL_WORDS = Look(2_048, 8_192), Look(4_096, 32_768)
SUMMARIES, TEXTS = Look(512, 4_096), Look(128, 1_024)
COUNTED = 50  # posts: whether a word is in more of them makes no difference
FUZZY = 1_000  # posts: of more, the index returns about so many, some here and there
_JOINED = (  # the array is made once, and its posts are found by their numbers; an organization's own are among the others
    f"post_id = ANY(ARRAY(SELECT post_id FROM {JOINT} WHERE organization_id = ANY(%s) AND state = '{JointState.ACCEPTED}'))"
    " AND organization_id <> ALL(%s)"
)
_OF_TERM = "EXISTS (SELECT 1 FROM search_term AS filed WHERE filed.term = %s AND filed.position = search_post.position)"


class PostgresIndex(Index):
    """The index on PostgreSQL."""

    seconds_a_step, last_step = 1, postgresql_schema.LAST_SECOND

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

    def tidy(self) -> int:
        """Do nothing: PostgreSQL does it by itself (autovacuum)."""
        return 0

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

    def file_under_terms(self) -> None:
        """Let an index of an earlier version know the posts of each term in their order."""
        with connection.cursor() as cursor:
            for statement in postgresql_schema.terms_in_order():
                cursor.execute(statement)

    def _select(self, tiers: Sequence[Tier], query: Query, scope: Scope, last: dict[Tier, int], limit: int) -> Iterable[Place]:
        parts: dict[str, str] = {}
        values = []
        for tier in tiers:
            wheres = _wheres(scope, scope.first, last[tier])
            for where in wheres:
                _match(where, tier, query, scope)
            newest, its_values = _newest_of(wheres, _walk(scope, scope.first, last[tier]), limit, _look(tier, query, scope))
            # Those after a tier that has enough are not looked for.
            most = ", ".join(f"(SELECT count(*) FROM {before})" for before in parts) or "0"
            rows = f"SELECT {tier:d}, position FROM ({newest}) AS found WHERE {limit:d} > greatest({most})"
            parts[f"tier_{tier:d}"] = f"(tier, position) AS MATERIALIZED ({rows})"
            values += its_values
        tables = ", ".join(f"{name} {part}" for name, part in parts.items())
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {tables} {' UNION ALL '.join(f'SELECT * FROM {name}' for name in parts)}", values)
            return [Place(tier, position) for tier, position in cursor.fetchall()]

    def _headings(self, query: Query, scope: Scope, positions: list[int]) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT position FROM search_post WHERE position = ANY(%s) AND heading @@ {_asked(query, scope)}",
                [positions, *_texts(query, scope)],
            )
            return {position for (position,) in cursor.fetchall()}

    def newest(self, query: Query | None, scope: Scope, *, limit: int) -> list[int]:
        """Return the positions of the newest posts that match anywhere; without a query, of those in the organizations."""
        wheres = _wheres(scope, scope.first, scope.last)
        if query:
            for where in wheres:
                where.add(f"words @@ {_asked(query, scope)}", *_texts(query, scope))
        newest, values = _newest_of(wheres, _walk(scope, scope.first, scope.last), limit, TEXTS)
        with connection.cursor() as cursor:
            cursor.execute(newest, values)
            return sorted((position for (position,) in cursor.fetchall()), reverse=True)

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
            # Of a common word the index is to return some of its posts, not all before the first is counted.
            cursor.execute(f"SET LOCAL enable_seqscan = off; SET LOCAL gin_fuzzy_search_limit = {FUZZY}")
            cursor.execute(
                "SELECT word, (SELECT count(*) FROM (SELECT 1 FROM search_post"
                f" WHERE words @@ to_tsquery('simple', quote_literal(search_folded(word))) LIMIT {COUNTED}) AS found)"
                " FROM unnest(%s::text[]) AS word",
                [list(words)],
            )
            found = cursor.fetchall()
            cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL gin_fuzzy_search_limit = 0")
            return {word: count for word, count in found if count}


def _newest_of(wheres: Sequence[Statement], walk: Walk, limit: int, look: Look) -> tuple[str, list[Any]]:
    """Return what finds the newest posts, merged with those that were joined where there are conditions for these: a few."""
    own, *others = wheres
    statement, values = _newest(own, walk, limit, look)
    for joined in others:
        found = f"SELECT position FROM search_post WHERE {joined} ORDER BY position + 0 DESC LIMIT {limit:d}"
        statement = (
            f"SELECT position FROM ({statement} UNION ALL ({found})) AS both_kinds ORDER BY position DESC LIMIT {limit:d}"
        )
        values = [*values, *joined.values]
    return statement, values


def _newest(where: Statement, walk: Walk, limit: int, look: Look) -> tuple[str, list[Any]]:
    """Return the statement, with its values, that finds the positions of the newest posts for which conditions hold.

    The newest posts are looked at first, and where enough of them match these are the answer. Where some do, posts are walked
    through from the newest on. Else all that match are collected from the index of words and sorted (`position + 0` keeps the
    planner from walking). The planner itself cannot know how rare a word is that is none of the most common ones, and would
    read the text of every post for it. The ways that are not taken are never executed.

    Args:
        where: the conditions.
        walk: the posts among which are those for which they hold.
        limit: how many posts.
        look: how many of the newest posts are looked at first.
    """
    found = f"SELECT position FROM {walk.source} WHERE {walk.where} AND {where}"
    some = f"SELECT * FROM {walk.source} WHERE {walk.where} ORDER BY position DESC LIMIT {look.seen:d}"
    of_them = f"SELECT position FROM ({some}) AS search_post WHERE {where} ORDER BY position DESC LIMIT {limit:d}"
    matches, enough = "(SELECT matches FROM density)", look.enough(limit)
    statement = (
        f"WITH seen AS MATERIALIZED ({of_them}), density AS MATERIALIZED (SELECT count(*) AS matches FROM seen)"
        f" (SELECT position FROM seen WHERE {matches} >= {limit:d}) UNION ALL"
        f" ({found} AND {matches} BETWEEN {enough:d} AND {limit - 1:d} ORDER BY position DESC LIMIT {limit:d}) UNION ALL"
        f" ({found} AND {matches} < {min(enough, limit):d} ORDER BY position + 0 DESC LIMIT {limit:d})"
    )
    return statement, [value for part in (walk.where, where) * 3 for value in part.values]


def _look(tier: Tier, query: Query, scope: Scope) -> Look:
    if _is_by_term(scope):
        return TEXTS  # to come to a post by a term takes as long as to match some titles
    match tier:
        case Tier.TITLE:
            return TITLES if len(query.words) == 1 else TITLES_WITH_SEVERAL_WORDS
        case Tier.HEADING:
            return SUMMARIES
    return TEXTS


def _is_by_term(scope: Scope) -> bool:
    """Say whether posts are walked through by the index of a term: of an organization, another has its own in their order."""
    return bool(scope.terms) and scope.organizations is None


def _walk(scope: Scope, first: int, last: int) -> Walk:
    """Return the smallest part of all posts that an index has in their order."""
    where = Statement()
    where.add("search_post.position BETWEEN %s AND %s", first, last)
    if _is_by_term(scope):
        # The bounds stand twice, so that the planner may enter either index by them.
        where.add("term = %s AND search_term.position BETWEEN %s AND %s", scope.terms[0], first, last)
        return Walk("search_term JOIN search_post USING (position)", where)
    if scope.organizations is not None:
        # Of one organization, an index has the posts in their order.
        is_one = len(scope.organizations) == 1
        where.add(
            f"organization_id = {'%s' if is_one else 'ANY(%s)'}", *scope.organizations if is_one else [[*scope.organizations]]
        )
    return Walk("search_post", where)


def _wheres(scope: Scope, first: int, last: int) -> list[Statement]:
    """Return the other conditions of posts in a scope; within organizations, apart from them, those for what these joined."""
    found = [_within(scope, Statement())]
    if scope.organizations is not None:
        joined = Statement()
        joined.add("position BETWEEN %s AND %s", first, last)
        joined.add(_JOINED, [*scope.organizations], [*scope.organizations])
        found.append(_within(scope, joined))
    return found


def _within(scope: Scope, where: Statement) -> Statement:
    if scope.language:
        where.add("language = %s", scope.language)
    for term in scope.terms[1 if _is_by_term(scope) else 0 :]:
        where.add(_OF_TERM, term)
    return where


def _match(where: Statement, tier: Tier, query: Query, scope: Scope) -> None:
    asked = _asked(query, scope)
    closed, whole_words = _texts(query.closed(), scope), _texts(query, scope)
    match tier:
        case Tier.TITLE:
            where.add(f"heading @@ {asked}", *_texts(query, scope, weight="A"))
        case Tier.HEADING:
            # An index finds these few among all headings; few posts have a summary, and the planner knows how few.
            where.add(f"summary @@ {asked} AND length(summary) > 0", *_texts_of(_any_of(query), scope))
            if len(query.words) > 1:  # one word that is in the summary is in the heading
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
    return _texts_of(_expression(query, weight), scope)


def _texts_of(text: str, scope: Scope) -> list[str]:
    return [text, *(value for name in _configurations(scope) for value in (name, text))]


def _expression(query: Query, weight: str) -> str:
    terms = [" <-> ".join(f"'{word}'{':' + weight if weight else ''}" for word in term) for term in query.terms]
    if query.is_open:
        terms[-1] = f"{terms[-1].removesuffix(':' + weight)}:*{weight}"
    return " & ".join(f"({term})" for term in terms)


def _any_of(query: Query) -> str:
    words = [f"'{word}'" for word in query.words]
    return " | ".join(words) + (":*" if query.is_open else "")
