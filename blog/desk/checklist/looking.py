"""The rules applied to a post: what of it they need is gathered here, links to this site by one query."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import models
from django.urls import Resolver404, resolve

from blog.desk.checklist.article import Draft, read_article
from blog.desk.checklist.rules import Finding, check
from blog.organizations.models import Organization
from blog.posts.models import Category, Post, Tag
from blog.redirects.models import Redirect
from blog.richtext.figures import figures_in
from blog.richtext.sanitizer import sanitize_article

_PAGES: dict[str, type[models.Model]] = {"post": Post, "organization": Organization, "category": Category, "tag": Tag}


def look_at(post: Post) -> list[Finding]:
    """Return what the rules find in a post as it is in memory, rendered."""
    article = read_article(post.body_html)
    ornaments = sum(figure.alt == "" for figure in figures_in(sanitize_article(post.body)))
    for _number in range(min(ornaments, article.image_texts.count(""))):
        article.image_texts.remove("")  # whoever put it in has said that it shows nothing that the text does not
    organization = Organization.objects.filter(pk=post.organization_id).only("short_name", "name").first()
    draft = Draft(
        title=post.seo_title or post.title,
        description=post.seo_description or post.summary,
        has_own_description=bool(post.seo_description or post.summary),
        language=post.language,
        article=article,
        cover_text=None if post.cover is None or post.cover_is_decorative else post.cover_description,
        known_abbreviations=frozenset((organization.short_name, *organization.name.split()) if organization else ()),
        broken_links=broken_links({link.href for link in article.links}),
    )
    return check(draft)


def broken_links(addresses: set[str]) -> frozenset[str]:
    """Return those of the addresses that are on this site and lead to no public page; one query for all of them."""
    paths = {address: path for address in addresses if (path := _path_on_this_site(address))}
    broken = {address for address, path in paths.items() if not _is_page(path)}
    named = {address: page for address, path in paths.items() if (page := _named_page(path))}
    if not named:
        return frozenset(broken)
    there = _pages_that_are_there(set(named.values()), {unquote(path) for path in paths.values()})
    for address, page in named.items():
        if page not in there and ("moved", unquote(paths[address])) not in there:
            broken.add(address)
    return frozenset(broken)


def _path_on_this_site(address: str) -> str:
    """Return the path of an address on this site; empty for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return ""
    return parts.path if parts.path.startswith("/") and (parts.scheme or not parts.netloc) else ""


def _is_page(path: str) -> bool:
    """Say whether the site has such a page, or a file behind its prefix."""
    if path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
        return True
    try:
        resolve(unquote(path))
    except Resolver404:
        return False
    return True


def _named_page(path: str) -> tuple[str, str] | None:
    """Return kind and slug of a page that has a row."""
    try:
        match = resolve(unquote(path))
    except Resolver404:
        return None
    slug = match.kwargs.get("slug")
    return (match.url_name, slug) if match.url_name in _PAGES and slug else None


def _pages_that_are_there(pages: set[tuple[str, str]], paths: set[str]) -> set[tuple[str, str]]:
    """Return those of the pages that the public finds, and as "moved" the paths that lead on to another."""
    rows: list[models.QuerySet[models.Model, tuple[str, str]]] = []
    for kind, model in _PAGES.items():
        slugs = [slug for of_kind, slug in pages if of_kind == kind]
        public = Post.objects.published() if model is Post else model._default_manager.all()
        rows.append(public.filter(slug__in=slugs).order_by().values_list(models.Value(kind), "slug"))
    moved = Redirect.objects.filter(old_path__in=paths).exclude(new_path="").values_list(models.Value("moved"), "old_path")
    first, *others = rows
    return set(first.union(*others, moved, all=True))
