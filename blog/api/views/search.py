"""The search: what the search page finds, and at the same cost."""

from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from blog.api.filters import pages_named
from blog.api.paging import beside, no_such_cursor
from blog.api.parameters import SearchParameters
from blog.api.serializers import FoundPage
from blog.api.views.base import ReadView
from blog.api.views.described import described
from blog.posts.models import Post
from blog.search.asked import Asked
from blog.search.results import find


class Search(ReadView):
    """Public posts, and organizations, that hold words."""

    @described("search", _("Posts and organizations by words"), FoundPage, parameters=SearchParameters, refusals=(400, 404))
    def get(self, request: Request) -> Response:
        """Answer a part of what is found."""
        given = SearchParameters.read(request.GET)
        results = find(_asked(given), at=timezone.now(), size=given["page_size"], build=Post.objects.for_listing)
        suggestion = results.suggestion.typed if results.suggestion else None
        page = {
            **beside(request, SearchParameters, next=results.next),
            "results": [result.post for result in results.items],
            "organizations": results.organizations,
            "suggestion": suggestion,
        }
        snippets = {result.post.pk: result.snippet for result in results.items}
        return Response(FoundPage(page, context={"snippets": snippets}).data)


def _asked(given: dict[str, Any]) -> Asked:
    """Return the search that parameters ask for.

    Raises:
        NothingNamedError: when a filter names nothing, or the cursor was not given out here.
    """
    texts = {"q": given["q"], "year": str(given.get("year", "")), "after": given.get("after", "")}
    filters: dict[str, Any] = {**pages_named(given), "language": given.get("language", "")}
    asked = replace(Asked.read(texts), **filters)
    if texts["after"] and asked.after is None:
        raise no_such_cursor()
    return asked
