"""On SQLite, the index knows each post by all organizations that publish it, so it is made once these can be stored."""

from django.db import migrations


def install(apps, schema_editor):
    from blog.search.index import get_index

    if schema_editor.connection.vendor == "sqlite":
        get_index().install()


def remove(apps, schema_editor):
    from blog.search.index import get_index

    get_index().remove()


class Migration(migrations.Migration):
    dependencies = [("search", "0002_summaries"), ("posts", "0017_joint_publications")]
    operations = [migrations.RunPython(install, remove)]
