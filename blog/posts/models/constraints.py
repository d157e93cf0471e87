"""What the database holds of every post, whoever writes it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.posts.models.queryset import UNDATED_STATUSES, Status

POST_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=models.Q(status__in=Status.values),
        name="post_status_is_known",
        violation_error_message=_("This status does not exist."),
    ),
    models.CheckConstraint(
        condition=models.Q(status__in=UNDATED_STATUSES, published_at__isnull=True)
        | (~models.Q(status__in=UNDATED_STATUSES) & models.Q(published_at__isnull=False, first_published_at__isnull=False)),
        name="post_has_dates_unless_draft",
        violation_error_message=_("A draft has no date of publication, any other post has one."),
    ),
    models.CheckConstraint(
        condition=models.Q(status=Status.ARCHIVED, archived_at__isnull=False)
        | (~models.Q(status=Status.ARCHIVED) & models.Q(archived_at__isnull=True)),
        name="post_archived_at_means_archived",
        violation_error_message=_("An archived post, and no other, carries the moment when it was archived."),
    ),
    models.CheckConstraint(
        condition=models.Q(expires_at__isnull=True)
        | models.Q(published_at__isnull=True)
        | models.Q(expires_at__gt=models.F("published_at")),
        name="post_expires_after_publication",
        violation_error_message=_("A post expires after it is published."),
    ),
    models.CheckConstraint(
        condition=~models.Q(title="") & ~models.Q(slug=""),
        name="post_has_title_and_slug",
        violation_error_message=_("A post needs a title and an address."),
    ),
    models.CheckConstraint(
        condition=models.Q(has_unpublished_changes=False) | models.Q(revision_number__gt=0),
        name="post_unpublished_changes_are_kept",
        violation_error_message=_("Unpublished changes stand in a revision."),
    ),
    models.CheckConstraint(
        condition=models.Q(trashed_at__isnull=False) | models.Q(trashed_by__isnull=True),
        name="post_trashed_by_at_a_moment",
        violation_error_message=_("Who put a post into the trash did so at some moment."),
    ),
]
