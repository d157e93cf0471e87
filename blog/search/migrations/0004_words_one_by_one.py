"""On SQLite, the index is made anew: words are counted up to a bound, and headings know beginnings and summaries."""

from django.db import migrations


def install(apps, schema_editor):
    from blog.search.index import get_index

    if schema_editor.connection.vendor == "sqlite":
        get_index().install()


class Migration(migrations.Migration):
    dependencies = [("search", "0003_joint_publications")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
