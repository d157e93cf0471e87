from django.db import migrations, models

ROWS_A_STATEMENT = 50_000


def fill(apps, schema_editor):
    """Give each comment the organization of its post, some at a time: what is interrupted goes on where it was."""
    Comment, Post = apps.get_model("comments", "Comment"), apps.get_model("posts", "Post")
    rows = Comment.objects.using(schema_editor.connection.alias)
    own = Post.objects.filter(pk=models.OuterRef("post")).values("organization")
    last = rows.order_by().aggregate(last=models.Max("pk"))["last"] or 0
    for first in range(0, last + 1, ROWS_A_STATEMENT):
        some = rows.filter(pk__gte=first, pk__lt=first + ROWS_A_STATEMENT, organization__isnull=True)
        some.update(organization=models.Subquery(own))


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('comments', '0003_organization_of_comments'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
