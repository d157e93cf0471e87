"""The indexes of posts, each with who reads it."""

from django.db import models

NUMBERS_A_FILE = (
    1_000  # of the sitemap: a file of so many addresses costs little; its index, by the protocol, names 50,000 files
)
# Which file, from 0 on. The number stands in the statement itself: else SQLite does not know the expression of its index.
NUMBER_OF_FILE = models.F("id") / models.Func(template=str(NUMBERS_A_FILE), output_field=models.IntegerField())
IS_PUBLIC = "post_is_public"
_UNDATED, _ARCHIVED = models.Q(published_at__isnull=True), models.Q(archived_at__isnull=False)

POST_INDEXES = [
    # Not limited to public posts: SQLite does not use a partial index whose condition comes as parameters.
    models.Index(fields=["-published_at", "-id"], name="post_newest"),  # home, archive, site feed, sitemap
    models.Index(  # an organization's page and feed; it serves the foreign key too
        fields=["organization", "-published_at", "-id"], name="post_of_organization"
    ),
    models.Index(  # the featured posts of the home page
        fields=["-published_at", "-id"], condition=models.Q(is_featured=True), name="post_featured"
    ),
    models.Index(  # how many posts a month has, read from it alone
        fields=["published_at", "status", "expires_at", "trashed_at"], name="post_archive"
    ),
    # The list in admin, a superuser's and a member's; below, both narrowed to what was never dated and to the archive. None
    # begins with the status: SQLite would take it for public lists too, and sort.
    models.Index(fields=["-updated_at", "-id"], name="post_recently_changed"),
    models.Index(fields=["organization", "-updated_at", "-id"], name="post_of_desk"),
    models.Index(fields=["published_at", "status", "-updated_at", "-id"], condition=_UNDATED, name="post_undated"),
    models.Index(fields=["organization", "-updated_at", "-id"], condition=_UNDATED, name="post_of_desk_undated"),
    models.Index(fields=["-updated_at", "-id"], condition=_ARCHIVED, name="post_archived"),
    models.Index(fields=["organization", "-updated_at", "-id"], condition=_ARCHIVED, name="post_of_desk_archived"),
    models.Index(  # what is due to be checked, for the reminder and the start page
        fields=["review_by_date", "id"], condition=models.Q(review_by_date__isnull=False), name="post_to_check"
    ),
    models.Index(  # what is planned for a month, for the calendar
        fields=["planned_date", "id"], condition=models.Q(planned_date__isnull=False), name="post_planned"
    ),
    models.Index(  # the list in admin, narrowed to what waits to be published
        fields=["-updated_at", "-id"],
        condition=models.Q(has_unpublished_changes=True),
        name="post_with_unpublished_changes",
    ),
    models.Index(  # what the hourly round has to compare
        fields=["-published_at", "-id"], condition=models.Q(related_at__isnull=True), name="post_unrelated"
    ),
    models.Index(  # which posts expire, and when the next one does
        fields=["expires_at"], condition=models.Q(expires_at__isnull=False), name="post_expiring"
    ),
    models.Index(  # the list in admin, narrowed to translations that are out of date
        fields=["-updated_at", "-id"], condition=models.Q(outdated_at__isnull=False), name="post_outdated"
    ),
    # When something in a file of the sitemap last changed.
    models.Index(NUMBER_OF_FILE, models.F("updated_at").desc(), models.F("id").desc(), name="post_in_sitemap"),
    # How many public posts a term has is counted in this one and in one of the table between both, which Django makes without a
    # model of ours (migration 0023).
    models.Index(fields=["id", "trashed_at", "published_at", "status", "expires_at"], name=IS_PUBLIC),
    models.Index(  # the trash, and what leaves it for good
        fields=["trashed_at", "id"], condition=models.Q(trashed_at__isnull=False), name="post_in_trash"
    ),
]
