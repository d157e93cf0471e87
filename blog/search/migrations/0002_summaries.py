"""On PostgreSQL, an index of the words of summaries alone."""

from django.db import migrations


def install(apps, schema_editor):
    from blog.search.index import get_index

    if schema_editor.connection.vendor == "postgresql":
        get_index().install()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_index")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
