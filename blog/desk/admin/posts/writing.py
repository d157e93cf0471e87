"""The form of a post in admin: its parts, what its fields offer, and how it is stored."""

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import unquote

from django.contrib import messages
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelect2MultipleWidget, UnfoldAdminSplitDateTimeWidget

from blog.desk.admin.posts.moments import zoned_moment
from blog.desk.admin.posts.scope import PostScope
from blog.desk.forms import PostForm
from blog.desk.forms.joint import AskForm
from blog.desk.forms.moments import MomentField
from blog.desk.forms.versions import FOR_LATER, SUBMIT
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import signed_in
from blog.posts import services
from blog.posts.models import Post
from blog.posts.models.post import PUBLIC_STATUSES
from blog.redirects import services as redirects

OF_EDITORS = ("published_at", "expires_at", "is_date_known", "is_featured")  # of publication, what authors do not set


class PostWriting(PostScope):
    """The form, which shows each user the fields of their own business."""

    form = PostForm
    autocomplete_fields = ("cover", "categories", "tags")
    prepopulated_fields = {"slug": ("title",)}
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField, "widget": UnfoldAdminSplitDateTimeWidget}}

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> Any:
        """Return the form's parts; who only writes finds no fields of the editors' business."""
        is_editor = self.has_publish_permission(request)
        publication = ["status", "planned_date", *(OF_EDITORS if is_editor else [])]
        people = [*(["authors"] if is_editor else []), "byline", "language", "categories", "tags"]
        address = ["slug", "canonical_url", "seo_title", "seo_description", "comment_policy"]
        is_read_only = obj is not None and not self.has_change_permission(request, obj)
        text = ["text_as_shown"] if is_read_only else ["body", "version"]
        cover = ["cover", "cover_alt", "cover_is_decorative", "cover_caption"]
        is_live = obj is not None and obj.status in PUBLIC_STATUSES
        version = [] if is_read_only else ["note", *(["correction"] if is_live and is_editor else [])]
        return (
            (None, {"fields": ["title", "organization", "summary", *text]}),
            (_("Cover"), {"fields": cover}),
            (_("Publication"), {"fields": publication}),
            (_("People and subjects"), {"fields": people}),
            (_("Address, search engines and replies"), {"fields": address, "classes": ["collapse"]}),
            *([(_("This change"), {"fields": version})] if version else []),
        )

    @display(description=_("text"))  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def text_as_shown(self, post: Post) -> SafeString:
        """Return the sanitized text, for those who may not change it."""
        return format_html('<div class="gz-text">{}</div>', mark_safe(post.body_html))  # noqa: S308  # sanitized on save

    def get_form(
        self,
        request: HttpRequest,
        obj: Post | None = None,
        change: bool = False,  # noqa: FBT001, FBT002  # Django's signature
        **kwargs: Any,
    ) -> type[ModelForm[Post]]:
        """Return the form, which knows who fills it in."""
        form = cast("type[PostForm]", super().get_form(request, obj, change=change, **kwargs))
        form.editor = signed_in(request)
        form.shows_newest = obj is None or self.has_change_permission(request, obj)
        return form

    def get_autocomplete_fields(self, request: HttpRequest) -> Sequence[str]:
        """Return the fields with a chooser that searches; members choose an organization or an author from a short list."""
        chosen = super().get_autocomplete_fields(request)
        return (*chosen, "organization", "authors") if signed_in(request).is_superuser else chosen

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the organizations for which the user writes; the only one is chosen already."""
        if db_field.name == "organization" and not signed_in(request).is_superuser:
            offered = Organization.objects.where_user_can(signed_in(request), Capability.WRITE).by_name()
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
        """Store the post or a version apart from it, and say what its writer might not expect."""
        if form.is_for_later:
            note = form.cleaned_data["note"]
            services.save_revision(obj, form.content(), by=signed_in(request), at=form.at, note=note)
            return
        services.save_post(obj, by=signed_in(request), at=form.at)  # the moment that the form has judged by
        old_address = form.stored.get_absolute_url() if change else ""
        if change and old_address != obj.get_absolute_url() and redirects.is_promised(old_address):
            sentence = _("The post has a new address. The old one, %s, leads to it from now on.")
            messages.info(request, sentence % unquote(old_address))
        if obj.published_at and obj.is_scheduled:
            messages.info(request, _("It appears by itself on %s.") % zoned_moment(obj.published_at))

    def save_related(self, request: HttpRequest, form: PostForm, formsets: Any, change: bool) -> None:  # noqa: FBT001  # as above
        """Store categories, tags and authors, and write down the version that the post has now."""
        if form.is_for_later:
            return
        super().save_related(request, form, formsets, change)
        form.store_hidden_relations()
        services.record_revision(form.instance, by=signed_in(request), at=form.at, record=form.record())

    def response_change(self, request: HttpRequest, obj: Post) -> HttpResponse:
        """Say what was done; a version for later stays open, as does its form."""
        if {FOR_LATER, SUBMIT} & request.POST.keys() and obj.has_unpublished_changes:
            messages.success(request, _("Your version is saved. The public still sees the post as it was."))
            return HttpResponseRedirect(reverse("admin:posts_post_change", args=[obj.pk]))
        response: HttpResponse = super().response_change(request, obj)
        return response

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; it says when it holds what the public does not see yet."""
        form: PostForm = context["adminform"].form
        is_live = form.is_live and form.shows_newest
        context |= {"is_live": is_live, "unpublished": form.newest, "left_out": form.pending.left_out}
        context["may_publish"] = form.stored.pk is not None and self.publishes(request, form.stored)
        if form.stored.pk is not None and form.shows_newest:
            context["joint_form"] = AskForm(post=form.stored)
        if is_live:  # the two buttons of its own stand instead: see submit_line.html
            context |= {"show_save": False, "show_save_and_continue": False, "show_save_and_add_another": False}
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response
