"""The tables and triggers of the index on SQLite."""

from collections.abc import Iterable

from blog.organizations.models import Organization
from blog.posts.models import JointState, Post
from blog.search.index.base import FILED, ID_BITS, JOINT

FACET = "\ue000"  # begins the words that nobody can type
SUMMARIZED = f"{FACET}s"  # stands with the headings of posts that have a summary
VOCABULARY = "search_vocabulary"  # each place of each word: how many a common one has is not to be counted
POSTS, ORGANIZATIONS = Post._meta.db_table, Organization._meta.db_table

# Between any two positions there are fewer than 2^56, which FTS5 writes in eight bytes. SQLite 3.40 often misreads nine, as it
# goes back from many drafts with a word to the posts before them: it loses the newest of these.
SECONDS_A_STEP = 60
LAST_STEP = 2**26 - 1  # in the year 2097
_FLOOR = 2**31  # steps: SQLite divides toward zero
_STEP = (
    f"max({-LAST_STEP}, min((CAST(strftime('%s', {{row}}.published_at) AS INTEGER) + {_FLOOR * SECONDS_A_STEP})"
    f" / {SECONDS_A_STEP} - {_FLOOR}, {LAST_STEP - 1}))"
)
_POSITION = (
    f"(CASE WHEN {{row}}.status IN ('scheduled', 'published') THEN {_STEP} ELSE {LAST_STEP} END << {ID_BITS} | {{row}}.id)"
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
# A table of our own, so that no trigger of the posts names one that a migration could make anew: SQLite refuses that.
PARTNERS = "search_partner"
_OF_PARTNERS = f"(SELECT group_concat(' {FACET}o' || organization_id, '') FROM {PARTNERS} WHERE post_id = {{row}}.id)"
_AGREED = f"state = '{JointState.ACCEPTED}'"
_FACETS = f"'{FACET}o' || {{row}}.organization_id || ' {FACET}l' || {_LANGUAGE} || coalesce({_OF_PARTNERS}, '')"
_SUMMARIZED = f"CASE {{row}}.summary WHEN '' THEN '' ELSE ' {SUMMARIZED}' END"

# The posts of each tag and category in their order. Also by themselves: a post that moves is found without naming other tables.
TERMS = "search_term"

# What each table keeps of a row: its number there and its columns, each an expression.
_COLUMNS: dict[str, tuple[str, str, dict[str, str]]] = {
    "search_heading": (
        POSTS,
        _POSITION,
        {"title": "{row}.title", "summary": "{row}.summary", "facets": f"{_FACETS} || {_SUMMARIZED}"},
    ),
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
TEXTS = tuple(_COLUMNS)  # the tables of FTS5
TABLES = (*TEXTS, PARTNERS, TERMS)
SHORT = (2, 3)  # letters, with which hundreds of words begin: headings have an index of these
SHORT_BEGINNINGS = {"search_heading": f", prefix = '{' '.join(map(str, SHORT))}'"}
_WATCHED = {
    POSTS: ("id", "title", "summary", "byline", "body_html", "language", "organization_id", "status", "published_at"),
    ORGANIZATIONS: ("id", "name", "short_name", "tagline"),
}
_WATCHED_AGREEMENT = ("post_id", "organization_id", "state")
_PARTNER_CHANGES = {
    "old": f"DELETE FROM {PARTNERS} WHERE post_id = old.post_id AND organization_id = old.organization_id",
    "new": f"INSERT INTO {PARTNERS} SELECT new.post_id, new.organization_id WHERE new.{_AGREED}",
}
_MOVED = (
    f"UPDATE {TERMS} SET position = {_POSITION.format(row='new')}"
    f" WHERE position = {_POSITION.format(row='old')} AND position <> {_POSITION.format(row='new')}"
)
_GONE = f"DELETE FROM {TERMS} WHERE position = {_POSITION.format(row='old')}"


def tables() -> list[str]:
    """Return the statements that make the tables."""
    options = "content = '', tokenize = 'unicode61 remove_diacritics 2'"
    return [
        *(
            f"CREATE VIRTUAL TABLE {table} USING fts5({', '.join(columns)}, {options}{SHORT_BEGINNINGS.get(table, '')})"
            for table, (_source, _number, columns) in _COLUMNS.items()
        ),
        f"CREATE VIRTUAL TABLE {VOCABULARY} USING fts5vocab(search_text, instance)",
        f"CREATE TABLE {PARTNERS} (post_id, organization_id, PRIMARY KEY (post_id, organization_id)) WITHOUT ROWID",
        *terms(),
    ]


def terms() -> list[str]:
    """Return the statements that make the table of the posts of each term."""
    return [
        f"CREATE TABLE {TERMS} (position INTEGER, term TEXT, PRIMARY KEY (position, term)) WITHOUT ROWID",
        f"CREATE INDEX {TERMS}_in_order ON {TERMS} (term, position)",
    ]


def triggers() -> dict[str, str]:
    """Return the statements that make the triggers, by name."""
    made: dict[str, str] = {}
    for source, watched in _WATCHED.items():
        moved, gone = ([_MOVED], [_GONE]) if source == POSTS else ([], [])
        made |= {
            f"search_{source}_insert": _trigger(source, "INSERT", _insertions(source, "new")),
            f"search_{source}_delete": _trigger(source, "DELETE", [*_deletions(source, "old"), *gone]),
            f"search_{source}_update": _trigger(
                source,
                "UPDATE",
                [*_deletions(source, "old"), *_insertions(source, "new"), *moved],
                f" WHEN {_differs(watched)}",
            ),
        }
    return made | _joint_triggers() | _filing_triggers()


def _filing_triggers() -> dict[str, str]:
    """Return what follows a post as it is filed under a term and taken from it."""
    made = {}
    for letter, (table, column) in FILED.items():
        place = f"SELECT {_POSITION.format(row=POSTS)}, '{letter}' || {{row}}.{column} FROM {POSTS} WHERE id = {{row}}.post_id"
        deletion = f"DELETE FROM {TERMS} WHERE (position, term) IN ({place.format(row='old')})"
        insertion = f"INSERT INTO {TERMS} {place.format(row='new')} ON CONFLICT DO NOTHING"
        for event, statements in {"INSERT": [insertion], "UPDATE": [deletion, insertion], "DELETE": [deletion]}.items():
            made[f"search_{table}_{event.lower()}"] = _trigger(table, event, statements)
    return made


def _joint_triggers() -> dict[str, str]:
    """Return what indexes a post anew as another organization joins or leaves it."""
    made = {}
    for event, rows in {"INSERT": ["new"], "UPDATE": ["old", "new"], "DELETE": ["old"]}.items():
        condition = " OR ".join(f"{row}.{_AGREED}" for row in rows)
        if event == "UPDATE":
            condition = f"({condition}) AND ({_differs(_WATCHED_AGREEMENT)})"
        concerned = f" FROM {POSTS} WHERE id IN ({', '.join(f'{row}.post_id' for row in rows)})"
        partners = [_PARTNER_CHANGES[row] for row in rows]
        statements = [*_deletions(POSTS, POSTS, concerned), *partners, *_insertions(POSTS, POSTS, concerned)]
        made[f"search_{JOINT}_{event.lower()}"] = _trigger(JOINT, event, statements, f" WHEN {condition}")
    return made


def filling() -> list[str]:
    """Return the statements that index every row there is, in the order of the index: each step back costs it a write.

    Only the numbers of the rows are sorted, for the texts of a large site would not find room; LIMIT keeps their order.
    """
    partners = f"INSERT INTO {PARTNERS} SELECT post_id, organization_id FROM {JOINT} WHERE {_AGREED}"
    texts = (
        f"INSERT INTO {table} (rowid, {', '.join(columns)}) "
        f"SELECT {', '.join(each.format(row=source) for each in (number, *columns.values()))} "
        f"FROM (SELECT id FROM {source} ORDER BY {number.format(row=source)} LIMIT -1) AS placed "
        f"CROSS JOIN {source} ON {source}.id = placed.id"
        for table, (source, number, columns) in _COLUMNS.items()
    )
    return [partners, *texts, *filing()]


def filing() -> list[str]:
    """Return the statements that take the places of all posts under their terms, most of them in order."""
    return [
        f"INSERT INTO {TERMS} SELECT {_POSITION.format(row=POSTS)}, '{letter}' || {column}"
        f" FROM {POSTS} CROSS JOIN {table} ON post_id = {POSTS}.id"
        for letter, (table, column) in FILED.items()
    ]


def _trigger(source: str, event: str, statements: Iterable[str], condition: str = "") -> str:
    body = " ".join(f"{statement};" for statement in statements)
    return f"CREATE TRIGGER search_{source}_{event.lower()} AFTER {event} ON {source}{condition} BEGIN {body} END"


def _differs(columns: Iterable[str]) -> str:
    return " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)


def _insertions(source: str, row: str, rows: str = "") -> list[str]:
    """Return the statements that index a row; with `rows`, a FROM clause, the rows of that."""
    return [
        f"INSERT INTO {table} (rowid, {', '.join(columns)}) "
        f"SELECT {', '.join(each.format(row=row) for each in (number, *columns.values()))}{rows}"
        for table, (its_source, number, columns) in _COLUMNS.items()
        if its_source == source
    ]


def _deletions(source: str, row: str, rows: str = "") -> list[str]:
    """Return the statements that take it out: a table without a text of its own wants to be told what it held."""
    return [
        f"INSERT INTO {table} ({table}, rowid, {', '.join(columns)}) "
        f"SELECT 'delete', {', '.join(each.format(row=row) for each in (number, *columns.values()))}{rows}"
        for table, (its_source, number, columns) in _COLUMNS.items()
        if its_source == source
    ]
