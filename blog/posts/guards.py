"""Guards of posts: they load what may be seen, or raise."""

from datetime import datetime

from django.db import models
from django.http import Http404

from blog.posts.models import Post


class WithdrawnError(Exception):
    """The post was public once and is no more."""


def get_public_post(slug: str, *, at: datetime) -> Post:
    """Return a post that is public at a moment, with its organization, in one query.

    Raises:
        WithdrawnError: when it was public before that moment.
        Http404: when it never was, or does not exist.
    """
    post = Post.objects.published(at).for_reading().filter(slug=slug).fetch_mode(models.FETCH_PEERS).first()
    if post is not None:
        return post
    if Post.objects.withdrawn(at).filter(slug=slug).exists():
        raise WithdrawnError
    raise Http404
