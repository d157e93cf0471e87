"""The tables and triggers of the index on SQLite."""

from collections.abc import Iterable

from blog.organizations.models import Organization
from blog.posts.models import Post
from blog.search.index.base import ID_BITS, LAST_SECOND

FACET = "\ue000"  # begins the words that nobody can type
VOCABULARY = "search_vocabulary"
POSTS, ORGANIZATIONS = Post._meta.db_table, Organization._meta.db_table

_SECONDS = f"max(-{LAST_SECOND}, min(CAST(strftime('%s', {{row}}.published_at) AS INTEGER), {LAST_SECOND - 1}))"
_POSITION = (
    f"(CASE WHEN {{row}}.status IN ('scheduled', 'published') THEN {_SECONDS} ELSE {LAST_SECOND} END << {ID_BITS} | {{row}}.id)"
)
# HTML is cut at each tag by making a JSON array of it, in time that grows with its length alone. A tag within a line may stand
# within a word, which goes on behind it; but `sup` is the number of a note.
_INLINE_TAGS = " a abbr b code del em i ins mark s small span strong sub u "
_TAG = "substr(ltrim(value, '/'), 1, instr(replace(ltrim(value, '/'), '>', ' ') || ' ', ' ') - 1)"
_PIECE = (
    f"CASE instr('{_INLINE_TAGS}', ' ' || lower({_TAG}) || ' ') WHEN 0 THEN ' ' ELSE '' END"
    " || substr(value, instr(value, '>') + 1)"
)
_PIECES = (
    f"""(SELECT group_concat({_PIECE}, '') FROM json_each('[' || replace(json_quote({{row}}.body_html), '<', '","') || ']'))"""
)
_ENTITIES = ("&nbsp;", "&lt;", "&gt;", "&quot;", "&amp;")
_BODY = "replace(" * len(_ENTITIES) + _PIECES + "".join(f", '{entity}', ' ')" for entity in _ENTITIES)

_LANGUAGE = "lower(substr({row}.language, 1, instr({row}.language || '-', '-') - 1))"
_FACETS = f"'{FACET}o' || {{row}}.organization_id || ' {FACET}l' || {_LANGUAGE}"

# What each table keeps of a row: its number there and its columns, each an expression.
_COLUMNS: dict[str, tuple[str, str, dict[str, str]]] = {
    "search_heading": (POSTS, _POSITION, {"title": "{row}.title", "summary": "{row}.summary", "facets": _FACETS}),
    "search_text": (
        POSTS,
        _POSITION,
        {
            "title": "{row}.title",
            "summary": "{row}.summary",
            "body": f"{{row}}.byline || ' ' || {_BODY}",
            "facets": _FACETS,
        },
    ),
    "search_organization": (
        ORGANIZATIONS,
        "{row}.id",
        {"name": "{row}.name || ' ' || {row}.short_name", "tagline": "{row}.tagline"},
    ),
}
TABLES = tuple(_COLUMNS)
_WATCHED = {
    POSTS: ("id", "title", "summary", "byline", "body_html", "language", "organization_id", "status", "published_at"),
    ORGANIZATIONS: ("id", "name", "short_name", "tagline"),
}


def tables() -> list[str]:
    """Return the statements that make the tables."""
    tokenizer = "tokenize = 'unicode61 remove_diacritics 2'"
    return [
        *(
            f"CREATE VIRTUAL TABLE {table} USING fts5({', '.join(columns)}, content = '', {tokenizer})"
            for table, (_source, _number, columns) in _COLUMNS.items()
        ),
        f"CREATE VIRTUAL TABLE {VOCABULARY} USING fts5vocab(search_text, row)",
    ]


def triggers() -> dict[str, str]:
    """Return the statements that make the triggers, by name."""
    made: dict[str, str] = {}
    for source, watched in _WATCHED.items():
        changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in watched)
        made |= {
            f"search_{source}_insert": _trigger(source, "INSERT", _insertions(source, "new")),
            f"search_{source}_delete": _trigger(source, "DELETE", _deletions(source)),
            f"search_{source}_update": _trigger(
                source, "UPDATE", [*_deletions(source), *_insertions(source, "new")], f" WHEN {changed}"
            ),
        }
    return made


def filling() -> list[str]:
    """Return the statements that index every row there is, in the order of the index: each step back costs it a write.

    Only the numbers of the rows are sorted, for the texts of a large site would not find room; LIMIT keeps their order.
    """
    return [
        f"INSERT INTO {table} (rowid, {', '.join(columns)}) "
        f"SELECT {', '.join(each.format(row=source) for each in (number, *columns.values()))} "
        f"FROM (SELECT id FROM {source} ORDER BY {number.format(row=source)} LIMIT -1) AS placed "
        f"CROSS JOIN {source} ON {source}.id = placed.id"
        for table, (source, number, columns) in _COLUMNS.items()
    ]


def _trigger(source: str, event: str, statements: Iterable[str], condition: str = "") -> str:
    body = " ".join(f"{statement};" for statement in statements)
    return f"CREATE TRIGGER search_{source}_{event.lower()} AFTER {event} ON {source}{condition} BEGIN {body} END"


def _insertions(source: str, row: str) -> list[str]:
    return [
        f"INSERT INTO {table} (rowid, {', '.join(columns)}) "
        f"VALUES ({', '.join(each.format(row=row) for each in (number, *columns.values()))})"
        for table, (its_source, number, columns) in _COLUMNS.items()
        if its_source == source
    ]


def _deletions(source: str) -> list[str]:
    """A table without a text of its own wants to be told what it held."""
    return [
        f"INSERT INTO {table} ({table}, rowid, {', '.join(columns)}) "
        f"VALUES ('delete', {', '.join(each.format(row='old') for each in (number, *columns.values()))})"
        for table, (its_source, number, columns) in _COLUMNS.items()
        if its_source == source
    ]
