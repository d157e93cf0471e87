"""The admin's navigation: what the signed-in person may open, in groups."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.imports.models import ImportedDocument
from blog.organizations.models import Organization
from blog.organizations.scoped_admin import ScopedAdmin, signed_in
from blog.posts.models import Category, Post, Tag
from blog.redirects.models import Redirect

COUNTED_UP_TO = 99


class Entry(NamedTuple):
    """A page of the navigation: its model, its name and its icon (of Material Symbols, which the theme ships)."""

    model: type[models.Model]
    title: Promise
    icon: str


GROUPS: Sequence[tuple[Promise, Sequence[Entry]]] = (
    (
        _("Content"),
        (
            Entry(Post, _("Posts"), "article"),
            Entry(Category, _("Categories"), "folder"),
            Entry(Tag, _("Tags"), "sell"),
            Entry(ImportedDocument, _("Imported documents"), "move_to_inbox"),
        ),
    ),
    (_("Conversation"), (Entry(Comment, _("Comments"), "forum"),)),
    (_("Organization"), (Entry(Organization, _("Organizations"), "account_balance"),)),
    (_("Site"), (Entry(User, _("Users"), "group"), Entry(Redirect, _("Redirects"), "alt_route"))),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups, as the theme takes them, with the pages that the signed-in person may open."""
    start = {"title": _("Start page"), "icon": "home", "link": reverse("admin:index")}
    groups: list[dict[str, Any]] = [{"items": [start]}]
    for title, entries in GROUPS:
        items = [_item(request, entry) for entry in entries if _may_open(request, entry.model)]
        if items:
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def _may_open(request: HttpRequest, model: type[models.Model]) -> bool:
    return admin.site.is_registered(model) and admin.site.get_model_admin(model).has_module_permission(request)


def _item(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    meta = entry.model._meta
    item = {"title": entry.title, "icon": entry.icon, "link": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")}
    if entry.model is Comment and (waiting := count_waiting(request)):
        item |= {"badge": waiting, "badge_variant": "warning"}
    return item


def count_waiting(request: HttpRequest) -> str:
    """Return how many comments wait for this moderator, "99+" from a hundred on, empty for none; counted once a request."""
    if (known := getattr(request, "_waiting_comments", None)) is None:
        page = cast("ScopedAdmin", admin.site.get_model_admin(Comment))
        count = page.rows_visible_to(signed_in(request)).waiting()[: COUNTED_UP_TO + 1].count()  # type: ignore[attr-defined]  # a CommentQuerySet
        known = "" if not count else f"{COUNTED_UP_TO}+" if count > COUNTED_UP_TO else str(count)
        request._waiting_comments = known  # type: ignore[attr-defined]  # kept for the rest of this request
    return str(known)
