"""What posts are limited to, as parameters name it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from blog.api.errors import NothingNamedError
from blog.organizations.models import Organization
from blog.posts.archive import start_of
from blog.posts.models import Category, Post, PostQuerySet, Tag

A_MONTH_AND_MORE = timedelta(days=31)  # from the first of any month it leads into the next

type Named = Organization | Category | Tag

PAGES: dict[str, type[Named]] = {"organization": Organization, "category": Category, "tag": Tag}


def pages_named(asked: Mapping[str, Any]) -> dict[str, Named]:
    """Return the organization, the category and the tag that parameters name by their slugs, in one query or none.

    Raises:
        NothingNamedError: when one of them does not exist.
    """
    wanted = {name: asked[name] for name in PAGES if name in asked}
    if not wanted:
        return {}
    first, *others = (
        PAGES[name]._default_manager.filter(slug=slug).values_list(models.Value(name), "pk", "slug")
        for name, slug in wanted.items()
    )
    found = {name: PAGES[name](pk=pk, slug=slug) for name, pk, slug in first.union(*others, all=True)}
    for name in wanted.keys() - found.keys():
        raise NothingNamedError(
            _("“%(parameter)s” takes the slug of what is there; nothing has this one.") % {"parameter": name}
        )
    return found


def posts_asked_for(asked: Mapping[str, Any], named: Mapping[str, Named]) -> PostQuerySet:
    """Return the public posts within the filters of a list, that of the organization excepted: it has a list of its own."""
    posts: PostQuerySet = Post.objects.all()
    if year := asked.get("year"):
        posts = posts.between(start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1)))
    if text := asked.get("month"):
        month = date.fromisoformat(f"{text}-01")
        posts = posts.between(start_of(month), start_of((month + A_MONTH_AND_MORE).replace(day=1)))
    posts = posts.published()
    for page in named.values():
        if not isinstance(page, Organization):
            posts = posts.of(page)
    if language := asked.get("language"):
        posts = posts.in_language(language)
    if "featured" in asked:
        posts = posts.featured() if asked["featured"] else posts.not_featured()
    return posts
