"""Posts in admin."""

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import unquote

from django.contrib import admin, messages
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelect2MultipleWidget

from blog.accounts.models import User
from blog.desk.admin import actions
from blog.desk.admin.filters import CategoryFilter, LanguageFilter, StateFilter
from blog.desk.admin.preview import preview
from blog.desk.forms import PostForm
from blog.organizations.filters import OrganizationFilter
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, capabilities_of, signed_in
from blog.posts import services
from blog.posts.models import Post, PostQuerySet, Status
from blog.redirects import services as redirects

TEXTS = ("body", "body_html", "organization__description", "organization__description_html")  # no list shows them
BADGES = {Status.DRAFT: "info", Status.SCHEDULED: "warning", Status.PUBLISHED: "success", Status.ARCHIVED: "default"}


@admin.register(Post)
class PostAdmin(ScopedAdmin):
    """Posts. Editors see and change all posts of their organizations; authors see their own and change their drafts."""

    form = PostForm
    list_display = ("title", "organization", "state", "published_at", "credit", "comment_total")
    list_filter = (
        StateFilter,
        OrganizationFilter,
        CategoryFilter,
        LanguageFilter,
        ("published_at", RangeDateFilter),
    )
    list_select_related = ("organization",)
    search_fields = ("title", "summary", "byline", "organization__name")
    search_help_text = _("Title, summary, byline or organization")
    ordering = ("-updated_at", "-pk")
    autocomplete_fields = ("categories", "tags")
    prepopulated_fields = {"slug": ("title",)}
    actions = ("publish", "archive", "return_to_draft")
    may_view = may_add = may_change = may_delete = Capability.WRITE

    # --- Who reaches which posts ---
    def rows_visible_to(self, user: User) -> PostQuerySet:
        """Return all posts where the user publishes, and their own where they only write."""
        return Post.objects.worked_on_by(user)

    def rows_changeable_by(self, user: User) -> PostQuerySet:
        """Return all posts where the user publishes, and their own drafts where they only write."""
        return Post.objects.editable_by(user)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Return whether the actions on the list are offered."""
        return Capability.PUBLISH in capabilities_of(request)

    # --- The list ---
    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Post]:
        """Return posts, without their texts where only names are shown."""
        rows = super().get_queryset(request)
        is_list = request.resolver_match is not None and request.resolver_match.url_name == "posts_post_changelist"
        return rows.defer(*TEXTS).prefetch_related("authors") if is_list else rows

    @display(description=_("status"), ordering="status", label=BADGES)  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def state(self, post: Post) -> tuple[str, str]:
        """Return the status; of a post that waits or has expired, when."""
        if post.published_at and post.is_scheduled:
            return Status.SCHEDULED, f"{Status.SCHEDULED.label} · {_moment(post.published_at)}"
        if post.status != Status.DRAFT and post.expires_at and post.expires_at <= timezone.now():
            return Status.ARCHIVED, gettext("Expired")
        status = Status(post.status)
        return (Status.PUBLISHED, str(Status.PUBLISHED.label)) if status == Status.SCHEDULED else (status, str(status.label))

    @display(description=_("by"))  # type: ignore[untyped-decorator]  # as above
    def credit(self, post: Post) -> str:
        """Return the byline, or the authors' names."""
        return post.byline or ", ".join(author.get_full_name() for author in post.authors.all())

    @display(description=_("comments"), ordering="comment_count")  # type: ignore[untyped-decorator]  # as above
    def comment_total(self, post: Post) -> int:
        """Return how many public comments it has."""
        return post.comment_count

    @action(description=_("Publish"), permissions=["publish"])  # type: ignore[untyped-decorator]  # as above
    def publish(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        """Publish the chosen posts."""
        actions.publish(request, queryset)

    @action(description=_("Archive"), permissions=["publish"])  # type: ignore[untyped-decorator]  # as above
    def archive(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        """Archive the chosen posts."""
        actions.archive(request, queryset)

    @action(description=_("Return to draft"), permissions=["publish"])  # type: ignore[untyped-decorator]  # as above
    def return_to_draft(self, request: HttpRequest, queryset: PostQuerySet) -> None:
        """Make drafts of the chosen posts."""
        actions.return_to_draft(request, queryset)

    # --- The form ---
    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> Any:
        """Return the form's parts; who only writes finds no fields of the editors' business."""
        is_editor = self.has_publish_permission(request)
        publication = ["status", "published_at", "expires_at", *(["is_date_known", "is_featured"] if is_editor else [])]
        people = [*(["authors"] if is_editor else []), "byline", "language", "categories", "tags"]
        address = ["slug", "canonical_url", "seo_title", "seo_description", "comment_policy"]
        is_read_only = obj is not None and not self.has_change_permission(request, obj)
        text = ["text_as_shown"] if is_read_only else ["body", "version"]
        return (
            (None, {"fields": ["title", "organization", "summary", *text]}),
            (_("Publication"), {"fields": publication if is_editor else ["status"]}),
            (_("People and subjects"), {"fields": people}),
            (_("Address, search engines and replies"), {"fields": address, "classes": ["collapse"]}),
        )

    @display(description=_("text"))  # type: ignore[untyped-decorator]  # as above
    def text_as_shown(self, post: Post) -> SafeString:
        """Return the sanitized text, for those who may not change it."""
        return format_html('<div class="gz-text">{}</div>', mark_safe(post.body_html))  # noqa: S308  # sanitized on save

    def get_form(
        self,
        request: HttpRequest,
        obj: Post | None = None,
        change: bool = False,  # noqa: FBT001, FBT002  # as above
        **kwargs: Any,
    ) -> type[ModelForm[Post]]:
        """Return the form, which knows who fills it in."""
        form = cast("type[PostForm]", super().get_form(request, obj, change=change, **kwargs))
        form.editor = signed_in(request)
        return form

    def get_autocomplete_fields(self, request: HttpRequest) -> Sequence[str]:
        """Return the fields with a chooser that searches; members choose an organization or an author from a short list."""
        chosen = super().get_autocomplete_fields(request)
        return (*chosen, "organization", "authors") if signed_in(request).is_superuser else chosen

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the organizations for which the user writes; the only one is chosen already."""
        if db_field.name == "organization" and not signed_in(request).is_superuser:
            offered = Organization.objects.where_user_can(signed_in(request), Capability.WRITE).order_by("name", "pk")
            field = super().formfield_for_foreignkey(db_field, request, queryset=offered, **kwargs)
            if len(only := offered[:2]) == 1:
                field.initial, field.empty_label = only[0].pk, None
            return field
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer authors in a list that can be typed into; the form says who stands in it."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "authors" and not signed_in(request).is_superuser:
            field.widget, field.help_text = UnfoldAdminSelect2MultipleWidget(), db_field.help_text
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what a new post begins with: its writer is its author."""
        return {"authors": [signed_in(request).pk], **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Post, form: PostForm, change: bool) -> None:  # noqa: FBT001  # as above
        """Store the post, and say what its writer might not expect."""
        old_address = reverse("post", args=[form.initial["slug"]]) if change else ""
        services.save_post(obj, by=signed_in(request), at=form.at)  # the moment that the form has judged by
        if change and "slug" in form.changed_data and redirects.is_promised(old_address):
            sentence = _("The post has a new address. The old one, %s, leads to it from now on.")
            messages.info(request, sentence % unquote(old_address))
        if obj.published_at and obj.is_scheduled:
            messages.info(request, _("It appears by itself on %s.") % _moment(obj.published_at))

    def delete_model(self, request: HttpRequest, obj: Post) -> None:  # noqa: ARG002  # as above
        """Delete the post; an address that was public says so."""
        services.delete_post(obj, at=timezone.now())

    def count_dependents(self, rows: Sequence[Post]) -> dict[str, int]:
        """Return how many public comments go with the posts."""
        return {str(_("public comments")): sum(post.comment_count for post in rows)}

    # --- Its page ---
    def get_view_on_site_url(self, obj: Post | None = None) -> str | None:
        """Return the address of a post that is public; of any other there is a preview."""
        public = None if obj is None else Post.objects.published().filter(pk=obj.pk).first()
        return None if public is None else public.get_absolute_url()

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the preview."""
        address = path("<int:object_id>/preview/", self.admin_site.admin_view(self.preview_view), name="posts_post_preview")
        return [address, *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show a post as its page will be."""
        return preview(request, self.get_object(request, str(object_id)))


def _moment(at: Any) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
