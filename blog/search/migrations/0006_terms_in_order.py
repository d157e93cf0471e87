"""The index knows the posts of each tag and category in their order."""

from django.db import migrations


def file_under_terms(apps, schema_editor):
    from blog.search.index import get_index

    # One that was made anew has it; one that was taken away is made after the migrations.
    tables = set(schema_editor.connection.introspection.table_names())
    if "search_organization" in tables and "search_term" not in tables:
        get_index().file_under_terms()


class Migration(migrations.Migration):
    dependencies = [("search", "0005_summaries_on_postgresql")]
    operations = [migrations.RunPython(file_under_terms, migrations.RunPython.noop)]
