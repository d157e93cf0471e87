"""What the pages of images and documents have in common."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.db import models
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.accounts.models import User
from blog.imaging.errors import PictureError
from blog.media.admin.editor import choose, upload
from blog.media.admin.uploads import Outcome, take_all
from blog.media.errors import ShelfError
from blog.media.forms import FileForm, UploadForm
from blog.media.models import Document, Image
from blog.media.uses import uses_of
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.storage.errors import StorageAwayError


class ShelfAdmin(ScopedAdmin):
    """A kind of files. Whoever writes adds them; what public posts show is changed by editors; what is used stays."""

    may_view = may_add = may_change = Capability.WRITE
    may_delete = Capability.PUBLISH
    list_select_related: tuple[str, ...] = ("organization", "folder")
    ordering = ("-created_at", "-pk")
    never_changed: ClassVar[tuple[str, ...]] = ("organization",)
    add: ClassVar[Callable[..., Any]]
    change: ClassVar[Callable[..., None]]
    replace: ClassVar[Callable[..., None]]
    delete: ClassVar[Callable[..., None]]
    types: ClassVar[str]
    upload_title: ClassVar[Promise]
    help_on_files: ClassVar[Promise]

    # --- Who reaches which rows ---
    def rows_visible_to(self, user: User) -> models.QuerySet[Any]:
        """Return what the user's posts may show."""
        rows: models.QuerySet[Any] = self.model._default_manager.visible_to(user)
        return rows

    def rows_changeable_by(self, user: User) -> models.QuerySet[Any]:
        """Return what no public post ever showed, and all where the user publishes."""
        rows: models.QuerySet[Any] = self.model._default_manager.changeable_by(user)
        return rows

    def rows_deletable_by(self, user: User) -> models.QuerySet[Any]:
        """Return what belongs to the organizations for which the user publishes."""
        rows: models.QuerySet[Any] = self.model._default_manager.deletable_by(user)
        return rows

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows, each with how many uses it has."""
        rows: models.QuerySet[Any] = super().get_queryset(request)
        counted: models.QuerySet[Any] = rows.annotate(use_count=models.Count("usages"))
        return counted

    # --- Adding and replacing ---
    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of replacing a file, and those that the form of a post asks."""
        views: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "replace": ("<int:object_id>/replace/", self.replace_view),
            "upload": ("upload/", self.upload_view),
            "choose": ("choose/", self.choose_view),
        }
        own: list[URLPattern] = [
            path(route, self.admin_site.admin_view(view), name=f"media_{self.opts.model_name}_{name}")
            for name, (route, view) in views.items()
        ]
        return [*own, *super().get_urls()]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Take one file for a post, and describe it as JSON."""
        return upload(self, request)

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """Return files that a post may show, as JSON."""
        return choose(self, request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002  # Django's signature
        """Take files for the shelf; those that are refused are named with the reason, the others are there.

        Raises:
            Http404: when the user may add nothing.
        """
        if not self.has_add_permission(request):
            raise Http404
        is_sent = request.method == "POST"
        given = (request.POST, request.FILES) if is_sent else ()
        form = UploadForm(*given, user=signed_in(request), types=self.types)
        outcomes: list[Outcome] = []
        if is_sent and form.is_valid():
            where = {name: form.cleaned_data[name] for name in ("organization", "folder")} | {"by": signed_in(request)}
            outcomes = take_all(form.cleaned_data["chosen"], self.add, **where)
            self._log(request, outcomes)
            if all(outcome.row for outcome in outcomes):
                return HttpResponseRedirect(self._after_upload(outcomes))
        return self._file_page(request, form, title=self.upload_title, refused=[each for each in outcomes if each.refusal])

    def _log(self, request: HttpRequest, outcomes: Sequence[Outcome]) -> None:
        added = [outcome.row for outcome in outcomes if outcome.is_new]
        for row in added:
            self.log_addition(request, row, [{"added": {}}])
        if added:
            told = ngettext("%d file was added.", "%d files were added.", len(added))
            messages.success(request, told % len(added))
        for outcome in outcomes:
            if outcome.row is not None and not outcome.is_new:
                messages.info(request, _("“%(name)s” was here already.") % {"name": outcome.name})

    def _after_upload(self, outcomes: Sequence[Outcome]) -> str:
        name = f"admin:media_{self.opts.model_name}"
        only = outcomes[0].row if len(outcomes) == 1 else None
        return reverse(f"{name}_changelist") if only is None else reverse(f"{name}_change", args=[only.pk])

    def replace_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Put another file in the place of one.

        Raises:
            Http404: when there is no such row that the user may change.
        """
        row = self.get_object(request, str(object_id))
        if row is None or not self.has_change_permission(request, row):
            raise Http404
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = FileForm(*given, types=self.types)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                type(self).replace(row, file.read(), name=file.name or "", by=signed_in(request))
            except (PictureError, ShelfError, StorageAwayError) as error:
                form.add_error("file", str(error))
            else:
                self.log_change(request, row, [{"changed": {"fields": ["file"]}}])
                messages.success(request, _("The new file is in place; its address is the same."))
                return HttpResponseRedirect(reverse(f"admin:media_{self.opts.model_name}_change", args=[row.pk]))
        return self._file_page(request, form, title=_("Replace the file"), original=row)

    def _file_page(self, request: HttpRequest, form: Form, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "help_on_files": self.help_on_files,
            "uses": uses_of(more["original"], user=signed_in(request)) if "original" in more else None,
            **more,
        }
        return TemplateResponse(request, "admin/media/files.html", context)

    # --- The page of a row ---
    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form with where the row is used."""
        row = kwargs.get("obj")
        if isinstance(row, Image | Document):
            context["uses"] = uses_of(row, user=signed_in(request))
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:  # noqa: ARG002  # Django's signature
        """Return what nobody changes here."""
        return self.never_changed

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:  # noqa: ARG002, FBT001  # as above
        """Store what was written; posts that show it follow."""
        type(self).change(obj, by=signed_in(request))

    def get_view_on_site_url(self, obj: Any = None) -> None:
        """Return nothing: a file has no page."""

    # --- Taking away ---
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Take the row and its files off the shelf; should a post have taken it meanwhile, say so."""
        try:
            type(self).delete(obj, by=signed_in(request))
        except ShelfError as error:
            messages.error(request, str(error))

    def get_deleted_objects(
        self, objs: Sequence[models.Model] | models.QuerySet[Any], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Return what the confirmation shows; what is used is not deleted, and where it is used is named."""
        names, figures, refused, _protected = super().get_deleted_objects(objs, request)
        return names, figures, refused, [line for row in objs for line in self._lines_of_use(row, request)]

    def _lines_of_use(self, row: Any, request: HttpRequest) -> list[str]:
        uses = uses_of(row, user=signed_in(request))
        lines = [str(_("“%(title)s” in the post “%(post)s”") % {"title": row, "post": use.post}) for use in uses.known]
        lines += [str(_("“%(title)s” in the look of %(name)s") % {"title": row, "name": look}) for look in uses.looks]
        if uses.hidden:
            told = ngettext("“%(title)s” in %(count)d other post", "“%(title)s” in %(count)d other posts", uses.hidden)
            lines.append(told % {"title": row, "count": uses.hidden})
        return lines
