"""The outbox in admin: what waits, what went, what failed and why; superusers only, as every page that is not scoped."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import action, display
from unfold.paginator import InfinitePaginator

from blog.mailing import services
from blog.mailing.models import MailQuerySet, OutgoingMail, Stage

BADGES = {Stage.WAITING: "info", Stage.PUT_OFF: "warning", Stage.SENT: "success", Stage.GIVEN_UP: "danger"}


class StageFilter(DropdownFilter):  # type: ignore[misc]  # django-unfold is not annotated
    """Narrows to what became of the mails."""

    title = _("state")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:  # noqa: ARG002  # Django's signature
        """Return the stages."""
        return [(stage.value, stage.label) for stage in Stage]

    def queryset(self, request: HttpRequest, queryset: MailQuerySet) -> MailQuerySet:  # noqa: ARG002  # as above
        """Return the mails at the chosen stage."""
        return queryset.at_stage(Stage(self.value())) if self.value() in Stage.values else queryset


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ModelAdmin):  # type: ignore[misc]  # as above
    """Mails are put by the site and sent by its worker; here they are looked at, and tried again. Their words are not shown."""

    list_display = ("recipient", "subject", "badge", "attempts", "created_at", "error")
    list_filter = (StageFilter,)
    search_fields = ("recipient", "subject")
    ordering = ("-pk",)
    actions = ("try_again",)
    paginator = InfinitePaginator
    show_full_result_count = False
    fields = readonly_fields = (
        *("recipient", "subject", "badge", "attempts", "error"),
        *("created_at", "not_before", "claimed_at", "sent_at", "given_up_at", "key"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002  # as above
        """Return False: the site puts mails here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return False for a single mail: a form that is stored would undo what its sender stored meanwhile."""
        return obj is None and bool(super().has_change_permission(request))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002  # as above
        """Return False: without its key a mail would be sent again."""
        return False

    @display(description=_("state"), label=BADGES)  # type: ignore[untyped-decorator]  # as above
    def badge(self, mail: OutgoingMail) -> tuple[str, str]:
        """Return what became of it."""
        return mail.stage, str(mail.stage.label)

    @action(description=_("Try again"), permissions=["change"])  # type: ignore[untyped-decorator]  # as above
    def try_again(self, request: HttpRequest, queryset: MailQuerySet) -> None:
        """Send the chosen mails that were given up."""
        count = services.retry(queryset, at=timezone.now())
        sentence = ngettext("%(count)d mail is tried again.", "%(count)d mails are tried again.", count)
        messages.success(request, sentence % {"count": count})
