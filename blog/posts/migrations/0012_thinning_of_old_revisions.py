"""Lets the versions that are there be looked at too, as those will be that are written from now on."""

from datetime import timedelta

from django.db import migrations, models


def look_at_all(apps, _editor):
    moment = models.ExpressionWrapper(models.F("created_at") + timedelta(days=30), models.DateTimeField())
    apps.get_model("posts", "Revision").objects.filter(thin_at__isnull=True).update(thin_at=moment)


class Migration(migrations.Migration):
    dependencies = [("posts", "0011_thinned_revisions")]

    operations = [migrations.RunPython(look_at_all, migrations.RunPython.noop)]
