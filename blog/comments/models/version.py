"""What a comment said before its author changed it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import Comment
from blog.richtext.text import shorten


class CommentVersion(models.Model):
    """An earlier text of a comment. Moderators alone read it; it goes when the author withdraws the comment."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions", verbose_name=_("comment"))
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")

    def __str__(self) -> str:
        return shorten(self.text, 50)
