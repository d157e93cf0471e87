"""The Django app `comments`."""

from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Settings of the app."""

    name = "blog.comments"
    label = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        """Take from django-comments-xtd what would harm, and connect what serves.

        The receiver with which it would publish held replies of a comment that is saved goes. Its moderators, and those
        of django-contrib-comments (which connect themselves when they are imported), are asked about each comment.
        """
        from django_comments.signals import comment_will_be_posted  # noqa: PLC0415  # these need the app registry
        from django_comments_xtd.models import publish_or_unpublish_on_pre_save  # noqa: PLC0415
        from django_comments_xtd.moderation import moderator  # noqa: PLC0415

        comment = self.get_model("Comment")
        pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=comment)
        comment_will_be_posted.connect(moderator.pre_save_moderation, sender=comment)
