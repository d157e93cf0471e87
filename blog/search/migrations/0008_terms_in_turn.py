"""On PostgreSQL, who files a post under a term waits for whoever moves it at the same time."""

from django.db import migrations


def wait_in_turn(apps, schema_editor):
    from blog.search.index import postgresql_schema

    connection = schema_editor.connection
    if connection.vendor == "postgresql" and "search_term" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            for statement in postgresql_schema.waiting_for_each_other():
                cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0007_shorter_positions_on_sqlite")]
    operations = [migrations.RunPython(wait_in_turn, migrations.RunPython.noop)]
