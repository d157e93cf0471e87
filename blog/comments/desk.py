"""What moderators see: the comments of their organizations, with everything that helps to decide about them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django_comments.models import Comment as StoredComment

from blog.accounts.models import User
from blog.comments.models import Comment, CommentQuerySet, Report, State
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.spam.submission import Signal

COUNTED_UP_TO = 99
COUNTED_ROWS = 1_000  # of a queue that is longer, the numbers of single organizations are those of so many rows
RECORDED_ROWS = 5_000  # of what the authors on a page have written; of more, so many are counted
LONG_TEXTS = (
    *("post__body", "post__body_html"),
    *("post__organization__description", "post__organization__description_html"),
)

type Person = tuple[int | None, str]


def moderated_by(user: User) -> CommentQuerySet:
    """Return the comments about which a user decides: those on posts, not in the trash, of organizations that they moderate."""
    rows = Comment.objects.filter(post__trashed_at__isnull=True)
    if user.is_active and user.is_superuser:
        return rows
    return rows.filter(organization__in=Organization.objects.where_user_can(user, Capability.MODERATE).values("pk"))


def spam(comments: CommentQuerySet) -> CommentQuerySet:
    """Return what was put away as spam."""
    return comments.filter(state=State.SPAM)


def readable(comments: CommentQuerySet) -> CommentQuerySet:
    """Return everything but spam and what its authors withdrew."""
    return comments.exclude(state=State.SPAM).exclude(body_html="")


def not_taken_down(comments: CommentQuerySet) -> CommentQuerySet:
    """Return what is public or held."""
    return comments.filter(state__in=[State.PUBLIC, State.HELD])


def without(comments: CommentQuerySet, state: State) -> CommentQuerySet:
    """Return the comments about which a decision says something new: not in the state already, or reported."""
    return comments.exclude(state=state, open_reports=0)


def with_context(comments: CommentQuerySet) -> CommentQuerySet:
    """Return comments, the latest first, with post, author, what they answer and, as `complaints`, their open reports."""
    reports = Report.objects.open().select_related("user").newest_first()
    rows = comments.select_related("post__organization", "user", "reply_to__user").latest_first()
    return rows.prefetch_related(models.Prefetch("reports", reports, to_attr="complaints")).defer(*LONG_TEXTS)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many comments wait, together and in each organization."""

    numbers: Mapping[int, int]

    @classmethod
    def of(cls, organizations: Iterable[int]) -> Self:
        """Count rows by their organizations."""
        return cls(Counter(organizations))

    @staticmethod
    def rows(comments: CommentQuerySet, *columns: str) -> list[tuple[Any, ...]]:
        """Return the columns of so many comments as are counted, in one query whose cost has a bound."""
        return list(comments.order_by().values_list(*columns)[:COUNTED_ROWS])

    @property
    def total(self) -> str:
        """All of them, "99+" from a hundred on; empty for none."""
        return figure(sum(self.numbers.values()))

    def within(self, organization: int) -> str:
        """Return those of an organization, as `total`."""
        return figure(self.numbers.get(organization, 0))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a moderator has to look at. A comment that is held and was reported counts in both."""

    held: Tally
    reported: Tally
    together: str


def waiting(user: User, *, organizations: Sequence[int] | None) -> Waiting:
    """Return how many comments wait for a moderator; counted in one query, once for each user that a request loads.

    `organizations` are those that they moderate, as numbers, so that each kind is read from an index; None: all.
    """
    known: Waiting | None = getattr(user, "_waiting", None)
    if known is None:
        rows = Tally.rows(_undecided(moderated_by(user), organizations), "state", "open_reports", "organization_id")
        held = Tally.of(organization for state, _reports, organization in rows if state == State.HELD)
        reported = Tally.of(organization for _state, reports, organization in rows if reports)
        known = Waiting(held, reported, figure(len(rows)))
        user._waiting = known  # type: ignore[attr-defined]  # kept for the rest of the request
    return known


def _undecided(visible: CommentQuerySet, organizations: Sequence[int] | None) -> CommentQuerySet:
    """Return what is held or was reported, of either at most so many as are counted, from an index of its own."""
    own = visible.for_organizations(organizations).order_by()
    # Each limited query stands in one of its own: SQLite takes no limit in the parts of a UNION.
    kinds = (Comment.objects.filter(pk__in=kind.values("pk")[:COUNTED_ROWS]) for kind in (own.waiting(), own.reported()))
    held, reported = (kind.values("pk") for kind in kinds)
    return Comment.objects.filter(pk__in=held.union(reported, all=True))


def figure(number: int) -> str:
    """Return a number as it stands on a page: "99+" from a hundred on, empty for none."""
    return "" if not number else f"{COUNTED_UP_TO}+" if number > COUNTED_UP_TO else str(number)


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment in the queue. `record` is what became of the author's other comments."""

    comment: Comment
    record: Mapping[str, int]

    @property
    def signals(self) -> list[Signal]:
        """What speaks against it, with the reasons."""
        return Signal.read(self.comment.signals)

    @property
    def is_known(self) -> bool:
        """Whether the author has written anything else."""
        return any(self.record.values())

    @property
    def public(self) -> int:
        """How many other comments of the author are public."""
        return self.record.get(State.PUBLIC, 0)

    @property
    def taken_down(self) -> int:
        """How many other comments of the author are spam or were removed."""
        return self.record.get(State.REMOVED, 0) + self.record.get(State.SPAM, 0)

    @property
    def held(self) -> int:
        """How many other comments of the author wait."""
        return self.record.get(State.HELD, 0)


def entries(comments: Collection[Comment], *, known: CommentQuerySet) -> list[Entry]:
    """Return comments as the queue shows them; of `known` the authors' others are counted, in two queries."""
    records = _records(comments, known)
    itself = {comment.pk: Counter([comment.state]) for comment in comments}
    return [Entry(comment, records.get(_author(comment), Counter()) - itself[comment.pk]) for comment in comments]


def _author(comment: StoredComment) -> Person:
    return (comment.user_id, "") if comment.user_id is not None else (None, comment.user_email)


def _records(comments: Collection[Comment], known: CommentQuerySet) -> dict[Person, Counter[str]]:
    """Return for each author how many comments of theirs are in which state; none for somebody without any address."""
    authors = {_author(comment) for comment in comments} - {(None, "")}
    users = {user for user, _email in authors if user is not None}
    guests = {email for _user, email in authors if email}
    theirs = models.Q(user__in=users) | models.Q(user__isnull=True, user_email__in=guests)
    written = StoredComment.objects.filter(theirs).only("user_id", "user_email")[:RECORDED_ROWS]
    persons = {comment.pk: _author(comment) for comment in written}
    # Named by their numbers: else PostgreSQL begins with all comments of an organization.
    records: dict[Person, Counter[str]] = {}
    for pk, state in known.filter(pk__in=list(persons)).order_by().values_list("pk", "state"):
        records.setdefault(persons[pk], Counter())[state] += 1
    return records


def history(comment: Comment) -> dict[str, Any]:
    """Return what was decided about a comment, what it said before and who reported it, the latest first; three queries."""
    decided = comment.decided.select_related("decision__by", "decision__undone_by")
    return {
        "decided": list(decided.order_by("-pk")),
        "versions": list(comment.versions.order_by("-written_at", "-pk")),
        "reports": list(comment.reports.select_related("user").newest_first()),
    }
