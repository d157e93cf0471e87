"""The index of posts and organizations and the triggers that keep it in step; what it needs is there with the next migration."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial"), ("organizations", "0001_initial")]
    operations = []
