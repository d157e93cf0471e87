"""Where posts come from: imported documents in admin, line by line."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from blog.accounts.models import User
from blog.imports.document import LineRole
from blog.imports.models import ImportedDocument
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.posts.models import Post

LINES_A_PAGE = 500
LABELS = {  # in words; the colors follow the role's name in the stylesheet
    LineRole.TITLE: _("Title"),
    LineRole.BYLINE: _("Byline"),
    LineRole.DATE: _("Date"),
    LineRole.BODY: _("Text"),
    LineRole.ORGANIZATION: _("Organization"),
    LineRole.COMMENT: _("Comment"),
    LineRole.BOILERPLATE: _("Page furniture"),
    LineRole.UNKNOWN: _("Unknown"),
}


@admin.register(ImportedDocument)
class ImportedDocumentAdmin(ScopedAdmin):
    """The record of every document that came in, read only: each line of the source beside what became of it."""

    list_display = ("source_id", "post", "organization", "format", "warning_count", "updated_at")
    search_fields = ("source_id", "post__title")
    ordering = ("-updated_at", "-pk")
    change_form_template = "admin/imports/importeddocument/provenance.html"
    may_view = Capability.PUBLISH

    def rows_visible_to(self, user: User) -> models.QuerySet[ImportedDocument]:
        """Return the documents whose post, or else whose organization, the user publishes for."""
        if user.is_active and user.is_superuser:
            return ImportedDocument.objects.all()
        publishing = Organization.objects.where_user_can(user, Capability.PUBLISH)
        return ImportedDocument.objects.filter(
            models.Q(post__organization__in=publishing) | models.Q(post__isnull=True, organization__in=publishing)
        )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ImportedDocument]:
        """Return documents, without their lines where only names are shown."""
        rows: models.QuerySet[ImportedDocument] = super().get_queryset(request)
        is_page = request.resolver_match is not None and "object_id" in request.resolver_match.kwargs
        rows = rows.select_related("post", "organization").defer("post__body", "post__body_html")
        return rows if is_page else rows.defer("lines")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # Django's signature
        """Return False: documents come in by command."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  # as above
        """Return False: a record is read."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  # as above
        """Return False: without its record, a document would come in twice."""
        return False

    @display(description=_("warnings"))  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def warning_count(self, document: ImportedDocument) -> int:
        """Return how many warnings the import gave."""
        return len(document.warnings)

    def get_view_on_site_url(self, obj: ImportedDocument | None = None) -> None:
        """Return None: a document has no public page."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the lines of the document, a page of them at a time."""
        document: ImportedDocument = kwargs["obj"]
        page = Paginator(document.lines, LINES_A_PAGE).get_page(request.GET.get("p"))
        shown = [line | {"label": LABELS.get(line["role"], line["role"])} for line in page.object_list]
        context |= {
            "document": document,
            "page": page,
            "lines": shown,
            "post_address": self._address_of_post(request, document),
        }
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def _address_of_post(self, request: HttpRequest, document: ImportedDocument) -> str:
        """Return where the reader edits the post that was made of it; empty when there is none."""
        if document.post_id and Post.objects.worked_on_by(signed_in(request)).filter(pk=document.post_id).exists():
            return reverse("admin:posts_post_change", args=[document.post_id])
        return ""
