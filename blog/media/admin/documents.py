"""Documents in admin."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from blog.media import services
from blog.media.admin.filters import FolderFilter, UseFilter
from blog.media.admin.shelf import ShelfAdmin
from blog.media.forms import DOCUMENT_TYPES, DocumentForm
from blog.media.models import Document
from blog.organizations.filters import OrganizationFilter


@admin.register(Document)
class DocumentAdmin(ShelfAdmin):
    """Documents."""

    form = DocumentForm
    change_form_template = "admin/media/shelved.html"
    add = staticmethod(services.add_document)
    change = staticmethod(services.change_document)
    replace = staticmethod(services.replace_document)
    delete = staticmethod(services.delete_document)
    types = DOCUMENT_TYPES
    upload_title = _("Upload documents")
    help_on_files = _("PDF, up to 30 MB. Readers get it as a download.")
    list_display = ("title", "file_name", "organization", "folder", "use_total", "created_at")
    list_filter = (OrganizationFilter, FolderFilter, UseFilter)
    search_fields = ("title", "file_name")
    fieldsets = (
        (None, {"fields": ("title", "file_name", "link")}),
        (_("Place on the shelf"), {"fields": ("organization", "folder")}),
    )
    never_changed = (*ShelfAdmin.never_changed, "link")

    @display(description=_("uses"), ordering="use_count")  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def use_total(self, document: Document) -> int:
        """Return in how many places posts link to it."""
        return document.use_count  # type: ignore[attr-defined,no-any-return]  # annotated by get_queryset

    @display(description=_("address for links"))  # type: ignore[untyped-decorator]  # as above
    def link(self, document: Document) -> SafeString:
        """Return the address that links in posts name; it stays when the file is replaced."""
        return format_html('<a class="gz-link" href="{0}">{0}</a>', document.lasting_address)
