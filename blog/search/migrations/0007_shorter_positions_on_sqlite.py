"""On SQLite, the index is made anew, with positions that lie close enough together for FTS5 to go back through them."""

from django.db import migrations


def install(apps, schema_editor):
    from blog.search.index import get_index

    if schema_editor.connection.vendor == "sqlite":
        get_index().install()


class Migration(migrations.Migration):
    dependencies = [("search", "0006_terms_in_order")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
