"""Guards of posts: they load what may be seen, or raise."""

from datetime import datetime

from django.db import models
from django.http import Http404

from blog import prepared
from blog.changes.reading import narrowed
from blog.media.looks import LOOK, of_shown_look
from blog.organizations.changes import of_organization
from blog.organizations.models import Organization
from blog.posts.changes import of_listing, of_post, of_term, of_what_a_post_joins
from blog.posts.models import Category, Post, PostQuerySet, Tag


class WithdrawnError(Exception):
    """The post was public once and is no more."""


def get_public_post(slug: str, *, at: datetime) -> Post:
    """Return a post that is public at a moment, with its organization, in one query.

    Raises:
        WithdrawnError: when it was public before that moment.
        Http404: when it never was, or does not exist.
    """
    with narrowed() as on:
        post = next(iter(prepared.rows(_public_post, at=at, slug=slug)), None)
        if post is not None:
            on(of_post(post.pk), *of_what_a_post_joins(post), *of_shown_look(post.organization))
    if post is not None:
        return post
    if Post.objects.withdrawn(at).filter(slug=slug).exists():
        raise WithdrawnError
    raise Http404


def _public_post(*, at: datetime, slug: str) -> PostQuerySet:
    return Post.objects.published(at).for_reading().filter(slug=slug).fetch_mode(models.FETCH_PEERS)


def get_organization(slug: str) -> Organization:
    """Return an organization by the end of its address, with its logo and cover.

    Raises:
        Http404: when there is none.
    """
    with narrowed() as on:
        organization: Organization = _found(prepared.rows(_organization, slug=slug))
        on(of_organization(organization.pk), *of_shown_look(organization))
    return organization


def _organization(*, slug: str) -> models.QuerySet[Organization]:
    return Organization.objects.select_related(*LOOK).filter(slug=slug)


def get_term[TermT: (Category, Tag)](model: type[TermT], slug: str) -> TermT:
    """Return a category or a tag by the end of its address.

    Raises:
        Http404: when there is none.
    """
    with narrowed() as on:
        term: TermT = _found(prepared.rows(_term, model, slug=slug))
        on(of_term(term), of_listing(term))
    return term


def _term[TermT: (Category, Tag)](model: type[TermT], *, slug: str) -> models.QuerySet[TermT]:
    return model.objects.with_size().filter(slug=slug)


def _found[RowT](found: list[RowT]) -> RowT:
    """Return the one row that there is.

    Raises:
        Http404: when there is none.
    """
    if not found:
        raise Http404
    return found[0]
