"""What a search finds: public posts in the order of the index, a page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from re import Pattern

from django.db import models
from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from blog import prepared
from blog.organizations.models import Organization
from blog.posts.models import Post, PostQuerySet
from blog.search.asked import Asked
from blog.search.highlight import marked, pattern_of, snippet
from blog.search.index import Place, get_index, post_at
from blog.search.query import Query
from blog.search.suggestions import suggestions_for

type Build = Callable[[], PostQuerySet]  # a function of a module, or a method of a manager (see `blog.prepared`)

RESULTS_A_PAGE = 10
ORGANIZATIONS_SHOWN = 3
SPARE = 2  # more than a page are looked at, for one in some hundreds of posts has expired or lies in the trash
ROUNDS = 5  # how often more is fetched where posts that were found are not public any more
GROWTH = 4  # times as many each time
SHOWN = (
    "slug",
    "title",
    "excerpt",
    "language",
    "published_at",
    "is_date_known",
    "organization__name",
    "organization__short_name",
)
TEXT_CHARACTERS = 20_000  # of a text, in which the words are looked for to show them


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A post that was found, with the words marked in its title and in a piece of its text."""

    post: Post
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of results. `next` leads to the page after it, empty at the end."""

    items: Sequence[Result] = ()
    next: str = ""
    organizations: Sequence[Organization] = ()
    suggestion: Asked | None = None


def find(asked: Asked, *, at: datetime, size: int = RESULTS_A_PAGE, build: Build | None = None) -> Results:
    """Return a page of what is public at a moment and holds the words; where there is nothing, what may have been meant.

    `build` makes posts with what is to be known of each; without it, with what the results page shows.
    """
    if not asked.query:
        return Results()
    posts, following = find_posts(asked, at=at, size=size, build=build or _for_page, has_text=True)
    pattern, is_first_page = pattern_of(asked.query), asked.after is None
    return Results(
        items=[_result(post, pattern) for post in posts],
        next="" if following is None else f"{following.tier:d}.{following.position}",
        organizations=_organizations(asked.query) if is_first_page and not asked.has_filters else (),
        suggestion=_suggestion(asked, at) if is_first_page and not posts else None,
    )


def find_posts(
    asked: Asked, *, at: datetime, size: int, build: Build, has_text: bool = False
) -> tuple[list[Post], Place | None]:
    """Return the first posts among those of `build` that a search finds, and the place after which others follow, if any do.

    Two queries, or three where the last word may go on and whole words alone do not fill the page. Where many posts that
    were found have expired, more are looked at, up to a bound; the page may be short then, and others follow.
    """
    index, scope, resume, limit = get_index(), asked.scope(at), asked.after, size + 1 + SPARE
    found: list[tuple[Place, Post]] = []
    for _round in range(ROUNDS):
        part = index.places(asked.query, scope, after=resume, limit=limit)
        numbers = [post_at(place.position) for place in part.places]
        posts = (
            {post.pk: post for post in prepared.rows(public_posts, build, has_text, at=at, posts=numbers)} if numbers else {}
        )
        found += [(place, posts[pk]) for place in part.places if (pk := post_at(place.position)) in posts]
        resume, limit = part.resume, limit * GROWTH
        if len(found) > size:
            resume = found[size - 1][0]
            break
        if resume is None:
            break
    return [post for _place, post in found[:size]], resume


def public_posts(
    build: Build = Post.objects.all,
    has_text: bool = False,  # noqa: FBT001, FBT002  # a part of the shape
    *,
    at: datetime,
    posts: Sequence[int],
) -> PostQuerySet:
    """Return the public ones of posts with these numbers, for `blog.prepared`."""
    rows = build().published(at).filter(pk__in=posts)
    return _with_text(rows) if has_text else rows


def newest_posts(asked: Asked, *, at: datetime, size: int) -> list[int]:
    """Return the numbers of the newest posts that a search finds, wherever the words stand."""
    positions = get_index().newest(asked.query, asked.scope(at), limit=size * GROWTH) if asked.query else []
    return [post_at(position) for position in positions]


def _for_page() -> PostQuerySet:
    """Return posts with what a result shows and no more."""
    return Post.objects.with_partners().select_related("organization").only(*SHOWN)


def _with_text(rows: PostQuerySet) -> PostQuerySet:
    """Return posts with the text in which the words are looked for."""
    return rows.annotate(shown_text=Substr("body_html", 1, TEXT_CHARACTERS)).fetch_mode(models.FETCH_PEERS)


def _result(post: Post, pattern: Pattern[str]) -> Result:
    piece = snippet(post.shown_text, pattern) or post.excerpt  # type: ignore[attr-defined]  # annotated
    return Result(post=post, title=marked(post.title, pattern), snippet=marked(piece, pattern))


def _organizations(query: Query) -> list[Organization]:
    pks = get_index().organizations(query, limit=ORGANIZATIONS_SHOWN)
    return list(Organization.objects.numbered(pks)) if pks else []


def _suggestion(asked: Asked, at: datetime) -> Asked | None:
    """Return a search that does find something public: the index also knows the words of drafts."""
    for query in suggestions_for(asked.query):
        meant = replace(asked, typed=str(query))
        if find_posts(meant, at=at, size=1, build=Post.objects.for_mention)[0]:
            return meant
    return None
