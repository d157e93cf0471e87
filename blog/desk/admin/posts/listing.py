"""The list of posts in admin."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import ActionLocation
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import action, display

from blog.desk.admin.posts import actions
from blog.desk.admin.posts.filters import CategoryFilter, LanguageFilter, StateFilter, is_by_review, is_of_trash
from blog.desk.admin.posts.moments import short_moment
from blog.desk.admin.posts.reading import SortedByIndexes
from blog.desk.admin.posts.scope import PostScope
from blog.desk.models import Act
from blog.organizations.filters import OrganizationFilter
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import signed_in
from blog.posts.models import Post, PostQuerySet, ReviewState, Status
from blog.posts.models.queryset import UNDATED_STATUSES
from blog.search.desk import numbers_of

TEXTS = ("body", "body_html", "organization__description", "organization__description_html")  # no list shows them
BADGES = {
    Status.DRAFT: "info",
    Status.IN_REVIEW: "warning",
    ReviewState.APPROVED: "success",
    ReviewState.CHANGES_REQUESTED: "danger",
    Status.SCHEDULED: "warning",
    Status.PUBLISHED: "success",
    Status.ARCHIVED: "default",
}
OF_TRASH = {"restore", "delete_for_good"}
SHOWN_STATES = {ReviewState.APPROVED, ReviewState.CHANGES_REQUESTED}


class PostList(PostScope):
    """What the list shows, how it is narrowed, and what can be done with several posts at once."""

    list_display = ("title", "state", "organization", "published_at", "credit", "comment_total")
    list_filter = (
        StateFilter,
        OrganizationFilter,
        CategoryFilter,
        LanguageFilter,
        ("published_at", RangeDateFilter),
    )
    sortable_by = ("published_at",)  # what an index has in order; the rest is narrowed to, not sorted
    list_select_related = ("organization",)
    search_fields = ("title",)  # that there are some shows the box; what is searched is the site's index
    search_help_text = _("Words of the title, summary, byline or text, or an organization")
    ordering = ("-updated_at", "-pk")
    is_merged = True
    actions = (
        *("publish", "archive", "return_to_draft", "feature", "unfeature", "add_category", "add_tag"),
        *("trash", "restore", "delete_for_good"),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Post]:
        """Return posts, without their texts where only names are shown."""
        rows: PostQuerySet = super().get_queryset(request)  # type: ignore[assignment]  # what `rows_visible_to` returns
        is_list = request.resolver_match is not None and request.resolver_match.url_name == "posts_post_changelist"
        if not is_list:
            return rows
        if is_of_trash(request):
            rows = Post.objects.in_trash_of(signed_in(request)).order_by("-trashed_at", "-pk")
        return rows.defer(*TEXTS).prefetch_related("authors").with_review_state()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[SortedByIndexes]:  # noqa: ARG002  # Django's signature
        """Return the list, which nothing sorts but what an index has in order."""
        return SortedByIndexes

    def organizations_merged(self, request: HttpRequest, capability: Capability) -> Sequence[int] | None:
        """Return the organizations whose posts the list merges; what waits for a review is little, and of no index."""
        return None if is_by_review(request) else super().organizations_merged(request, capability)

    def get_list_display(self, request: HttpRequest) -> Sequence[str]:
        """Return the columns; of what is in the trash, since when, and who put it there."""
        return ("title", "state", "organization", "trashed_at", "trasher") if is_of_trash(request) else self.list_display

    def get_list_display_links(self, request: HttpRequest, list_display: Sequence[str]) -> Sequence[str] | None:
        """Return which columns lead to the form; nothing in the trash has one."""
        return None if is_of_trash(request) else super().get_list_display_links(request, list_display)

    def get_list_select_related(self, request: HttpRequest) -> Sequence[str]:
        """Return what is loaded with the posts."""
        return ("organization", "trashed_by") if is_of_trash(request) else ("organization",)

    def get_actions(self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST) -> dict[str, Any]:
        """Return what can be done with the chosen posts: in the trash something else than outside."""
        offered: dict[str, Any] = super().get_actions(request, action_location)
        offered.pop("delete_selected", None)  # `trash` says more and can be undone
        return {name: entry for name, entry in offered.items() if (name in OF_TRASH) == is_of_trash(request)}

    @display(description=_("put there by"))  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def trasher(self, post: Post) -> str:
        """Return who put the post into the trash."""
        return post.trashed_by.get_full_name() if post.trashed_by else ""

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Return the newest posts with the words, found through the index of the site."""
        if not search_term.strip():
            return queryset, False
        user = signed_in(request)
        own = None if user.is_superuser else Organization.objects.of_member(user).values_list("pk", flat=True)
        return queryset.filter(pk__in=numbers_of(search_term, among=own)), False

    @display(description=_("status"), label=BADGES)  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def state(self, post: Post) -> tuple[str, str]:
        """Return the status, with when a post appears; whether a newer version waits, and whether its original has changed."""
        color, words = self._standing(post)
        parts = [words]
        if post.has_unpublished_changes:
            parts.append(gettext("changes wait"))
        if post.is_outdated:
            parts.append(gettext("translation out of date"))
        return color, " · ".join(parts)

    def _standing(self, post: Post) -> tuple[str, str]:
        if post.published_at and post.is_scheduled:
            return Status.SCHEDULED, f"{Status.SCHEDULED.label} · {short_moment(post.published_at)}"
        if post.status in UNDATED_STATUSES and (state := post.review_state) in SHOWN_STATES:  # type: ignore[attr-defined]  # annotated
            return state, str(ReviewState(state).label)
        if post.status not in UNDATED_STATUSES and post.expires_at and post.expires_at <= timezone.now():
            return Status.ARCHIVED, gettext("Expired")
        status = Status(post.status)
        return (Status.PUBLISHED, str(Status.PUBLISHED.label)) if status == Status.SCHEDULED else (status, str(status.label))

    @display(description=_("by"))  # type: ignore[untyped-decorator]  # as above
    def credit(self, post: Post) -> str:
        """Return the byline, or the authors' names."""
        return post.byline or ", ".join(author.get_full_name() for author in post.authors.all())

    @display(description=_("comments"))  # type: ignore[untyped-decorator]  # as above
    def comment_total(self, post: Post) -> int:
        """Return how many public comments it has."""
        return post.comment_count

    @action(description=_("Publish"), permissions=["publish"])  # type: ignore[untyped-decorator]  # as above
    def publish(self, request: HttpRequest, queryset: PostQuerySet) -> HttpResponse | None:
        """Ask, then publish the chosen posts."""
        return actions.change(self, request, queryset, Act.PUBLISH)

    @action(description=pgettext_lazy("to take off the site", "Archive"), permissions=["publish"])  # type: ignore[untyped-decorator]  # as above
    def archive(self, request: HttpRequest, queryset: PostQuerySet) -> HttpResponse | None:
        """Ask, then archive the chosen posts."""
        return actions.change(self, request, queryset, Act.ARCHIVE)

    @action(description=_("Return to draft"), permissions=["publish"])  # type: ignore[untyped-decorator]  # as above
    def return_to_draft(self, request: HttpRequest, queryset: PostQuerySet) -> HttpResponse | None:
        """Ask, then make drafts of the chosen posts."""
        return actions.change(self, request, queryset, Act.RETURN)

    @action(description=_("Feature"), permissions=["publish"])  # type: ignore[untyped-decorator]  # as above
    def feature(self, request: HttpRequest, queryset: PostQuerySet) -> HttpResponse | None:
        """Ask, then let the home page show the chosen posts first."""
        return actions.change(self, request, queryset, Act.FEATURE)

    @action(description=_("Feature no longer"), permissions=["publish"])  # type: ignore[untyped-decorator]  # as above
    def unfeature(self, request: HttpRequest, queryset: PostQuerySet) -> HttpResponse | None:
        """Ask, then let the chosen posts stand among the others."""
        return actions.change(self, request, queryset, Act.UNFEATURE)

    @action(description=_("Add to a category"), permissions=["publish"])  # type: ignore[untyped-decorator]  # as above
    def add_category(self, request: HttpRequest, queryset: PostQuerySet) -> HttpResponse | None:
        """Ask which category, then list the chosen posts under it too."""
        return actions.change(self, request, queryset, Act.CATEGORY)

    @action(description=_("Add a tag"), permissions=["publish"])  # type: ignore[untyped-decorator]  # as above
    def add_tag(self, request: HttpRequest, queryset: PostQuerySet) -> HttpResponse | None:
        """Ask which tag, then list the chosen posts under it too."""
        return actions.change(self, request, queryset, Act.TAG)

    @action(description=_("Put into the trash"), permissions=["delete"])  # type: ignore[untyped-decorator]  # as above
    def trash(self, request: HttpRequest, queryset: PostQuerySet) -> HttpResponse | None:
        """Ask, then put the chosen posts into the trash."""
        return actions.change(self, request, queryset, Act.TRASH)

    @action(description=_("Take out of the trash"), permissions=["delete"])  # type: ignore[untyped-decorator]  # as above
    def restore(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        """Let the chosen posts be as they were."""
        actions.restore(request, queryset)

    @action(description=_("Delete for good"), permissions=["delete"])  # type: ignore[untyped-decorator]  # as above
    def delete_for_good(self, request: HttpRequest, queryset: PostQuerySet) -> HttpResponse | None:
        """Ask, then delete the chosen posts with their comments."""
        return actions.delete_for_good(self, request, queryset)
