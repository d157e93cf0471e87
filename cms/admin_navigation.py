"""The admin's navigation: what the signed-in person may open, in groups."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.audit.models import Line
from blog.comments.desk import waiting
from blog.comments.models import Comment, Decision
from blog.imports.models import ImportedDocument
from blog.mailing.models import OutgoingMail
from blog.media.models import Document, Folder, Image
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import organizations_of, signed_in
from blog.posts.models import Category, JointPublication, Post, Series, Tag
from blog.redirects.models import Redirect
from blog.spam.models import Ban, BlockedEntry
from blog.subscriptions.models import Subscription


class Entry(NamedTuple):
    """A page of the navigation: its model, its name and its icon (of Material Symbols, which the theme ships).

    It leads to the list of the model's rows unless `page` names another page of it.
    """

    model: type[models.Model]
    title: Promise
    icon: str
    page: str = "changelist"

    @property
    def address(self) -> str:
        """The address of the page."""
        return reverse(f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_{self.page}")


GROUPS: Sequence[tuple[Promise, Sequence[Entry]]] = (
    (
        _("Content"),
        (
            Entry(Post, _("Posts"), "article"),
            Entry(Post, _("Calendar"), "calendar_month", "calendar"),
            Entry(JointPublication, _("Joint publication"), "handshake"),
            Entry(Series, _("Series"), "format_list_numbered"),
            Entry(Category, _("Categories"), "folder"),
            Entry(Tag, _("Tags"), "sell"),
            Entry(Image, _("Images"), "image"),
            Entry(Document, _("Documents"), "picture_as_pdf"),
            Entry(Folder, _("Folders"), "folder_open"),
            Entry(ImportedDocument, _("Imported documents"), "move_to_inbox"),
        ),
    ),
    (
        _("Conversation"),
        (
            Entry(Comment, _("Moderation"), "gavel", "queue"),
            Entry(Comment, _("Comments"), "forum"),
            Entry(Decision, _("Moderation log"), "history"),
            Entry(BlockedEntry, _("Block list"), "block"),
            Entry(Ban, _("Bans"), "person_off"),
        ),
    ),
    (
        _("Organization"),
        (
            Entry(Organization, _("Organizations"), "account_balance"),
            Entry(Subscription, _("Followers by mail"), "mark_email_read"),
            Entry(Line, _("Audit log"), "fact_check"),
        ),
    ),
    (
        _("Site"),
        (
            Entry(User, _("Users"), "group"),
            Entry(Redirect, _("Redirects"), "alt_route"),
            Entry(OutgoingMail, _("Outgoing mail"), "mail"),
        ),
    ),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups, as the theme takes them, with the pages that the signed-in person may open."""
    start = {"title": _("Start page"), "icon": "home", "link": reverse("admin:index")}
    addresses = [entry.address for _title, entries in GROUPS for entry in entries]
    current = max(filter(request.path.startswith, addresses), key=len, default="")  # some begin as others do
    groups: list[dict[str, Any]] = [{"items": [start]}]
    for title, entries in GROUPS:
        items = [_item(request, entry, current) for entry in entries if _may_open(request, entry.model)]
        if items:
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def account(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what somebody sets for themselves, as the theme takes it."""
    password = {"title": _("Change password"), "link": reverse("admin:password_change")}
    zone = {"title": _("Time zone"), "link": reverse("admin:time_zone")}
    has_password = request.user.is_authenticated and request.user.has_usable_password()
    return [zone, *([password] if has_password else [])]


def _may_open(request: HttpRequest, model: type[models.Model]) -> bool:
    return admin.site.is_registered(model) and admin.site.get_model_admin(model).has_module_permission(request)


def _waiting(request: HttpRequest) -> str:
    """Return how many comments wait for the signed-in person, as the badge shows it."""
    return waiting(signed_in(request), organizations=organizations_of(request, Capability.MODERATE)).together


def _item(request: HttpRequest, entry: Entry, current: str) -> dict[str, Any]:
    item = {"title": entry.title, "icon": entry.icon, "link": entry.address, "active": entry.address == current}
    if entry.page == "queue" and (count := _waiting(request)):
        item |= {"badge": count, "badge_variant": "warning"}
    return item
