"""The index of posts and organizations and the triggers that keep it in step."""

from django.db import migrations


def install(apps, schema_editor):
    from blog.search.index import get_index

    get_index().install()


def remove(apps, schema_editor):
    from blog.search.index import get_index

    get_index().remove()


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial"), ("organizations", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
