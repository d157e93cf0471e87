"""Which posts are close to which; `blog.posts.relating` finds out after a post is saved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.posts.models.post import Post


class RelatedPost(models.Model):
    """A post that readers of another may like. Whether it is public is decided when it is shown."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="related", db_index=False, verbose_name=_("post"))
    other = models.ForeignKey(Post, models.CASCADE, related_name="related_to", verbose_name=_("related post"))
    closeness = models.FloatField(_("closeness"))  # above 0, at most 1

    class Meta:
        verbose_name = _("related post")
        verbose_name_plural = _("related posts")
        constraints = [
            models.UniqueConstraint(fields=["post", "other"], name="related_post_is_named_once"),  # serves the foreign key too
            models.CheckConstraint(condition=~models.Q(post=models.F("other")), name="related_post_is_another"),
            models.CheckConstraint(
                condition=models.Q(closeness__gt=0, closeness__lte=1), name="related_post_closeness_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.other_id}"
