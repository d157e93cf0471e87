"""On PostgreSQL, the index of summaries holds no empty ones, and the planner knows how many of them there are."""

from django.db import migrations


def leave_out_empty_ones(apps, schema_editor):
    from blog.search.index import postgresql_schema

    connection = schema_editor.connection
    if connection.vendor == "postgresql" and "search_post" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            for statement in postgresql_schema.without_empty_summaries():
                cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0004_words_one_by_one")]
    operations = [migrations.RunPython(leave_out_empty_ones, migrations.RunPython.noop)]
