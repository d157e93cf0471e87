"""Users in admin; superusers only, as every page that is not scoped (see `cms.admin_site`)."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm
from unfold.paginator import InfinitePaginator

from blog.accounts import services
from blog.accounts.forms import UserAddForm, UserForm
from blog.accounts.models import User


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User], ModelAdmin):  # type: ignore[misc]  # django-unfold is not annotated
    """People and what they may do on the whole site; what they may do for an organization is a membership."""

    form = UserForm
    add_form = UserAddForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "name", "is_staff", "is_superuser", "is_active", "joined_at")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    actions = ("remove_pictures",)
    readonly_fields = ("shown_picture", "joined_at", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "name", "time_zone", "shown_picture", "password")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("joined_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)
    paginator = InfinitePaginator  # readers with an account may be many: they are not counted
    show_full_result_count = False
    list_disable_select_all = True
    warn_unsaved_form = True

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> type[ModelForm[User]]:  # type: ignore[override]  # as Django's own UserAdmin
        """Return the form, which knows who fills it in."""
        form = super().get_form(request, obj, **kwargs)
        form.editor = request.user  # type: ignore[attr-defined]  # UserForm reads it
        return form

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Return False for oneself."""
        return obj != request.user and bool(super().has_delete_permission(request, obj))

    @admin.display(description=_("picture"), empty_value="-")
    def shown_picture(self, user: User) -> str:
        """Return the picture as the public sees it."""
        return format_html('<img src="{}" alt="" width="96" height="96">', user.picture_url) if user.picture else ""

    @admin.action(description=_("Remove the pictures of the selected users"))
    def remove_pictures(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Take away what must not be seen."""
        shown = users.exclude(picture="")
        for user in shown:
            services.remove_picture(user)
        self.message_user(request, _("The pictures are removed."))
