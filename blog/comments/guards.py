"""Guards of comments: they load what may be seen, or raise."""

from datetime import datetime

from django.http import Http404

from blog.comments.models import Comment


def get_public_comment(pk: int, *, at: datetime) -> Comment:
    """Return a public comment on a post that is public at a moment, with the post, in one query.

    Raises:
        Http404: when there is none, whatever the reason.
    """
    comment = Comment.objects.public().on_public_posts(at).numbered(pk).select_related("post").first()
    if comment is None:
        raise Http404
    return comment
