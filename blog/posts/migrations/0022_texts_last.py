"""The texts of a post stand behind all other columns, so that SQLite reads those without walking through the texts.

It keeps a row's columns one behind the other, long ones in pages of their own, each of which names the next: to say whether a
post of 20 KB is public took ten reads. PostgreSQL keeps long texts elsewhere, and its tables stay as they are.
"""

from django.db import migrations, models
from django.utils.translation import gettext_lazy as _

TEXTS = {
    "body": models.TextField(_("text"), blank=True),
    "body_html": models.TextField(editable=False, blank=True),
}
LAST = 1_000_000


def make_table_anew(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        # SQLite renames no table while a trigger names one that is gone. The search index is made anew after the migration.
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search\\_%' ESCAPE '\\'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {schema_editor.quote_name(name)}")
    post = apps.get_model("posts", "Post")
    fields = [(post._meta.get_field(name), field.clone()) for name, field in TEXTS.items()]
    for place, (field, moved) in enumerate(fields):
        moved.set_attributes_from_name(field.name)
        moved.model = post
        moved.creation_counter = LAST + place  # by which columns are sorted; keys to the own table are made anew and come late
    schema_editor._remake_table(post, alter_fields=fields)


class Migration(migrations.Migration):
    dependencies = [("posts", "0021_reviews_by_state")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *(migrations.RemoveField("post", name) for name in TEXTS),
                *(migrations.AddField("post", name, field) for name, field in TEXTS.items()),
            ]
        ),
        migrations.RunPython(make_table_anew, migrations.RunPython.noop),
    ]
