"""The moderation queue: what waits for a moderator, with everything that helps to decide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

from django.db import models
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.accounts.models import User
from blog.comments.converters import comment_number
from blog.comments.desk import Tally, entries, moderated_by, readable, spam, waiting, with_context
from blog.comments.desk_forms import REASON_CHARACTERS, BanForm
from blog.comments.models import Comment, CommentQuerySet, Decision, State
from blog.organizations.filters import CHOICES
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import organizations_of, signed_in

ENTRIES_A_PAGE = 25
MOST_DONE = 20  # decisions, one for each organization, that one message tells of


class Tab(NamedTuple):
    """One view of the queue."""

    key: str
    title: Promise
    empty: Promise
    rows: Callable[[CommentQuerySet], CommentQuerySet]


TABS = (
    Tab("held", _("Held"), _("Nothing is held. Everything is decided."), CommentQuerySet.waiting),
    Tab("reported", _("Reported"), _("Nothing was reported that nobody has looked at."), CommentQuerySet.reported),
    Tab("spam", _("Spam"), _("There is no spam."), spam),
    Tab("recent", _("Recent"), _("Nobody has written anything yet."), readable),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the queue somebody is: in which tab, at which organization, before which comment."""

    tab: Tab = TABS[0]
    organization: int | None = None
    before: int | None = None

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Return the place that an address names; what makes no sense in it is left out."""
        tab = next((tab for tab in TABS if tab.key == query.get("tab")), TABS[0])
        return cls(tab, comment_number(query.get("organization")), comment_number(query.get("before")))

    def query(self, **more: Any) -> dict[str, Any]:
        """Return what stands in the address of the place."""
        given = {"tab": self.tab.key, "organization": self.organization, "before": self.before, **more}
        return {name: value for name, value in given.items() if value}

    def address(self, page: str = "queue", **more: Any) -> str:
        """Return the address of the place, or of what is done there."""
        return reverse(f"admin:comments_comment_{page}", query=self.query(**more))


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the queue shows, in a number of queries that does not grow with it."""
    user, place = signed_in(request), Place.of(request.GET)
    visible = moderated_by(user)
    moderated = organizations_of(request, Capability.MODERATE)
    found = _rows(visible, place, moderated)
    shown = found[:ENTRIES_A_PAGE]
    counts = _tallies(user, visible, moderated)
    return {
        "place": place,
        "tabs": _tabs(place, counts),
        "organizations": _organizations(user, place, counts),
        "entries": entries(shown, known=visible),
        "later": replace(place, before=shown[-1].pk).address() if len(found) > len(shown) else "",
        "first": replace(place, before=None).address(),
        "done": _done(request, user),
        "decide": place.address("decide"),
        "undo": place.address("undo"),
        "ban": place.address("ban"),
        "ban_form": BanForm(None, comments=Comment.objects.none()),
        "reason_characters": REASON_CHARACTERS,
        "states": State,
    }


def _rows(visible: CommentQuerySet, place: Place, moderated: Sequence[int] | None) -> list[Comment]:
    """Return the comments of a place, and the one after them if there is one."""
    rows = place.tab.rows(visible if place.organization is None else visible.for_organization(place.organization))
    if place.before is not None:
        rows = rows.before(place.before)
    if place.organization is None:
        rows = rows.latest_first().first_of_each(moderated, ENTRIES_A_PAGE + 1)
    has_replies = models.Exists(Comment.objects.filter(reply_to=models.OuterRef("pk")))
    return list(with_context(rows).annotate(has_replies=has_replies)[: ENTRIES_A_PAGE + 1])


def _tallies(user: User, visible: CommentQuerySet, moderated: Sequence[int] | None) -> dict[str, Tally]:
    """Return the numbers of the tabs that have one."""
    known = waiting(user, organizations=moderated)
    rows = Tally.rows(spam(visible.for_organizations(moderated)), "organization_id")
    put_away = Tally.of(organization for (organization,) in rows)
    return {"held": known.held, "reported": known.reported, "spam": put_away}


def _tabs(place: Place, counts: dict[str, Tally]) -> list[dict[str, Any]]:
    return [
        {
            "title": tab.title,
            "count": "" if tab.key not in counts else counts[tab.key].total,
            "address": Place(tab, place.organization).address(),
            "is_current": tab == place.tab,
        }
        for tab in TABS
    ]


def _organizations(user: User, place: Place, counts: dict[str, Tally]) -> list[dict[str, Any]]:
    """Return the organizations to choose from, with what waits in this tab; none where there is nothing to choose."""
    own = Organization.objects.where_user_can(user, Capability.MODERATE).by_name()
    rows = own.values_list("pk", "name")[:CHOICES]
    tally = counts.get(place.tab.key, Tally({}))
    found = [{"pk": pk, "name": name, "count": tally.within(pk), "is_current": pk == place.organization} for pk, name in rows]
    return found if len(found) > 1 else []


def _done(request: HttpRequest, user: User) -> dict[str, Any] | None:
    """Return what was decided a moment ago, as the address has it, and what undoes it."""
    numbers = [number for text in request.GET.get("done", "").split(",")[:MOST_DONE] if (number := comment_number(text))]
    if not numbers:
        return None
    own = Organization.objects.where_user_can(user, Capability.MODERATE)
    decisions = list(Decision.objects.of_organizations(own).numbered(numbers).standing())
    if not decisions:
        return None
    count = sum(decision.comment_count for decision in decisions)
    sentence = ngettext("%(count)d comment: %(state)s.", "%(count)d comments: %(state)s.", count)
    told = sentence % {"count": count, "state": decisions[0].get_state_display()}
    return {"sentence": told, "decisions": decisions}
