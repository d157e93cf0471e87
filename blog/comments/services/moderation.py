"""Deciding about comments, many at a time, on record."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import batched
from typing import Any, NamedTuple

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django_comments.models import Comment as StoredComment

from blog.accounts.models import User
from blog.comments.models import (
    KEEPING_THE_PLACE,
    Comment,
    CommentQuerySet,
    DecidedComment,
    Decision,
    Report,
    State,
    Via,
)
from blog.comments.services.announcing import announce
from blog.comments.tasks import teach
from blog.posts.models import Post

ROWS_A_STATEMENT = 5_000  # databases bound how many values one statement names


class NotUndoableError(Exception):
    """A decision was undone before, or its author alone can go back on it."""


class Undone(NamedTuple):
    """What undoing a decision did: how many comments stand as before, and how many were left, decided about since."""

    restored: int
    left: int


class Place(NamedTuple):
    """A comment in its thread, as it stands before something changes."""

    pk: int
    parent: int | None
    state: str
    reason: str
    is_shown: bool
    open_reports: int


class Reach(NamedTuple):
    """What changes with some comments: they with their organizations, the roots above them, their posts."""

    organizations: dict[int, int]
    roots: set[int]
    posts: set[int]


@transaction.atomic
def decide(
    comments: CommentQuerySet, state: State, *, by: User | None, at: datetime, reason: str = "", via: Via = Via.ADMIN
) -> list[Decision]:
    """Put comments into a state and return the decisions as they stand in the log: one for each organization.

    What shows of their threads and the posts' counts follow. Their open reports are closed; followers hear of what became
    public, and the spam filter learns of what moderators found. `by` is who decided, None for the system. At most ten
    statements for some thousand comments.
    """
    reach = _lock(comments)
    places = _places(reach.roots)
    before = {place.pk: place for place in places if place.pk in reach.organizations}
    if not before:
        return []
    _put(before, state, reason=reason, moderated_by=by, moderated_at=at, open_reports=0)
    reported = [pk for pk, place in before.items() if place.open_reports]
    for some in batched(reported, ROWS_A_STATEMENT, strict=False):
        Report.objects.open().filter(comment__in=some).update(closed_at=at)
    _refresh_places(places, dict.fromkeys(before, state))
    recount(reach.posts)
    decision = Decision(by=by, via=via, state=state, reason=reason, at=at)
    decisions = _record(decision, before, reach.organizations)
    if state == State.PUBLIC:
        announce([pk for pk, place in before.items() if place.state != State.PUBLIC])
    return decisions


def set_state(
    comments: CommentQuerySet, state: State, *, by: User | None, at: datetime, reason: str = "", via: Via | None = None
) -> int:
    """Decide about comments as `decide` does, and return how many they were."""
    way = via or (Via.SYSTEM if by is None else Via.ADMIN)
    return sum(decision.comment_count for decision in decide(comments, state, by=by, at=at, reason=reason, via=way))


@transaction.atomic
def undo(decision: Decision, *, by: User, at: datetime) -> Undone:
    """Put the comments of a decision back to where they stood, but for those about which somebody decided since.

    The reports that it closed are open again, and the spam filter forgets what it learned. Where every comment was
    decided about since, the decision stands as it did.

    Raises:
        NotUndoableError: when it was undone before, or was the author's own.
    """
    reach = _lock(Comment.objects.filter(decided__decision=decision))
    places = _places(reach.roots)
    groups = _before(decision, [place for place in places if place.pk in reach.organizations])
    if groups:
        for (state, reason), pks in groups.items():
            _put(pks, State(state), reason=reason, moderated_by=by, moderated_at=at)
        back = {pk: state for (state, _reason), pks in groups.items() for pk in pks}
        _reopen_reports(back, closed_at=decision.at)
        _refresh_places(places, back)
        recount(reach.posts)
        decision.undone_at, decision.undone_by = at, by
        decision.save(update_fields=["undone_at", "undone_by"])
        transaction.on_commit(partial(teach.enqueue, decision.pk))
    elif not Decision.objects.standing().exclude(via=Via.AUTHOR).filter(pk=decision.pk).exists():
        raise NotUndoableError
    restored = sum(len(pks) for pks in groups.values())
    return Undone(restored, decision.comment_count - restored)


def with_replies(comment: Comment) -> CommentQuerySet:
    """Return a comment and all that stands below it; of a reply's branch in one query more."""
    if comment.root_id is None:
        return Comment.objects.with_branches([comment.pk])
    found = {comment.pk}
    for pk, parent in Comment.objects.with_branches([comment.root_id]).oldest_first().values_list("pk", "reply_to_id"):
        if parent in found:
            found.add(pk)
    return Comment.objects.filter(pk__in=found)


@transaction.atomic
def delete_comments(comments: CommentQuerySet) -> int:
    """Delete comments for good and return how many; one with replies can be removed, but not deleted without them.

    Raises:
        RestrictedError: when one has a reply that is not among them; nothing is deleted then.
    """
    reach = _lock(comments)
    Comment.objects.filter(pk__in=list(reach.organizations)).delete()
    _refresh_places(_places(reach.roots), {})
    recount(reach.posts)
    return len(reach.organizations)


def lock_posts(posts: Collection[int]) -> None:
    """Keep replies and decisions of others out of the posts' threads until the transaction ends.

    The posts are locked in one order, so that two who lock several never wait for each other.
    """
    list(Post.objects.select_for_update(no_key=True).filter(pk__in=posts).order_by("pk").values_list("pk"))


def recount(posts: Collection[int]) -> None:
    """Count the posts' public comments anew; the caller holds the lock."""
    public = Comment.objects.public().filter(post=models.OuterRef("pk")).order_by().values("post")
    count = Coalesce(models.Subquery(public.annotate(rows=models.Count("pk")).values("rows")), 0)
    Post.objects.filter(pk__in=posts).update(comment_count=count)


def _lock(comments: CommentQuerySet) -> Reach:
    """Lock the posts of comments, as `lock_posts`, and return what changes with them.

    Of a withdrawn comment nothing is left to decide about. The condition stands on this table alone, and the query in no
    other one: a database that knows little of its tables yet takes a bad plan for either.
    """
    with_words = comments.exclude(state=State.REMOVED, body_html="").select_related(None).select_related("post")
    locked = with_words.select_for_update(of=("post",), no_key=True).order_by("post_id", "pk")
    rows = list(locked.prefetch_related(None).only("root", "post__organization"))
    return Reach(
        {row.pk: row.post.organization_id for row in rows},
        {row.root_id or row.pk for row in rows},
        {row.post_id for row in rows},
    )


def _places(roots: Collection[int]) -> list[Place]:
    """Return these roots and all below them, each after what it answers."""
    places: list[Place] = []
    columns = ("pk", "reply_to_id", "state", "reason", "is_shown", "open_reports")
    for some in batched(roots, ROWS_A_STATEMENT, strict=False):
        rows = Comment.objects.with_branches(some).oldest_first().values_list(*columns)
        places += [Place(*row) for row in rows]
    return places


def _put(comments: Iterable[int], state: State, **columns: Any) -> None:
    """Write a state; the columns of the package follow it. Places in threads are for `_refresh_places`."""
    for some in batched(comments, ROWS_A_STATEMENT, strict=False):
        Comment.objects.filter(pk__in=some).update(state=state, is_shown=False, **columns)
        StoredComment.objects.filter(pk__in=some).update(is_public=state == State.PUBLIC, is_removed=state == State.REMOVED)


def _record(decision: Decision, before: Mapping[int, Place], organizations: Mapping[int, int]) -> list[Decision]:
    """Write a decision into the log of each organization, and have the spam filter taught by it."""
    of_organization: dict[int, list[Place]] = defaultdict(list)
    for pk, place in before.items():
        of_organization[organizations[pk]].append(place)
    columns = {name: getattr(decision, name) for name in ("by", "via", "state", "reason", "at")}
    decisions = Decision.objects.bulk_create(
        Decision(organization_id=organization, comment_count=len(places), **columns)
        for organization, places in of_organization.items()
    )
    rows = [
        DecidedComment(decision=one, comment_id=place.pk, state_before=place.state, reason_before=place.reason)
        for one, places in zip(decisions, of_organization.values(), strict=True)
        for place in places
    ]
    DecidedComment.objects.bulk_create(rows)
    for pk in sorted({row.decision_id for row in rows if row.lesson}):
        transaction.on_commit(partial(teach.enqueue, pk))
    return decisions


def _before(decision: Decision, places: Iterable[Place]) -> dict[tuple[str, str], list[int]]:
    """Return state and reason before a decision, each with the comments for which nothing was decided since."""
    states = {place.pk: place.state for place in places}
    decided = DecidedComment.objects.filter(decision=decision, decision__undone_at__isnull=True)
    later = DecidedComment.objects.filter(
        comment=models.OuterRef("comment"), pk__gt=models.OuterRef("pk"), decision__undone_at__isnull=True
    )
    untouched = decided.exclude(decision__via=Via.AUTHOR).filter(~models.Exists(later))
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for pk, state_before, reason_before in untouched.values_list("comment_id", "state_before", "reason_before"):
        if states.get(pk) == decision.state:
            groups[state_before, reason_before].append(pk)
    return groups


def _reopen_reports(comments: Iterable[int], *, closed_at: datetime) -> None:
    """Open again the reports that a decision closed."""
    counted = Report.objects.open().filter(comment=models.OuterRef("pk")).order_by().values("comment")
    count = Coalesce(models.Subquery(counted.annotate(rows=models.Count("pk")).values("rows")), 0)
    for some in batched(comments, ROWS_A_STATEMENT, strict=False):
        if Report.objects.filter(comment__in=some, closed_at=closed_at).update(closed_at=None):
            Comment.objects.filter(pk__in=some).update(open_reports=count)


def _refresh_places(places: Sequence[Place], changed: Mapping[int, str]) -> None:
    """Bring `is_shown` in line with the states, given branches as they were and the new states of those already written."""
    shown, hidden = _changed_places(places, changed)
    for pks, is_shown in ((shown, True), (hidden, False)):
        for some in batched(pks, ROWS_A_STATEMENT, strict=False):
            Comment.objects.filter(pk__in=some).update(is_shown=is_shown)


def _changed_places(places: Sequence[Place], changed: Mapping[int, str]) -> tuple[list[int], list[int]]:
    """Return which comments begin and which cease to have a place in the public thread; none of the changed has one yet.

    One has a place when it and all above it are public or removed and, if it is removed, one below it has a place.
    A parent's number is always smaller than its replies', so one pass down and one pass up suffice.
    """
    states = {place.pk: changed.get(place.pk, place.state) for place in places}
    reachable: set[int] = set()
    for place in places:
        if states[place.pk] in KEEPING_THE_PLACE and (place.parent is None or place.parent in reachable):
            reachable.add(place.pk)
    has_place: set[int | None] = set()
    for place in reversed(places):
        if place.pk in reachable and (states[place.pk] == State.PUBLIC or place.pk in has_place):
            has_place |= {place.pk, place.parent}
    was_shown = {place.pk for place in places if place.is_shown and place.pk not in changed}
    shown = [pk for pk in states if pk in has_place and pk not in was_shown]
    return shown, [pk for pk in was_shown if pk not in has_place]
