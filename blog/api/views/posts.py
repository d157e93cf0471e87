"""Posts: the newest of a list, and one of them whole."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from blog.api.filters import Named, pages_named, posts_asked_for
from blog.api.paging import beside, part_of
from blog.api.parameters import PostParameters
from blog.api.serializers import PostDetail, PostPage
from blog.api.views.base import ReadView
from blog.api.views.described import described
from blog.changes.reading import narrowed
from blog.organizations.changes import of_organization
from blog.organizations.models import Organization
from blog.posts.changes import OF_NO_TERM_OR_SERIES, of_card, of_listing, of_post, of_shown_posts, of_term
from blog.posts.guards import get_public_post
from blog.posts.models import Post, terms_by_post
from blog.posts.publishers import first_of


class Posts(ReadView):
    """The public posts, the newest first."""

    @described("posts_list", _("Posts, the newest first"), PostPage, parameters=PostParameters, refusals=(400, 404))
    def get(self, request: Request) -> Response:
        """Answer a part of the list."""
        asked = PostParameters.read(request.GET)
        with narrowed() as on:
            named = pages_named(asked)
            on(*map(_subject, named.values()))
        with narrowed() as on:
            rows = posts_asked_for(asked, named).for_listing().fetch_mode(models.FETCH_PEERS)
            publisher = named.get("organization")
            within: dict[str, Any] = {} if publisher is None else {"read": first_of, "of": publisher.pk}
            page = part_of(rows, by="-published_at", asked=asked, **within)
            terms = terms_by_post(page.items)
            on(*map(of_listing, named.values() or [None]), *of_shown_posts(page.items))
            on(*OF_NO_TERM_OR_SERIES, *(of_term(term) for some in terms.values() for term in some))
        turns = beside(request, PostParameters, next=page.next, previous=page.previous)
        return Response(PostPage({**turns, "results": page.items}, context={"terms": terms}).data)


class OnePost(ReadView):
    """A public post."""

    @described("posts_read", _("A post with its whole text"), PostDetail, refusals=(404, 410))
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002  # Django's signature
        """Answer the post."""
        post = get_public_post(slug, at=timezone.now())
        with narrowed() as on:
            terms = terms_by_post([post])
            translations = list(Post.objects.published().other_versions_of(post).for_version())
            on(of_post(post.pk), *OF_NO_TERM_OR_SERIES, *map(of_term, terms.get(post.pk, [])))
            on(*(of_card(version.pk) for version in translations))
        return Response(PostDetail(post, context={"terms": terms, "translations": translations}).data)


def _subject(page: Named) -> str:
    return of_organization(page.pk) if isinstance(page, Organization) else of_term(page)
