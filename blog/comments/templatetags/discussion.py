"""The discussion below a post: `{% load discussion %}{% discussion post %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from blog.comments.converters import comment_number
from blog.comments.markup import ThreadMarkup
from blog.comments.policy import effective_policy
from blog.comments.thread import Thread, read_branch, read_thread
from blog.organizations.models import CommentPolicy
from blog.posts.models import Post

register = template.Library()


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def discussion(context: template.Context, post: Post) -> dict[str, Any]:
    """Render a post's thread, the same for every visitor, in at most two queries; `post.organization` is loaded.

    The address says which page of it: `?replies=` the roots after that comment, with `branch=` the replies to that root.
    Anything else that stands there means the first page.
    """
    thread = _thread(post, context["request"].GET)
    is_closed = effective_policy(post, at=timezone.now()) == CommentPolicy.CLOSED
    reply_address = "" if is_closed else reverse("reply", args=[post.slug])
    permalinks = reverse("comment", args=[0]).removesuffix("0/")  # one look-up instead of one for each comment
    markup = ThreadMarkup(permalinks=permalinks, reply_address=reply_address)
    return {
        "post": post,
        "thread": thread,
        "comments": markup.entries(thread.entries),
        "is_closed": is_closed,
        "reply_address": reply_address,
    }


def _thread(post: Post, query: Mapping[str, str]) -> Thread:
    after, branch = comment_number(query.get("replies")) or 0, comment_number(query.get("branch"))
    if branch is None:
        return read_thread(post, after=after)
    return read_branch(post, branch, after=after) or read_thread(post)
