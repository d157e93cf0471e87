"""The public replies to a post."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from blog.accounts.changes import of_people
from blog.api.paging import beside, no_such_cursor
from blog.api.parameters import TwoWayParameters
from blog.api.serializers import CommentPage
from blog.api.views.base import ReadView
from blog.api.views.described import described
from blog.changes.reading import narrowed
from blog.comments.changes import of_discussion
from blog.comments.converters import comment_number
from blog.comments.models import Comment
from blog.comments.thread import ShownComment, rows_of
from blog.posts.guards import get_public_post
from blog.posts.models import Post


class Comments(ReadView):
    """The public replies to a public post."""

    @described(
        "comments_list",
        _("The public replies to a post, in the order in which they came"),
        CommentPage,
        parameters=TwoWayParameters,
        refusals=(400, 404, 410),
    )
    def get(self, request: Request, slug: str) -> Response:
        """Answer a part of them."""
        asked = TwoWayParameters.read(request.GET)
        post = get_public_post(slug, at=timezone.now())
        with narrowed() as on:
            comments, previous, following = _part(post, asked)
            on(of_discussion(post.pk), *of_people({comment.user for comment in comments if comment.user}))
        turns = beside(request, TwoWayParameters, next=following, previous=previous)
        return Response(CommentPage({**turns, "results": comments}).data)


def _part(post: Post, asked: Mapping[str, Any]) -> tuple[list[ShownComment], str, str]:
    """Return a part of a discussion with the cursors of the parts before and after it: numbers, empty at the ends."""
    after, before = _number(asked, "after"), _number(asked, "before")
    is_forward, size = after is not None or before is None, asked["page_size"]
    public = Comment.objects.public().of_post(post)
    rows = public.after(after or 0).oldest_first() if is_forward else public.before(before or 0).latest_first()
    found = rows_of(rows[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if not is_forward:
        found.reverse()
    has_previous, has_next = (after is not None, has_more) if is_forward else (has_more, True)
    return (
        found,
        str(found[0].pk) if found and has_previous else "",
        str(found[-1].pk) if found and has_next else "",
    )


def _number(asked: Mapping[str, Any], name: str) -> int | None:
    """Return the number of the comment that a cursor is.

    Raises:
        NothingNamedError: when it is none.
    """
    if name not in asked:
        return None
    number = comment_number(asked[name])
    if number is None:
        raise no_such_cursor()
    return number
