"""A comment."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django_comments_xtd.models import XtdComment

from blog.accounts.models import User
from blog.comments.models.queryset import KEEPING_THE_PLACE, CommentQuerySet, State
from blog.organizations.models import Organization
from blog.posts.models import Post
from blog.richtext.rendering import render_comment
from blog.richtext.text import excerpt, shorten
from blog.spam.text import fingerprint

EXCERPT_CHARACTERS = 280
WEB_SCHEMES = ("http://", "https://")


class Comment(XtdComment):  # type: ignore[misc]  # django-comments-xtd is not annotated
    """A reply to a post or to another comment.

    The tables of django-comments-xtd hold who wrote it, when and what; this one holds its post, its place in the thread
    and its state. `is_public` and `is_removed` of the package follow the state. Comments are ordered by primary key: the
    order in which they came.

    `organization` is the post's own, kept in step by the database (`blog.comments.changes`), so that what moderators of an
    organization see is read from indexes.

    `is_shown` says that it has a place in the public thread, which depends on what stands above and below it. Only
    `save` of a new comment and the services change it, and `state`; they keep `Post.comment_count` right as well.
    """

    xtd_comment = models.OneToOneField(
        XtdComment, models.CASCADE, parent_link=True, primary_key=True, related_name="gazette_comment"
    )
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments", verbose_name=_("post"), db_index=False)
    organization = models.ForeignKey(  # the post's key sees to it that there is one
        Organization,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        editable=False,
        related_name="+",
        verbose_name=_("organization"),
    )
    reply_to = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )
    root = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="branch", editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PUBLIC)
    reason = models.CharField(_("reason"), max_length=200, blank=True, help_text=_("Why it is not public."))
    is_shown = models.BooleanField(editable=False, default=False)
    is_date_known = models.BooleanField(_("the date is known"), default=True, editable=False)
    language = models.CharField(_("language"), max_length=12, blank=True)
    body_html = models.TextField(editable=False, blank=True)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True, editable=False)
    visitor_key = models.CharField(max_length=64, blank=True, editable=False)  # the browser a guest wrote with, if it is known
    identicon = models.PositiveIntegerField(default=0, editable=False)  # which picture is drawn for the author; no way back
    like_count = models.PositiveIntegerField(_("likes"), default=0, editable=False)
    open_reports = models.PositiveSmallIntegerField(_("open reports"), default=0, editable=False)
    spam_score = models.PositiveSmallIntegerField(_("spam score"), default=0, editable=False)
    signals = models.JSONField(_("signals"), default=list, blank=True, editable=False)  # what the score is made of
    text_hash = models.CharField(max_length=64, blank=True, editable=False)  # the same for texts that say the same
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    moderated_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering: list[str] = []
        indexes = [
            models.Index(fields=["post", "xtd_comment"], name="comment_of_post"),  # a post's feed, and the foreign key
            models.Index(  # a page of a post's roots; PostgreSQL reads rows in order only where `root` is no column of it
                fields=["post", "xtd_comment"],
                condition=models.Q(is_shown=True, root__isnull=True),
                name="comment_roots_shown",
            ),
            models.Index(  # the same by their likes
                fields=["post", "-like_count", "xtd_comment"],
                condition=models.Q(is_shown=True, root__isnull=True),
                name="comment_roots_by_likes",
            ),
            models.Index(  # the replies below some roots
                fields=["post", "root", "xtd_comment"], condition=models.Q(is_shown=True), name="comment_branches_shown"
            ),
            models.Index(fields=["state", "-xtd_comment"], name="comment_by_state"),  # the moderation queue of the whole site
            models.Index(  # as above
                fields=["open_reports", "-xtd_comment"], condition=models.Q(open_reports__gt=0), name="comment_reported"
            ),
            models.Index(  # the archive of an organization, and the recent ones in its queue
                fields=["organization", "-xtd_comment"], name="comment_of_organization"
            ),
            models.Index(  # the rest of an organization's queue, and how many wait
                fields=["organization", "state", "-xtd_comment"], name="comment_of_org_by_state"
            ),
            models.Index(  # as above
                fields=["organization", "-xtd_comment"], condition=models.Q(open_reports__gt=0), name="comment_of_org_reported"
            ),
            models.Index(fields=["visitor_key"], name="comment_by_visitor"),  # what a guest gave the last time
            models.Index(fields=["text_hash"], name="comment_by_text"),  # how often the same text was written
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values),
                name="comment_state_is_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_shown=False) | models.Q(state__in=KEEPING_THE_PLACE),
                name="comment_shown_only_if_public",
                violation_error_message=_("A held comment and spam are never shown."),
            ),
            models.CheckConstraint(
                condition=models.Q(reply_to__isnull=True, root__isnull=True)
                | models.Q(reply_to__isnull=False, root__isnull=False),
                name="comment_reply_has_a_root",
                violation_error_message=_("A reply belongs to a branch, and nothing else does."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {shorten(self.comment, 50)}"

    def save(self, **kwargs: Any) -> None:
        """Store the comment and render its text; a new one takes its place in the thread.

        The package's own `save` renumbers the whole thread on each reply; it is passed over, and its thread columns are
        set to what they mean: the root, the parent (both 0 for a comment on the post itself) and the depth.
        """
        self.render()
        if self._state.adding:
            self.take_place()
        if (fields := kwargs.get("update_fields")) is not None and "comment" in fields:
            kwargs["update_fields"] = {*fields, "body_html", "text_hash"}
        super(XtdComment, self).save(**kwargs)

    def get_absolute_url(self, _anchor_pattern: str = "") -> str:
        """Return the address that always leads to the comment, wherever the thread has moved it."""
        return reverse("comment", args=[self.pk])

    def get_content_object_url(self) -> str:
        """Return the address of the post."""
        return str(self.post.get_absolute_url())

    def render(self) -> None:
        """Make what is shown and what is compared from what was typed."""
        self.body_html = render_comment(self.comment)
        self.text_hash = fingerprint(self.comment)

    def take_place(self) -> None:
        """Set what follows from the post, the parent and the state; `post` and `reply_to` are set."""
        self.organization_id = self.post.organization_id
        parent = self.reply_to
        self.root_id = None if parent is None else parent.root_id or parent.pk
        self.level = 0 if parent is None else parent.level + 1
        self.thread_id, self.parent_id = self.root_id or 0, self.reply_to_id or 0
        self.is_public = self.state == State.PUBLIC
        self.is_removed = self.state == State.REMOVED
        self.is_shown = self.is_public and (parent is None or parent.is_shown)

    @property
    def author_name(self) -> str:
        """What the public may read of who wrote it; never an address."""
        is_user = self.user_id is not None
        return public_name(self.user.name if is_user else self.user_name, is_user=is_user)

    @property
    def is_undecided(self) -> bool:
        """Whether moderators have to look at it: it is held or was reported."""
        return self.state == State.HELD or self.open_reports > 0

    @property
    def excerpt(self) -> str:
        """The beginning of the text, as plain words."""
        return excerpt(self.body_html, EXCERPT_CHARACTERS)


def public_name(name: str, *, is_user: bool) -> str:
    """Return what the public reads of somebody who gave this name, or none."""
    return name or (User().get_full_name() if is_user else pgettext("a comment without a name", "Anonymous"))


def web_address(url: str) -> str:
    """Return an address that a link may lead to; empty for anything but a web address."""
    return url if url.lower().startswith(WEB_SCHEMES) else ""
