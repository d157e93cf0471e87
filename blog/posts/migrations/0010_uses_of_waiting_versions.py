"""Notes which images and documents the versions use that wait to be published; from now on `record_waiting` does."""

import re

from django.db import migrations

PLACE = "waiting"
IMAGE = re.compile(r'data-image="(\d{1,18})"')
DOCUMENT = re.compile(r"/media/documents/([0-9a-f]{16})/")


def note(apps, _editor):
    Post, Revision = apps.get_model("posts", "Post"), apps.get_model("posts", "Revision")
    Image, Document, Usage = (apps.get_model("media", name) for name in ("Image", "Document", "Usage"))
    waiting = Post.objects.filter(has_unpublished_changes=True).values_list("pk", "revision_number")
    for post, number in waiting.iterator():
        content = Revision.objects.filter(post=post, number=number).values_list("content", flat=True).first() or {}
        body = content.get("body") or ""
        images = {int(found) for found in IMAGE.findall(body)} | ({content["cover"]} if content.get("cover") else set())
        Usage.objects.bulk_create(
            [Usage(post_id=post, place=PLACE, image=row) for row in Image.objects.filter(pk__in=images)]
            + [Usage(post_id=post, place=PLACE, document=row) for row in Document.objects.filter(key__in=DOCUMENT.findall(body))],
            ignore_conflicts=True,
        )


def forget(apps, _editor):
    apps.get_model("media", "Usage").objects.filter(place=PLACE).delete()


class Migration(migrations.Migration):
    dependencies = [("posts", "0009_trash"), ("media", "0002_waiting_versions")]

    operations = [migrations.RunPython(note, forget)]
