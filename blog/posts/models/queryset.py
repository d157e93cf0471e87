"""Which posts are public, and who works on which."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.media.looks import LOGO
from blog.organizations.merging import first_of_each
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.posts.models.partners import partner_rows
from blog.posts.models.terms import Category, Tag

if TYPE_CHECKING:
    from blog.posts.models.post import Post  # named in a string below
    from blog.posts.models.review import Review  # as above


class Status(models.TextChoices):
    """Where a post stands."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


UNDATED_STATUSES = [Status.DRAFT, Status.IN_REVIEW]
# A scheduled post whose moment has come is public: no worker has to turn a switch.
PUBLIC_STATUSES = [Status.SCHEDULED, Status.PUBLISHED]
# What the card of a post shows: loading all columns takes as long as everything else about a list.
SHOWN_ON_CARDS = (
    *("title", "slug", "language", "excerpt", "word_count", "comment_count", "published_at", "is_date_known"),
    *("cover", "organization__name", "organization__short_name", "organization__slug"),
)
_MAY_BE_PUBLIC = models.Q(status__in=PUBLIC_STATUSES)


type Moment = datetime | models.expressions.RawSQL


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, by who may see them and what for."""

    def published(self, at: datetime | None = None) -> Self:
        """Return the posts that the public may see at a moment (now). This is the one definition of "public"."""
        moment = at or timezone.now()
        return self.kept().filter(
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=moment), _MAY_BE_PUBLIC, published_at__lte=moment
        )

    def kept(self) -> Self:
        """Return the posts that are not in the trash."""
        return self.filter(trashed_at__isnull=True)

    def trashed(self) -> Self:
        """Return the posts in the trash."""
        return self.filter(trashed_at__isnull=False)

    def withdrawn(self, at: datetime | None = None) -> Self:
        """Return the posts that were public once and are no more: their addresses answer 410."""
        moment = at or timezone.now()
        # Asked of each post by itself: no database lists all public ones for it.
        is_public = models.Exists(self.model.objects.published(moment).filter(pk=models.OuterRef("pk")))
        return self.filter(~is_public, first_published_at__lte=moment)

    def drafts(self) -> Self:
        """Return the drafts. That they have no date says nothing new, but an index has what has none."""
        return self.filter(status=Status.DRAFT, published_at__isnull=True)

    def archived(self) -> Self:
        """Return what was archived; as above, an index has what carries the moment."""
        return self.filter(status=Status.ARCHIVED, archived_at__isnull=False)

    def worked_on_by(self, user: User | AnonymousUser) -> Self:
        """Return the posts that a user sees at the desk: all where they publish, and their own where they only write."""
        return self.kept()._within_rights_of(user)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return the posts whose form a user may fill in: all where they publish; where they only write, their own.

        Of their own, that is drafts, and what is public or will be by itself: of this they make versions that wait.
        """
        return self.worked_on_by(user)._in_status_for(user, [Status.DRAFT, *PUBLIC_STATUSES])

    def disposable_by(self, user: User | AnonymousUser) -> Self:
        """Return the posts that a user may delete: all where they publish, and their own drafts where they only write."""
        return self.worked_on_by(user)._in_status_for(user, [Status.DRAFT])

    def in_trash_of(self, user: User | AnonymousUser) -> Self:
        """Return the posts in the trash that a user may take out of it or delete for good: those they could delete."""
        return self.trashed()._within_rights_of(user)._in_status_for(user, [Status.DRAFT])

    def first_of_each(self, organizations: Sequence[int] | None, most: int) -> Self:
        """Return the posts of some organizations as `blog.organizations.merging` does."""
        return first_of_each(self, organizations, most)

    def _within_rights_of(self, user: User | AnonymousUser) -> Self:
        if user.is_active and user.is_superuser:
            return self
        if not user.is_authenticated:
            return self.none()
        where_they_publish = Organization.objects.where_user_can(user, Capability.PUBLISH)
        where_they_write = Organization.objects.where_user_can(user, Capability.WRITE)
        # Each post is asked: of a list of all own posts PostgreSQL thinks that it is made anew for each row that is looked up.
        own = models.Exists(self.model.authors.through.objects.filter(user_id=user.pk, post_id=models.OuterRef("pk")))
        return self.filter(
            models.Q(organization__in=where_they_publish.values("pk"))
            | (models.Q(organization__in=where_they_write.values("pk")) & models.Q(own))
        )

    def _in_status_for(self, user: User | AnonymousUser, statuses: list[Status]) -> Self:
        """Leave the posts of a status out where the user only writes and it is none of these."""
        if user.is_active and user.is_superuser:
            return self
        where_they_publish = Organization.objects.where_user_can(user, Capability.PUBLISH)
        return self.filter(models.Q(organization__in=where_they_publish.values("pk")) | models.Q(status__in=statuses))

    def with_review_state(self) -> Self:
        """Return the posts with the state of the last review of each, `review_state`; None where nobody asked for one."""
        return self.annotate(review_state=self._last_review("state"))

    def waiting_for_review(self) -> Self:
        """Return the posts that somebody has submitted and nobody has decided about."""
        return self._in_review_of(self._reviews().filter(state="requested"))

    def review_waits_for(self, user: User) -> Self:
        """Return the posts about which a user may decide: nobody decides about what they submitted themselves."""
        where_they_publish = Organization.objects.where_user_can(user, Capability.PUBLISH)
        rows = self._in_review_of(self._reviews().filter(state="requested").exclude(requested_by=user))
        return rows.filter(organization__in=where_they_publish.values("pk"))

    def decided_and_not_published(self, state: str) -> Self:
        """Return the posts of which a version waits to be published, and about which was decided so last."""
        waits = models.Q(status__in=UNDATED_STATUSES) | models.Q(has_unpublished_changes=True)
        # Only what was ever decided so is looked at: there are few reviews.
        return self.with_review_state().filter(waits, review_state=state)._in_review_of(self._reviews().filter(state=state))

    def _in_review_of(self, reviews: "models.QuerySet[Review]") -> Self:
        """Return the posts of some reviews. Named by their numbers: else SQLite walks through all posts for these few."""
        return self.filter(pk__in=reviews.values("post"))

    def _reviews(self) -> "models.QuerySet[Review]":
        reviews: models.QuerySet[Review] = self.model.reviews.rel.related_model._default_manager.all()  # type: ignore[assignment]  # of a model
        return reviews

    def _last_review(self, column: str) -> models.Subquery:
        reviews = self._reviews()
        return models.Subquery(reviews.filter(post=models.OuterRef("pk")).order_by("-pk").values(column)[:1])

    def due_for_review(self, day: date) -> Self:
        """Return the posts that are public and were to be checked by a day."""
        return self.filter(_MAY_BE_PUBLIC, review_by_date__lte=day)

    def not_reminded_of(self) -> Self:
        """Return the posts about whose day of checking nobody was told."""
        told = models.Q(review_reminded_date=models.F("review_by_date"))
        return self.filter(models.Q(review_reminded_date__isnull=True) | ~told)

    def outdated(self) -> Self:
        """Return the translations whose originals have changed in public since somebody last held them to these."""
        return self.filter(outdated_at__isnull=False, original__isnull=False)

    def in_group_of(self, post: "Post") -> Self:
        """Return the posts that say the same in several languages, this one among them, the original first; else none."""
        if post.original_id is None:
            return self.none()
        rank = models.Case(models.When(pk=post.original_id, then=0), default=1)
        return self.filter(original=post.original_id).order_by(rank, "language", "pk")

    def other_versions_of(self, post: "Post") -> Self:
        """Return the posts that say the same as this one in other languages, the original first."""
        return self.in_group_of(post).exclude(pk=post.pk)

    def linkable_with(self, post: "Post") -> Self:
        """Return the posts of the same organization that may become versions of a post in other languages."""
        taken = self.model.objects.in_group_of(post).values_list("language", flat=True)
        rows = self.filter(organization=post.organization_id).exclude(language__in=[post.language, *taken])
        return rows.exclude(pk=post.pk).filter(original__isnull=True)

    def of(self, page: Organization | Category | Tag) -> Self:
        """Return the posts of an organization, a category or a tag."""
        return self.on_page_of(type(page), page.pk)

    def on_page_of(self, kind: type[Organization | Category | Tag], pk: int, *, is_large: bool = False) -> Self:
        """Return the posts of the organization, the category or the tag of a number.

        Of an organization these are its own; on its page stand those that it joined as well (`blog.posts.publishers`).

        To read the newest of a large category or tag, not all of its posts are looked at and sorted: it has so many that among
        the newest posts of the site there are soon enough of its own.
        """
        field = {Organization: "organization", Category: "categories", Tag: "tags"}[kind]
        if not is_large:
            return self.filter((field, pk))
        through = self.model.categories.through if kind is Category else self.model.tags.through
        own = through._default_manager.filter((str(kind._meta.model_name), pk), post=models.OuterRef("pk"))
        return self.filter(models.Exists(own))

    def published_by(self, organization: Organization, *, at: datetime) -> Self:
        """Return the posts of an organization, its own and those that it had joined at a moment.

        Each post is asked: this is for few of them, not for a list.
        """
        agreements = self.model.joint_publications.rel.related_model._default_manager
        joined = agreements.filter(state="accepted", organization=organization, decided_at__lte=at)
        return self.filter(models.Q(organization=organization) | models.Exists(joined.filter(post=models.OuterRef("pk"))))

    def with_partners(self) -> Self:
        """Return posts with who publishes them jointly, for `Post.publishers`."""
        agreements = self.model.joint_publications.rel.related_model._default_manager
        return self.annotate(partner_rows=partner_rows(agreements.filter(state="accepted")))

    def numbered(self, pks: Iterable[int]) -> Self:
        """Return the posts with these numbers."""
        return self.filter(pk__in=list(pks))

    def between(self, start: Moment, end: Moment) -> Self:
        """Return the posts published from a moment on and before another.

        It stands before `published`, which bounds the moments too: of two bounds SQLite enters its index by the first.
        """
        return self.filter(published_at__gte=start, published_at__lt=end)

    def dated(self) -> Self:
        """Return the posts of which it is known when they were published."""
        return self.filter(is_date_known=True)

    def in_language(self, language: str) -> Self:
        """Return the posts in a language of the site, its variants among them."""
        return self.filter(models.Q(language=language) | models.Q(language__startswith=f"{language}-"))

    def lasting(self) -> Self:
        """Return the posts that do not expire."""
        return self.filter(expires_at__isnull=True)

    def featured(self) -> Self:
        """Return the posts that editors put first."""
        return self.filter(is_featured=True)

    def not_featured(self) -> Self:
        """Return the others."""
        return self.filter(is_featured=False)

    def unrelated(self) -> Self:
        """Return the posts that have not been compared with others since they were saved."""
        return self.filter(related_at__isnull=True)

    def newest_first(self) -> Self:
        """Return the posts in the order of every list."""
        return self.order_by("-published_at", "-pk")

    def for_listing(self) -> Self:
        """Return the newest first, with what a list shows and without the bodies."""
        unseen = ("body", "body_html", "contents", "like_count", "organization__description", "organization__description_html")
        return self.newest_first().with_partners().select_related("organization", "cover").defer(*unseen)

    def for_cards(self) -> Self:
        """Return the newest first, with what the cards of a page's list show and nothing else."""
        return self.newest_first().with_partners().select_related("organization", "cover").only(*SHOWN_ON_CARDS)

    def parts_of(self, series: int) -> Self:
        """Return the posts of a series in its order, with what a list shows."""
        return self.filter(series_part__series=series).for_cards().order_by("series_part__position", "pk")

    def for_mention(self) -> Self:
        """Return posts with what a link to each shows."""
        return self.only("slug", "title", "language")

    def for_version(self) -> Self:
        """Return posts with what is told of each as a version of another."""
        return self.only("slug", "title", "language", "original", "outdated_at")

    def for_feed(self) -> Self:
        """Return the newest first, with what a feed carries; the terms come from `names_by_post`."""
        unseen = ("body", "like_count", "organization__description")
        return self.newest_first().with_partners().select_related("organization", "cover").defer(*unseen)

    def for_reading(self) -> Self:
        """Return posts with what their own page shows."""
        return self.with_partners().select_related(f"organization__{LOGO}", "cover").defer("body")
