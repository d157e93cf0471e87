"""The triggers as SQL, for SQLite and for PostgreSQL.

SQLite lets the statement that fires a trigger overrule how the trigger handles conflicts, and INSERT OR IGNORE is how rows
of many-to-many relations are stored. So a subject is first deleted and then inserted: nothing can conflict. A view does so
for all triggers. Each connection keeps every trigger in memory, and written out in each this took 0.3 MB more of it.
"""

# ruff: noqa: S608  # every name and expression in these statements stands in a `changes.py`

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from blog.changes.models import EVERYTHING, Change
from blog.changes.rules import DELETE, INSERT, UPDATE, Copied, Rule, Tracked

PREFIX = "change_"
LOG = Change._meta.db_table
RECORD = "changes_record"  # the view; of SQLite alone
ROWS = {INSERT: ("NEW",), UPDATE: ("OLD", "NEW"), DELETE: ("OLD",)}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger by its name and table, and the statements that make it."""

    name: str
    table: str
    statements: tuple[str, ...]


def recording() -> Trigger:
    """Return the trigger by which SQLite records a subject that is inserted into the view, and the view."""
    name = f"{PREFIX}record"
    body = (
        f"DELETE FROM {LOG} WHERE subject = NEW.subject; INSERT INTO {LOG} (subject, transaction_id) VALUES (NEW.subject, 0);"
    )
    view = f"CREATE VIEW {RECORD} (subject) AS SELECT subject FROM {LOG}"
    return Trigger(name, RECORD, (view, f"CREATE TRIGGER {name} INSTEAD OF INSERT ON {RECORD} BEGIN {body} END"))


def triggers_of(tracked: Tracked, *, columns: Collection[str], vendor: str) -> Iterator[Trigger]:
    """Yield the triggers of a table that has some columns."""
    build = _for_postgresql if vendor == "postgresql" else _for_sqlite
    for number, rule in enumerate(tracked.all_rules()):
        for event in rule.events:
            name = f"{PREFIX}{tracked.table}_{number}_{event.lower()}"
            yield build(name, tracked.table, event, _condition(rule, event, columns, vendor), _subjects(rule, event))
    yield _truncating(tracked) if vendor == "postgresql" else _replacing(tracked)


def triggers_of_copy(copied: Copied, *, vendor: str) -> Iterator[Trigger]:
    """Yield the triggers that keep the copies of a column in step: one where it changes, the others where copies are stored."""
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    yield _of_source(copied, differs, vendor)
    if vendor != "postgresql":
        yield _of_replaced_source(copied)
    build = _copying_on_postgresql if vendor == "postgresql" else _copying_on_sqlite
    for event in (INSERT, UPDATE):
        yield build(copied, event, f"{PREFIX}{copied.target}_{copied.column}_{event.lower()}")


def _of_source(copied: Copied, differs: str, vendor: str) -> Trigger:
    """Return what writes a column's new value into its copies."""
    name = f"{PREFIX}{copied.source}_{copied.column}_{copied.target}"
    when = f'WHEN (OLD."{copied.column}" {differs} NEW."{copied.column}")'
    body = f'UPDATE "{copied.target}" SET "{copied.column}" = NEW."{copied.column}" WHERE "{copied.key}" = NEW.id'
    if vendor != "postgresql":
        statement = f'CREATE TRIGGER {name} AFTER UPDATE ON "{copied.source}" {when} BEGIN {body}; END'
        return Trigger(name, copied.source, (statement,))
    fires = f'AFTER UPDATE ON "{copied.source}" FOR EACH ROW {when}'
    return Trigger(name, copied.source, _postgresql_function(name, fires, f"{body}; RETURN NULL;"))


def _of_replaced_source(copied: Copied) -> Trigger:
    """Return what writes the value of a row that REPLACE has put in the place of another: SQLite tells of no update then."""
    name = f"{PREFIX}{copied.source}_{copied.column}_{copied.target}_replace"
    body = (
        f'UPDATE "{copied.target}" SET "{copied.column}" = NEW."{copied.column}" '
        f'WHERE "{copied.key}" = NEW.id AND "{copied.column}" IS NOT NEW."{copied.column}"'
    )
    return Trigger(name, copied.source, (f'CREATE TRIGGER {name} AFTER INSERT ON "{copied.source}" BEGIN {body}; END',))


def _copying_on_postgresql(copied: Copied, event: str, name: str) -> Trigger:
    """Return what gives a row its copy, whatever it was stored with. The lock has whoever changes the value meanwhile wait."""
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in (copied.key, copied.column))
    body = (
        f'SELECT "{copied.column}" INTO NEW."{copied.column}" FROM "{copied.source}" WHERE id = NEW."{copied.key}" FOR SHARE; '
        "RETURN NEW;"
    )
    fires = f'BEFORE {event} ON "{copied.target}" FOR EACH ROW{f" WHEN ({changed})" if event == UPDATE else ""}'
    return Trigger(name, copied.target, _postgresql_function(name, fires, body))


def _copying_on_sqlite(copied: Copied, event: str, name: str) -> Trigger:
    """Return the same for SQLite, whose triggers cannot change a row before it is stored."""
    value = f'(SELECT "{copied.column}" FROM "{copied.source}" WHERE id = NEW."{copied.key}")'
    columns = f' OF "{copied.key}", "{copied.column}"' if event == UPDATE else ""
    statement = (
        f'CREATE TRIGGER {name} AFTER {event}{columns} ON "{copied.target}" WHEN NEW."{copied.column}" IS NOT {value} '
        f'BEGIN UPDATE "{copied.target}" SET "{copied.column}" = {value} WHERE rowid = NEW.rowid; END'
    )
    return Trigger(name, copied.target, (statement,))


def _subjects(rule: Rule, event: str) -> str:
    """Return a query for the subjects of the row before and after."""
    queries = (subject if subject.startswith("SELECT") else f"SELECT {subject}" for subject in rule.subjects)
    return " UNION ".join(query.format(row=row) for query in queries for row in ROWS[event])


def _condition(rule: Rule, event: str, columns: Collection[str], vendor: str) -> str:
    """Return when a row's change counts; empty for always."""
    parts = []
    if event == UPDATE and (rule.columns or rule.ignoring):
        differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
        looked_at = rule.columns or sorted(set(columns) - set(rule.ignoring))
        parts.append(" OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in looked_at))
    if rule.condition:
        parts.append(" OR ".join(f"({rule.condition.format(row=row)})" for row in ROWS[event]))
    return " AND ".join(f"({part})" for part in parts)


def _for_sqlite(name: str, table: str, event: str, condition: str, subjects: str) -> Trigger:
    when = f" WHEN {condition}" if condition else ""
    body = f"INSERT INTO {RECORD} {subjects};"
    return Trigger(name, table, (f'CREATE TRIGGER {name} AFTER {event} ON "{table}"{when} BEGIN {body} END',))


def _replacing(tracked: Tracked) -> Trigger:
    """Return what tells of REPLACE: it deletes the rows that stand in its way, and their triggers do not fire."""
    name = f"{PREFIX}{tracked.table}_replace"
    same = " OR ".join(f'"{key}" = NEW."{key}"' for key in tracked.keys)
    when = f'WHEN EXISTS (SELECT 1 FROM "{tracked.table}" WHERE {same})'
    body = f"INSERT INTO {RECORD} VALUES ('{EVERYTHING}');"
    return Trigger(name, tracked.table, (f'CREATE TRIGGER {name} BEFORE INSERT ON "{tracked.table}" {when} BEGIN {body} END',))


def _for_postgresql(name: str, table: str, event: str, condition: str, subjects: str) -> Trigger:
    when = f" WHEN ({condition})" if condition else ""
    fires = f'AFTER {event} ON "{table}" FOR EACH ROW{when}'
    return Trigger(name, table, _postgresql_statements(name, fires, subjects))


def _truncating(tracked: Tracked) -> Trigger:
    """Return what tells of TRUNCATE, which fires no trigger of rows."""
    name = f"{PREFIX}{tracked.table}_truncate"
    fires = f'AFTER TRUNCATE ON "{tracked.table}" FOR EACH STATEMENT'
    return Trigger(name, tracked.table, _postgresql_statements(name, fires, f"SELECT '{EVERYTHING}'"))


def _postgresql_statements(name: str, fires: str, subjects: str) -> tuple[str, ...]:
    body = (
        f"INSERT INTO {LOG} (subject, transaction_id) "
        f"SELECT subject, pg_current_xact_id()::text::bigint FROM ({subjects}) AS found (subject) "
        "ON CONFLICT DO NOTHING; RETURN NULL;"
    )
    return _postgresql_function(name, fires, body)


def _postgresql_function(name: str, fires: str, body: str) -> tuple[str, ...]:
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    return function, f"CREATE OR REPLACE TRIGGER {name} {fires} EXECUTE FUNCTION {name}()"
