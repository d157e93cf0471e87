"""How many public posts a category or a tag has is counted in two indexes alone.

One tells of each post whether it is public. The other has the posts of a term, in place of an index of the term alone. An index
of the post alone goes: the constraint, by which a post has a term once, begins with the post too.
"""

from django.db import migrations, models

# The table, its term, and the indexes that Django made for keys: of the term and of the post.
TABLES = [
    (
        "posts_post_categories",
        "category_id",
        "posts_post_categories_category_id_159f5c54",
        "posts_post_categories_post_id_0ca7af15",
    ),
    ("posts_post_tags", "tag_id", "posts_post_tags_tag_id_0743d52e", "posts_post_tags_post_id_1f164920"),
]


def indexes_of(table, term, of_term, of_post):
    both, each = (f"{table}_of_term", f"({term}, post_id)"), ((of_term, f"({term})"), (of_post, "(post_id)"))
    yield migrations.RunSQL(f"CREATE INDEX {both[0]} ON {table} {both[1]}", f"DROP INDEX {both[0]}")
    for name, columns in each:
        yield migrations.RunSQL(f"DROP INDEX {name}", f"CREATE INDEX {name} ON {table} {columns}")


class Migration(migrations.Migration):
    dependencies = [("posts", "0022_texts_last")]
    operations = [
        migrations.AddIndex(
            "post",
            models.Index(fields=["id", "trashed_at", "published_at", "status", "expires_at"], name="post_is_public"),
        ),
        *(operation for table in TABLES for operation in indexes_of(*table)),
    ]
