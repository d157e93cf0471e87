"""What somebody has written and not saved: private to them, and no version of the post."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.posts.models import Post


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    """Autosaves, by whose they are and what of."""

    def of(self, editor: User) -> Self:
        """Return what an editor wrote; nobody else reads it, no superuser either."""
        return self.filter(editor=editor)

    def for_post(self, post: Post) -> Self:
        """Return what was written in the form of a post."""
        return self.filter(post=post)

    def for_new_posts(self) -> Self:
        """Return what was written in forms of posts that are not stored yet."""
        return self.filter(post__isnull=True)

    def at(self, post: Post | None, key: str) -> Self:
        """Return what was written in one form: of the post, or of the new post that has the key."""
        return self.for_post(post) if post is not None else self.for_new_posts().filter(key=key)

    def newest_first(self) -> Self:
        """Return the last written first."""
        return self.order_by("-saved_at", "-pk")

    def saved_before(self, at: datetime) -> Self:
        """Return what was last touched before a moment."""
        return self.filter(saved_at__lt=at)


class Autosave(models.Model):
    """The fields of one form as an editor left them. Saving the post deletes it.

    `fields` holds of each field what the browser sends: a list of texts. The form's own field `version` among them says
    which version of the post was open.
    """

    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="autosaves", verbose_name=_("person"))
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("post"))
    key = models.CharField(max_length=36, blank=True, editable=False)  # names the form of a new post
    fields = models.JSONField(_("what was written"))
    saved_at = models.DateTimeField(_("saved at"))

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("autosave")
        verbose_name_plural = _("autosaves")
        indexes = [models.Index(fields=["saved_at"], name="autosave_oldest")]  # deleting what is old
        constraints = [
            models.UniqueConstraint(fields=["editor", "post"], name="autosave_is_one_for_editor_and_post"),
            models.UniqueConstraint(
                fields=["editor", "key"], condition=models.Q(post__isnull=True), name="autosave_is_one_for_editor_and_new_post"
            ),
            models.CheckConstraint(
                condition=(models.Q(post__isnull=False, key="") | (models.Q(post__isnull=True) & ~models.Q(key=""))),
                name="autosave_is_of_a_post_or_has_a_key",
                violation_error_message=_("What is kept belongs to a post or to the form of a new one."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title as it was typed; empty where there is none yet."""
        return "".join(self.fields.get("title", [])).strip()

    def as_data(self) -> MultiValueDict[str, str]:
        """Return the fields as a form takes them from a browser."""
        return MultiValueDict(self.fields)
