"""A post, and what can be done with one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.languages.addresses import address_of, page_language
from blog.media.illustrations import Illustrations
from blog.media.services import record_usages
from blog.organizations.models import DESCRIPTION_CHARACTERS, CommentPolicy, Organization
from blog.posts.models.constraints import POST_CONSTRAINTS
from blog.posts.models.cover import Covered
from blog.posts.models.errors import ExpiredError, NotYetPublishedError, PostError
from blog.posts.models.indexes import POST_INDEXES
from blog.posts.models.language import direction_of
from blog.posts.models.partners import Joined
from blog.posts.models.queryset import PUBLIC_STATUSES, PostQuerySet, Status
from blog.posts.models.terms import Category, Tag
from blog.posts.models.translation import TRANSLATION_CONSTRAINTS, Translated
from blog.richtext.contents import headings
from blog.richtext.rendering import render_article
from blog.richtext.text import excerpt, printable, shorten, word_count

__all__ = ["PUBLIC_STATUSES", "ExpiredError", "NotYetPublishedError", "Post", "PostError", "PostQuerySet", "Status"]

EXCERPT_CHARACTERS = 280
CONTENTS_WORDS, CONTENTS_HEADINGS = 600, 3  # from which on a text has a table of contents
DERIVED = ("body_html", "contents", "excerpt", "word_count")
KEPT_BY_OTHERS = (  # what stands beside the text, which a save of the post would set back
    "comment_count",
    "like_count",
    "review_by_date",
    "review_reminded_date",
    "checked_at",
    "revision_number",
    "has_unpublished_changes",
    "corrected_at",
    "trashed_at",
    "trashed_by_id",
    "original_id",
    "translated_version",
    "translated_number",
    "outdated_at",
)
# Brysbaert 2019, Journal of Memory and Language 109: 238 for English non-fiction; others are a little slower
WORDS_PER_MINUTE = 220


class Post(Joined, Covered, Translated):  # type: ignore[django-manager-missing]  # the comment's base classes are not annotated
    """An article of an organization. `body` is what was written; `body_html` what is shown, sanitized and rendered on save."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="posts", verbose_name=_("organization"), db_index=False
    )
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="posts",
        blank=True,
        verbose_name=_("authors"),
        help_text=_("The people who may edit it as their own."),
    )
    byline = models.CharField(
        _("byline"), max_length=200, blank=True, help_text=_("The person or people named beside the organization.")
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        default=settings.LANGUAGE_CODE,
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", _("Give a language tag such as en, ro or pt-br."))],
    )
    title = models.CharField(_("title"), max_length=250)
    slug = models.SlugField(
        _("address"),
        max_length=220,
        unique=True,
        allow_unicode=True,
        help_text=_("The end of its address. Once public, the old one goes on working."),
    )
    summary = models.TextField(_("summary"), max_length=500, blank=True, help_text=_("Empty: the beginning of the text."))
    body = models.TextField(_("text"), blank=True)
    body_html = models.TextField(editable=False, blank=True)
    excerpt = models.CharField(max_length=EXCERPT_CHARACTERS, editable=False, blank=True)
    word_count = models.PositiveIntegerField(editable=False, default=0)
    contents = models.JSONField(editable=False, default=list, blank=True)  # the headings of a long text, as [level, id, words]
    related_at = models.DateTimeField(editable=False, null=True)  # when blog.posts.relating last compared it with others
    categories = models.ManyToManyField(Category, related_name="posts", blank=True, verbose_name=_("categories"))
    tags = models.ManyToManyField(Tag, related_name="posts", blank=True, verbose_name=_("tags"))

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    first_published_at = models.DateTimeField(_("first published at"), null=True, editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True, help_text=_("From then on it is not public."))
    archived_at = models.DateTimeField(_("archived at"), null=True, editable=False)
    is_date_known = models.BooleanField(
        _("the date is known"), default=True, help_text=_("Clear it when the day of publication is not known.")
    )
    is_featured = models.BooleanField(_("featured"), default=False, help_text=_("Shown first on the home page."))
    comment_policy = models.CharField(
        _("replies"), max_length=20, choices=CommentPolicy, blank=True, help_text=_("Empty: as the organization has it.")
    )
    comment_count = models.PositiveIntegerField(editable=False, default=0)  # public ones; kept by blog.comments
    like_count = models.PositiveIntegerField(editable=False, default=0)  # kept by blog.likes

    seo_title = models.CharField(_("title for search engines"), max_length=70, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=160, blank=True)
    canonical_url = models.URLField(_("original address"), blank=True, help_text=_("When it was published elsewhere first."))
    # Of its revisions; kept by blog.posts.services, so that lists and pages need not ask for them.
    revision_number = models.PositiveIntegerField(editable=False, default=0)  # of the newest; 0 before the first
    has_unpublished_changes = models.BooleanField(_("has unpublished changes"), editable=False, default=False)
    planned_date = models.DateField(
        _("planned for"),
        null=True,
        blank=True,
        help_text=_("For the calendar, while it is a draft or in review. It does not appear by itself then."),
    )
    review_by_date = models.DateField(_("to be checked by"), null=True, editable=False)
    review_reminded_date = models.DateField(null=True, editable=False)  # the day of `review_by_date` of which a mail told
    checked_at = models.DateTimeField(_("checked at"), null=True, editable=False)  # somebody said that it is still correct
    corrected_at = models.DateTimeField(_("corrected at"), null=True, editable=False)
    # In the trash it is nobody's but its desk's; it goes for good some weeks later. Kept by blog.posts.services.
    trashed_at = models.DateTimeField(_("put into the trash at"), null=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("put into the trash by"),
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes = POST_INDEXES
        constraints = [*POST_CONSTRAINTS, *TRANSLATION_CONSTRAINTS]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """Store the post, and which images and documents it uses; what is shown of it is rendered here.

        The count of comments is left as it stands in the database: replies change it meanwhile.
        """
        illustrations, is_new, named = self.render(), self._state.adding, kwargs.get("update_fields")
        if not is_new:
            kwargs["update_fields"] = self._columns_to_write(named)
        with transaction.atomic():
            super().save(**kwargs)
            if named is None or {"body", "cover"} & set(named):
                record_usages(self.pk, illustrations, cover_id=self.cover_id, is_new=is_new)

    def get_absolute_url(self) -> str:
        """Return the address of its page, which is in its own language where the site speaks it."""
        return address_of("post", self.slug, language=page_language(self.language))

    def render(self) -> Illustrations:
        """Make everything that is derived from the text, and leave out what feeds cannot carry; return what the text shows.

        `bulk_create` does not call `save`, so importers call this.
        """
        illustrations = Illustrations.of(self.body, self.organization_id)
        self.title, self.byline, self.summary = printable(self.title), printable(self.byline), printable(self.summary)
        self.body_html = render_article(self.body, illustrations.show)
        self.excerpt = shorten(self.summary, EXCERPT_CHARACTERS) or excerpt(self.body_html, EXCERPT_CHARACTERS)
        self.word_count = word_count(self.body_html)
        self.contents = self._table_of_contents()
        return illustrations

    def _table_of_contents(self) -> list[list[int | str]]:
        """Return the headings of a text that is long enough to get lost in, as JSON brings them back."""
        found = headings(self.body_html) if self.word_count >= CONTENTS_WORDS else []
        return [[*heading] for heading in found] if len(found) >= CONTENTS_HEADINGS else []

    def render_again(self) -> None:
        """Bring what is shown in line with what it shows from outside the text, such as an image."""
        with transaction.atomic():
            stored = Post.objects.select_for_update(no_key=True).get(pk=self.pk)
            before = {name: getattr(stored, name) for name in DERIVED}
            stored.render()
            after = {name: getattr(stored, name) for name in DERIVED}
            if after != before:
                Post.objects.filter(pk=self.pk).update(**after)

    def _columns_to_write(self, named: Iterable[str] | None) -> set[str]:
        """Return the columns that an update writes: those named, or all that are loaded, with what derives from them."""
        if named is not None:
            return {*named, "updated_at", *(DERIVED if {"body", "summary"} & set(named) else ())}
        columns = {field.attname for field in self._meta.concrete_fields if not field.primary_key}
        return columns - self.get_deferred_fields() - set(KEPT_BY_OTHERS)

    @property
    def direction(self) -> str:
        """`rtl` when its language is written from right to left, else `ltr` (HTML `dir`)."""
        return direction_of(self.language)

    @property
    def reading_minutes(self) -> int:
        """How long reading takes, in whole minutes, at least one."""
        return max(1, round(self.word_count / WORDS_PER_MINUTE))

    @property
    def meta_description(self) -> str:
        """What search engines and share cards say about it."""
        return self.seo_description or shorten(self.excerpt, DESCRIPTION_CHARACTERS)

    @property
    def is_scheduled(self) -> bool:
        """Whether it waits for its moment."""
        return self.status in PUBLIC_STATUSES and self.published_at is not None and self.published_at > timezone.now()

    def publish(self, *, at: datetime) -> None:
        """Make it public, from `published_at` if that is set, else at once; a moment to come makes it scheduled.

        Raises:
            ExpiredError: when it would expire before that.
        """
        published_at = self.published_at or at
        self._date(published_at)
        self.status = Status.SCHEDULED if published_at > at else Status.PUBLISHED
        if self.first_published_at is None or self.first_published_at > at:  # until it was public, the plan may change
            self.first_published_at = published_at
        self.archived_at = None

    def return_to_draft(self, *, at: datetime) -> None:
        """Take it back from the public; when it was first published stays on record, a plan that did not come true does not."""
        if self.first_published_at is not None and self.first_published_at > at:
            self.first_published_at = None
        self.status, self.published_at, self.archived_at = Status.DRAFT, None, None

    def go_into_review(self, *, at: datetime) -> None:
        """Let it wait, as a draft without a date, for somebody who approves it."""
        self.return_to_draft(at=at)
        self.status = Status.IN_REVIEW

    def archive(self, *, at: datetime) -> None:
        """Take it out of every list; its address says that it was withdrawn.

        Raises:
            NotYetPublishedError: when it was never public: such a post is deleted or kept, not archived.
        """
        if self.first_published_at is None or self.first_published_at > at:
            raise NotYetPublishedError(self)
        self._date(self.published_at or self.first_published_at)
        self.status, self.archived_at = Status.ARCHIVED, at

    def _date(self, published_at: datetime) -> None:
        if self.expires_at is not None and self.expires_at <= published_at:
            raise ExpiredError(self)
        self.published_at = published_at
