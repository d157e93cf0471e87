"""Images in admin: the shelf as a grid, the page of an image."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from blog.media import services
from blog.media.admin.filters import DescriptionFilter, FolderFilter, UseFilter
from blog.media.admin.looks import look_page
from blog.media.admin.shelf import ShelfAdmin
from blog.media.forms import IMAGE_TYPES, ImageForm
from blog.media.models import Image
from blog.organizations.filters import OrganizationFilter

IMAGES_A_PAGE = 60


@admin.register(Image)
class ImageAdmin(ShelfAdmin):
    """Images."""

    form = ImageForm
    add = staticmethod(services.add_image)
    change = staticmethod(services.change_image)
    replace = staticmethod(services.replace_image)
    delete = staticmethod(services.delete_image)
    types = IMAGE_TYPES
    upload_title = _("Upload images")
    help_on_files = _(
        "JPEG, PNG, WebP, AVIF or GIF, up to 20 MB and 50 million pixels. Where and with what a picture was taken is removed; "
        "of one that moves, the first frame is kept."
    )
    list_display = ("title", "organization", "folder", "size", "created_at")
    list_filter = (OrganizationFilter, FolderFilter, UseFilter, DescriptionFilter)
    list_per_page = IMAGES_A_PAGE
    search_fields = ("title", "alt", "credit", "original_name")
    search_help_text = _("Title, description, credit or name of the file")
    fieldsets = (
        (None, {"fields": ("title", "alt", "credit", "licence")}),
        (_("What stays in sight when it is cut"), {"fields": ("focal_x", "focal_y")}),
        (_("Place on the shelf"), {"fields": ("organization", "folder")}),
    )

    @display(description=_("size"))  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def size(self, image: Image) -> str:
        """Return how many pixels it has."""
        return f"{image.width} x {image.height}"

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the looks of organizations."""
        looking = path("look/<int:organization_id>/", self.admin_site.admin_view(self.look_view), name="media_look")
        return [looking, *super().get_urls()]

    def look_view(self, request: HttpRequest, organization_id: int) -> HttpResponse:
        """Let those who publish for an organization choose its logo and its cover."""
        return look_page(self, request, organization_id)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form without buttons that lead on to another upload."""
        context |= {"show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, **kwargs)
