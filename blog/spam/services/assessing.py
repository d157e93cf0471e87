"""Assessing a reply: what it carries in itself, what moderators have listed and what they have taught."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models

from blog.spam.bayes import Counts, opinion
from blog.spam.models import TEXTS, Ban, BanKind, BlockedEntry, Culprit, ListedKind, WordCount
from blog.spam.signals import signals_of
from blog.spam.submission import Assessment, Signal, Submission
from blog.spam.text import domains, holds, link_hosts, tokens, words
from blog.spam.values import domains_above, emails_above, networks_around

LIKELY, VERY_LIKELY = 0.9, 0.99
TAUGHT = "taught"  # no kind of entry or ban
ZERO = models.Value(0)
SHOWN_ENTRIES = 5


class Knowledge(NamedTuple):
    """What moderators have listed, by its kind; the reasons of bans, by theirs; and what they have taught of words."""

    listed: Mapping[str, list[str]]
    counts: Mapping[str, Counts]


def assess(submission: Submission, *, organization: int, at: datetime) -> Assessment:
    """Return what speaks against a reply to something of an organization (given by its number), in one query."""
    known = _read(submission, organization, at)
    signals = (*signals_of(submission), *_of_lists(submission, known.listed), *_of_words(known.counts))
    return Assessment(signals, is_refused=BanKind.REFUSE in known.listed)


def _read(submission: Submission, organization: int, at: datetime) -> Knowledge:
    """Read what is known that may concern a reply, in one query: each of its parts is answered by an index."""
    entries = BlockedEntry.objects
    listings = (
        entries.words_of(organization),
        entries.words_of(None),
        entries.with_values(organization, _values(submission)),
    )
    bans = Ban.objects.for_organization(organization).active(at).against(_culprit(submission))
    taught = WordCount.objects.of(organization).tokens([TEXTS, *tokens(submission.text)])
    parts: list[models.QuerySet[Any, tuple[str, str, int, int]]] = [
        *(rows.values_list("kind", "value", ZERO, ZERO) for rows in listings),
        *(rows.values_list("kind", "reason", ZERO, ZERO) for rows in bans),
        taught.values_list(models.Value(TAUGHT), "token", "spam", "ham"),
    ]
    listed: dict[str, list[str]] = defaultdict(list)
    counts: dict[str, Counts] = {}
    for kind, value, spam, ham in parts[0].union(*parts[1:], all=True):
        if kind == TAUGHT:
            counts[value] = Counts(spam, ham)
        else:
            listed[kind].append(value)
    return Knowledge(listed, counts)


def _values(submission: Submission) -> set[str]:
    """Return every value that could stand on a block list and match."""
    named = [*domains(submission.text), *link_hosts(submission.website)]
    values = {above for domain in named for above in domains_above(domain)}
    return values | {*emails_above(submission.email), *networks_around(submission.address)}


def _culprit(submission: Submission) -> Culprit:
    return Culprit(
        user_id=submission.user_id,
        email=submission.email,
        address=submission.address,
        visitor_key=submission.visitor_key,
    )


def _of_lists(submission: Submission, listed: Mapping[str, list[str]]) -> Iterator[Signal]:
    """Yield a signal for each kind of entry that matches; the addresses of people are not repeated in it."""
    read = " ".join(words(f"{submission.name} \n {submission.text} \n {submission.website}"))
    found = sorted({entry for entry in listed.get(ListedKind.WORD, []) if holds(read, entry)})
    if found:
        yield Signal("word", ", ".join(found[:SHOWN_ENTRIES]))
    if found := sorted(set(listed.get(ListedKind.DOMAIN, []))):
        yield Signal("domain", ", ".join(found[:SHOWN_ENTRIES]))
    if ListedKind.EMAIL in listed:
        yield Signal("email")
    if ListedKind.NETWORK in listed:
        yield Signal("network")
    if reasons := [*listed.get(BanKind.REFUSE, []), *listed.get(BanKind.HOLD, [])]:
        yield Signal("banned", ", ".join(dict.fromkeys(filter(None, reasons))))


def _of_words(counts: Mapping[str, Counts]) -> Iterator[Signal]:
    """Yield what the organization's moderators have taught about such words."""
    words_alone = {token: count for token, count in counts.items() if token != TEXTS}
    probability, telling = opinion(words_alone, counts.get(TEXTS, Counts(0, 0)))
    if probability >= LIKELY:
        name = "very_like_spam" if probability >= VERY_LIKELY else "like_spam"
        yield Signal(name, ", ".join(telling))
