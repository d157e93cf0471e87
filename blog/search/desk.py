"""Finding posts at the editorial desk, whatever their status."""

from collections.abc import Iterable

from blog.search.index import Scope, get_index, post_at
from blog.search.query import Query

POSTS_FOUND = 1_000  # the newest that match
ORGANIZATIONS_FOUND = 20


def numbers_of(typed: str, *, among: Iterable[int] | None) -> list[int]:
    """Return which posts hold the words or belong to an organization of that name, at most `POSTS_FOUND` of either.

    Args:
        typed: the words.
        among: the organizations whose posts are looked at; None for all.
    """
    index, query = get_index(), Query.parse(typed)
    if not query:
        return []
    own = None if among is None else tuple(among)
    named = tuple(pk for pk in index.organizations(query, limit=ORGANIZATIONS_FOUND) if own is None or pk in own)
    positions = index.newest(query, Scope(organizations=own), limit=POSTS_FOUND)
    if named:
        positions += index.newest(None, Scope(organizations=named), limit=POSTS_FOUND)
    return [post_at(position) for position in positions]
