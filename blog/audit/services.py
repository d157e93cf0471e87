"""Recording what happened.

In a service, in the transaction that does it (the organization by its number, None where it is the site's own matter)::

    from blog.audit import services as audit
    from blog.audit.verbs import Verb

    before = audit.snapshot(stored, FIELDS)
    ...
    after = audit.snapshot(post, FIELDS)
    audit.record(Verb.POSTS_CHANGE, post, organization=post.organization_id, by=by, at=at, before=before, after=after)

Only what differs is kept; of a long text the part around the first difference. Write no e-mail address into it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import takewhile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from blog.accounts.models import User
from blog.audit.models import WORDS_CHARACTERS, Line
from blog.audit.verbs import Verb

SHOWN_CHARACTERS = 300  # of a long text, on either side
LEAD_CHARACTERS = 60  # before the first difference
USER = User._meta.label_lower
type Values = Mapping[str, Any]


def snapshot(thing: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Return columns of a row in the form in which they are kept; a foreign key by the words of what it leads to."""
    return {name: plain(getattr(thing, name)) for name in names}


def plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if value is None or isinstance(value, bool | int | float | str | list):
        return value
    return str(value) if isinstance(value, models.Model) else DjangoJSONEncoder().default(value)


def record(
    verb: Verb,
    about: models.Model,
    *,
    organization: int | None,
    by: User | None,
    at: datetime,
    before: Values | None = None,
    after: Values | None = None,
) -> Line:
    """Add a line to the log, in the transaction of the deed: `about` is the row, which still has its number."""
    line = line_of(verb, about, organization=organization, by=by, at=at, before=before, after=after)
    line.save(force_insert=True)
    return line


def line_of(
    verb: Verb,
    about: models.Model,
    *,
    organization: int | None,
    by: User | None,
    at: datetime,
    before: Values | None = None,
    after: Values | None = None,
) -> Line:
    """Return a line that is not stored yet, for `Line.objects.bulk_create` where one act has many."""
    old, new = _difference(before or {}, after or {})
    return Line(
        organization_id=organization,
        actor=by,
        actor_name="" if by is None else by.get_full_name(),
        verb=verb.value,
        object_type=about._meta.label_lower,
        object_id=str(about.pk),
        object_words=_words(about),
        at=at,
        before=old,
        after=new,
    )


def differs(before: Values, after: Values) -> bool:
    """Say whether anything is not as it was."""
    return dict(before) != dict(after)


def forget_person(user: User) -> None:
    """Empty the names that say who an account was, wherever it did something or something was done to it."""
    Line.objects.filter(actor=user).exclude(actor_name="").update(actor_name="")
    Line.objects.filter(object_type=USER, object_id=str(user.pk)).exclude(object_words="").update(object_words="")


def _words(about: models.Model) -> str:
    words = about.get_full_name() if isinstance(about, User) else str(about)
    return words[:WORDS_CHARACTERS]


def _difference(before: Values, after: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is not the same on both sides, long texts cut to where they begin to differ."""
    old, new = dict[str, Any](), dict[str, Any]()
    for name in [*before, *(name for name in after if name not in before)]:
        left, right = before.get(name), after.get(name)
        if left == right:
            continue
        if isinstance(left, str) and isinstance(right, str):
            left, right = _cut(left, right)
        old |= {name: left} if name in before else {}
        new |= {name: right} if name in after else {}
    return old, new


def _cut(left: str, right: str) -> tuple[str, str]:
    if max(len(left), len(right)) <= SHOWN_CHARACTERS:
        return left, right
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
    start = max(0, same - LEAD_CHARACTERS)
    return _part(left, start), _part(right, start)


def _part(text: str, start: int) -> str:
    end = start + SHOWN_CHARACTERS
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
