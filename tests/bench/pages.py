"""Every type of page that a site has, by an address of one in a large site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from random import Random

from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.accounts.models import User
from blog.comments.models import Comment
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from blog.posts.models import Category, Post, Tag
from tests.bench.large_site import SEED
from tests.bench.words import words_of

COMMENTS, WORDS = 5, 80  # of the post that is measured: what a post has on average
FREQUENT = 98  # of the words: it stands in one text of ten
DEEP = 30  # as far into the past as the middle of the archive
NEXT = re.compile(r'<a[^>]* href="([^"]+)"[^>]* rel="next"|<a[^>]* rel="next"[^>]* href="([^"]+)"')
ANSWERS = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.NOT_FOUND}


@dataclass(frozen=True, slots=True)
class PageType:
    """A page that stands for those of its type. `user` is who asks for it, None for anybody."""

    name: str
    address: str
    user: User | None = None

    def client(self) -> Client:
        """Return a browser in which the user, if there is one, has signed in."""
        client = Client(headers={"accept-encoding": "gzip"})
        if self.user is not None:
            client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def load(self, client: Client) -> int:
        """Ask for the page and return its size in bytes as it goes over the wire.

        Raises:
            RuntimeError: when it is not there.
        """
        response = client.get(self.address)
        if response.status_code not in ANSWERS or (
            response.status_code == HTTPStatus.NOT_FOUND and "nowhere" not in self.address
        ):
            raise RuntimeError(f"{self.address} answers {response.status_code}")
        return len(response.getvalue())


def public_pages() -> Iterator[PageType]:
    """Yield every type of public page, feed and sitemap."""
    post, organization = _post(), Organization.objects.get(slug="institute-0")
    category, tag = Category.objects.get(slug="section-0"), Tag.objects.get(slug="subject-0")
    address = post.get_absolute_url()
    comment = Comment.objects.of_post(post).oldest_first()[0]
    lists = {
        "home": "/",
        "organization": organization.get_absolute_url(),
        "category": category.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "year": "/archive/2018/",
        "month": "/archive/2018/06/",
    }
    for name, first in lists.items():
        yield PageType(name, first)
        if following := _next(first):
            yield PageType(f"{name}, a later page", following)
    yield PageType("post", address)
    yield PageType("post, newest comments first", f"{address}?order=newest")
    yield PageType("post, most liked comments first", f"{address}?order=liked")
    yield PageType("permalink of a comment", f"/comments/{comment.pk}/")
    yield PageType("reply form", f"{address}reply/")
    yield PageType("follow form", f"{address}follow/")
    yield PageType("card of a post", _card(address))
    for name in ("citation.bib", "citation.json"):
        yield PageType(name, f"{address}{name}")
    for name in ("organizations", "categories", "tags", "archive", "map", "series/a-series", "follow"):
        yield PageType(name.partition("/")[0], f"/{name}/")
    yield PageType("organizations of a letter", "/organizations/?letter=I")
    yield PageType("organization in another language", f"/ro{organization.get_absolute_url()}")
    yield from _feeds(address, organization, category, tag)
    yield from _searches()
    yield PageType("an address that leads nowhere", "/nowhere-to-go/")
    yield PageType("a former address", f"/posts/former-{50}/")


def _feeds(address: str, *pages: Organization | Category | Tag) -> Iterator[PageType]:
    """Yield feeds and sitemaps."""
    for kind in ("", "atom/", "json/"):
        yield PageType(f"feed {kind}", f"/feed/{kind}")
    for page in pages:
        yield PageType(f"feed of {type(page).__name__.lower()}", f"{page.get_absolute_url()}feed/")
    yield PageType("feed of a post's comments", f"{address}comments/feed/")
    yield PageType("feed of all comments", "/comments/feed/")
    yield PageType("sitemap", "/sitemap.xml")
    for name in ("lists", "news", "posts-1", "organizations-1", "series-1", "categories-1", "tags-1"):
        yield PageType(f"sitemap {name}", f"/sitemaps/{name}.xml")
    yield PageType("robots.txt", "/robots.txt")


def _searches() -> Iterator[PageType]:
    """Yield searches, on every site that `LargeSite` made for the same words: two very common ones and a frequent one."""
    common, next_to_it, *words = words_of(Random(SEED))  # noqa: S311  # the same words each time
    other = words[FREQUENT]
    queries = {
        "a word": common,
        "a frequent word": other,
        "two words": f"{common}+{other}",
        "a phrase": f"%22{common}+{next_to_it}%22",
        "the beginning of a word": other[:3],
        "of an organization": f"{common}&organization=institute-0",
        "of a category": f"{common}&category=section-0",
        "of a tag": f"{common}&tag=subject-199",
        "of a year": f"{common}&year=2018",
        "a slip of the hand": f"{other}q",
    }
    for name, query in queries.items():
        yield PageType(f"search, {name}", f"/search/?q={query}")
    yield PageType("feed of a search", f"/search/feed/?q={common}")


def admin_pages(organization: str = "institute-0") -> Iterator[PageType]:
    """Yield the lists of the admin as an owner of an organization and as a superuser sees them, and the post form."""
    owner = User.objects.get(email=f"{Role.OWNER.value}@{organization}.example.org")
    root, _is_new = User.objects.get_or_create(
        email="root@example.org", defaults={"is_staff": True, "is_superuser": True, "name": "Root"}
    )
    for who, user in (("owner", owner), ("superuser", root)):
        yield PageType(f"admin, start page, {who}", reverse("admin:index"), user)
        for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
            if model._meta.app_label != "sites" and _may_see(model, user):
                yield from _list_of(model, who, user)
        for tab in ("held", "spam", "recent"):
            address = reverse("admin:comments_comment_queue", query={"tab": tab})
            yield PageType(f"admin, queue of comments ({tab}), {who}", address, user)
    post = Post.objects.published().of(Organization.objects.get(slug=organization)).newest_first()[0]
    yield PageType("admin, form of a post, owner", reverse("admin:posts_post_change", args=[post.pk]), owner)


def list_of_ten() -> PageType:
    """Return the list of posts in the admin for who edits ten organizations, which on any site fill it."""
    user = User.objects.create(email="ten@example.org", name="An editor", is_staff=True)
    ten = Organization.objects.filter(slug__in=[f"institute-{number}" for number in range(10)])
    Membership.objects.bulk_create(Membership(user=user, organization=each, role=Role.EDITOR) for each in ten)
    return PageType("admin, posts, editor of ten organizations", reverse("admin:posts_post_changelist"), user)


def _list_of(model: type[models.Model], who: str, user: User) -> Iterator[PageType]:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    yield PageType(f"admin, {model._meta.verbose_name_plural}, {who}", address, user)


def _may_see(model: type[models.Model], user: User) -> bool:
    page = PageType("", reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), user)
    return page.client().get(page.address).status_code == HTTPStatus.OK


def _post() -> Post:
    """Return a public post with as many comments and words as most have, from the middle of the site."""
    middle = Post.objects.count() // 2
    posts = Post.objects.published(timezone.now()).filter(pk__gte=middle, word_count=WORDS, comment_count=COMMENTS)
    return posts.order_by("pk")[0]


def _next(address: str) -> str:
    found = NEXT.search(Client().get(address).content.decode())
    return (found[1] or found[2]).replace("&amp;", "&") if found else ""


def _card(address: str) -> str:
    found = re.search(r'property="og:image" content="[^"]*?(/posts/[^"]+\.png)', Client().get(address).content.decode())
    return found[1] if found else address
