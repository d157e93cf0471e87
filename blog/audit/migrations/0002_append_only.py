"""Let the database itself refuse to change or delete lines of the audit log.

Whoever alters the table on SQLite later has it made anew by Django, without its triggers: repeat `keep` after it.
A TRUNCATE on PostgreSQL is not refused: only the owner of the table can do it.
"""

from django.db import migrations

MESSAGE = "lines of the audit log are kept as they were written"
KEPT = ["id", "at", "verb", "object_type", "object_id", "organization_id"]
EMPTIED = {"actor_id": "NULL", "actor_name": "''", "object_words": "''", "before": "'{}'", "after": "'{}'"}

SQLITE = {
    # A line may lose what says who a person is, and nothing else.
    "audit_line_no_update": "BEFORE UPDATE ON audit_line WHEN NOT ({})".format(
        " AND ".join(
            [f"NEW.{name} IS OLD.{name}" for name in KEPT]
            + [f"(NEW.{name} IS OLD.{name} OR NEW.{name} IS {empty})" for name, empty in EMPTIED.items()]
        )
    ),
    "audit_line_no_delete": "BEFORE DELETE ON audit_line",
    # INSERT OR REPLACE deletes without asking the trigger before.
    "audit_line_no_replace": "BEFORE INSERT ON audit_line WHEN EXISTS (SELECT 1 FROM audit_line WHERE id = NEW.id)",
}
UNCHANGED = " AND ".join(
    [f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT]
    + [
        f"(NEW.{name} IS NOT DISTINCT FROM OLD.{name} OR NEW.{name} IS NOT DISTINCT FROM {empty})"
        for name, empty in (EMPTIED | {"before": "'{}'::jsonb", "after": "'{}'::jsonb"}).items()
    ]
)
POSTGRESQL = [
    f"""
    CREATE FUNCTION audit_line_keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {UNCHANGED} THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
    END;
    $$
    """,
    "CREATE TRIGGER audit_line_keep BEFORE UPDATE OR DELETE ON audit_line FOR EACH ROW EXECUTE FUNCTION audit_line_keep()",
]


def keep(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
        return
    for name, when in SQLITE.items():
        schema_editor.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END")


def let_go(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER audit_line_keep ON audit_line")
        schema_editor.execute("DROP FUNCTION audit_line_keep()")
        return
    for name in SQLITE:
        schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(keep, let_go)]
