"""The sitemap (https://www.sitemaps.org/protocol.html): every public page and when it last changed."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sites.models import Site
from django.contrib.sites.requests import RequestSite
from django.db import models
from django.urls import reverse

from blog.organizations.models import Organization
from blog.posts.models import Category, Post, Tag


class SiteSitemap[ItemT](Sitemap[ItemT]):
    """A section of this site, whatever name it was asked by."""

    def get_protocol(self, protocol: str | None = None) -> str:  # noqa: ARG002  # Django's signature
        """Return the scheme that `SITE_URL` names."""
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Site | RequestSite | None = None) -> str:  # noqa: ARG002  # as above
        """Return the host that `SITE_URL` names."""
        return urlsplit(settings.SITE_URL).netloc


class PageSitemap(SiteSitemap[str]):
    """The pages that list others."""

    def items(self) -> list[str]:
        """Return the names of their addresses."""
        return ["home", "organizations", "archive"]

    def location(self, item: str) -> str:
        """Return the path."""
        return reverse(item)


class PostSitemap(SiteSitemap[Post]):
    """Public posts."""

    def items(self) -> models.QuerySet[Post]:
        """Return them, the newest first."""
        return Post.objects.published().newest_first().only("slug", "updated_at")

    def lastmod(self, item: Post) -> datetime:
        """Return when it last changed."""
        return item.updated_at


class OrganizationSitemap(SiteSitemap[Organization]):
    """Organizations."""

    def items(self) -> models.QuerySet[Organization]:
        """Return them by name."""
        return Organization.objects.order_by("name", "pk").only("slug", "updated_at")

    def lastmod(self, item: Organization) -> datetime:
        """Return when its profile last changed."""
        return item.updated_at


class CategorySitemap(SiteSitemap[Category]):
    """Categories."""

    def items(self) -> models.QuerySet[Category]:
        """Return them by name."""
        return Category.objects.by_name()


class TagSitemap(SiteSitemap[Tag]):
    """Tags."""

    def items(self) -> models.QuerySet[Tag]:
        """Return them by name."""
        return Tag.objects.by_name()


SECTIONS: dict[str, type[Sitemap[Any]]] = {
    "pages": PageSitemap,
    "posts": PostSitemap,
    "organizations": OrganizationSitemap,
    "categories": CategorySitemap,
    "tags": TagSitemap,
}
