"""What the list of posts can be narrowed to. A filter offers only what belongs to the reader's own organizations."""

from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from blog.organizations.filters import CHOICES
from blog.posts.models import Category, PostQuerySet, ReviewState, Status
from blog.posts.models.post import PUBLIC_STATUSES

DECIDED = {ReviewState.APPROVED, ReviewState.CHANGES_REQUESTED}
TRASH = "trash"  # the list shows what is in it when it is narrowed to it, and nothing of it otherwise


def is_of_trash(request: HttpRequest) -> bool:
    """Say whether the list shows the trash."""
    return request.GET.get(StateFilter.parameter_name) == TRASH


def is_by_review(request: HttpRequest) -> bool:
    """Say whether the list is narrowed to what was decided about: reviews lead to these posts, not their organizations."""
    return request.GET.get(StateFilter.parameter_name) in DECIDED


class StateFilter(DropdownFilter):  # type: ignore[misc]  # django-unfold is not annotated
    """Narrows to what the public sees, what waits for its moment, what has expired, drafts or the archive."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:  # noqa: ARG002  # Django's signature
        """Return the statuses in the words of the list."""
        return [
            ("draft", Status.DRAFT.label),
            ("in_review", Status.IN_REVIEW.label),
            ("approved", ReviewState.APPROVED.label),
            ("changes_requested", ReviewState.CHANGES_REQUESTED.label),
            ("scheduled", Status.SCHEDULED.label),
            ("published", Status.PUBLISHED.label),
            ("expired", _("Expired")),
            ("due", _("Due for review")),
            ("archived", Status.ARCHIVED.label),
            ("changed", _("With unpublished changes")),
            ("outdated", _("Translation out of date")),
            (TRASH, _("Trash")),
        ]

    def queryset(self, request: HttpRequest, queryset: PostQuerySet) -> PostQuerySet:  # noqa: ARG002  # as above
        """Return the posts that stand so now."""
        now = timezone.now()
        rows = queryset
        match self.value():
            case "draft" | "archived" as status:
                rows = queryset.drafts() if status == "draft" else queryset.archived()
            case ReviewState.APPROVED | ReviewState.CHANGES_REQUESTED | "in_review" as state:
                is_waiting = state == "in_review"
                rows = queryset.waiting_for_review() if is_waiting else queryset.decided_and_not_published(state)
            case "scheduled":
                rows = queryset.filter(status__in=PUBLIC_STATUSES, published_at__gt=now)
            case "published":
                rows = queryset.published(now)
            case "due":
                rows = queryset.due_for_review(timezone.localdate(now))
            case "expired":
                rows = queryset.filter(status__in=PUBLIC_STATUSES, expires_at__lte=now)
            case "changed" | "outdated" as lack:
                rows = queryset.outdated() if lack == "outdated" else queryset.filter(has_unpublished_changes=True)
        return rows


class CategoryFilter(DropdownFilter):  # type: ignore[misc]  # as above
    """Narrows to a category."""

    title = _("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:  # noqa: ARG002  # as above
        """Return the categories."""
        return [(str(pk), name) for pk, name in Category.objects.by_name().values_list("pk", "name")[:CHOICES]]

    def queryset(self, request: HttpRequest, queryset: PostQuerySet) -> PostQuerySet:  # noqa: ARG002  # as above
        """Return the posts in the chosen category."""
        value = self.value() or ""
        if not value.isdecimal():
            return queryset
        category = Category.objects.with_size().filter(pk=value).first()
        return (
            queryset.none()
            if category is None
            else queryset.on_page_of(Category, category.pk, is_large=category.has_many_posts)
        )


class LanguageFilter(DropdownFilter):  # type: ignore[misc]  # as above
    """Narrows to a language of the site, or to all others."""

    title = _("language")
    parameter_name = "language"
    others = "other"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:  # noqa: ARG002  # as above
        """Return the site's languages."""
        return [*settings.LANGUAGES, (self.others, _("Other languages"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002  # as above
        """Return the posts in the chosen language."""
        if self.value() == self.others:
            return queryset.exclude(language__in=[code for code, _name in settings.LANGUAGES])
        return queryset.filter(language=self.value()) if self.value() else queryset
