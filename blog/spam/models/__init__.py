"""What moderators have listed, whom they have banned, and what they have taught."""

from blog.spam.models.ban import Ban, BanKind, BanQuerySet, Culprit
from blog.spam.models.blocked import BlockedEntry, BlockedQuerySet, ListedKind
from blog.spam.models.words import TEXTS, WordCount, WordCountQuerySet

__all__ = [
    "TEXTS",
    "Ban",
    "BanKind",
    "BanQuerySet",
    "BlockedEntry",
    "BlockedQuerySet",
    "Culprit",
    "ListedKind",
    "WordCount",
    "WordCountQuerySet",
]
