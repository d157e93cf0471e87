"""The discussion below a post: `{% load discussion %}{% discussion post %}`."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from blog.accounts.changes import of_people
from blog.changes.contents import Contents
from blog.changes.reading import holds_until, narrowed
from blog.comments.badges import Badge, badges_of
from blog.comments.changes import of_discussion
from blog.comments.converters import comment_number
from blog.comments.markup import ThreadMarkup
from blog.comments.policy import closing_moment, effective_policy
from blog.comments.structured_data import comments_block
from blog.comments.thread import Cursor, Order, Thread, read_branch, read_thread
from blog.organizations.changes import of_team
from blog.organizations.models import CommentPolicy
from blog.posts.changes import of_post
from blog.posts.models import Post

register = template.Library()

NEXT_PAGE = {Order.OLDEST: _("Later replies"), Order.NEWEST: _("Earlier replies"), Order.LIKED: _("Replies with fewer likes")}


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def discussion(context: template.Context, post: Post) -> dict[str, Any]:
    """Render a post's thread, the same for every visitor, in at most three queries; `post.organization` is loaded.

    The address says which page of it: `?order=` in which order, `?replies=` the roots after that comment, with `branch=`
    the replies to that root. Anything else that stands there means the first page of the order, or of the first order.
    """
    with narrowed() as on:
        thread = _thread(post, context["request"].GET)
        users = thread.users()
        badges = badges_of(users, post)
        on(of_discussion(post.pk), of_post(post.pk), of_team(post.organization_id), *of_people(users))
    now = timezone.now()
    is_closed = effective_policy(post, at=now) == CommentPolicy.CLOSED
    if (closes_at := closing_moment(post)) is not None and now < closes_at:
        holds_until(closes_at)
    address, team = post.get_absolute_url(), post.organization.display_name
    named = (address, post.slug, post.comment_count, team, is_closed)
    return {
        "shown": Contents(thread.contents, tuple(sorted(badges.items())), *named),
        "post": post,
        "thread": thread,
        "comments": partial(_comments, thread, badges, team, "" if is_closed else reverse("reply", args=[post.slug])),
        "is_closed": is_closed,
        "beginning": _address(address, thread.order),
        "orders": [(_address(address, order), order.label, order == thread.order) for order in Order],
        "next_replies": _address(address, thread.order, branch=thread.last_root, replies=thread.next_replies),
        "next_page": _address(address, thread.order, replies=thread.next_page),
        "next_words": NEXT_PAGE[thread.order],
        "structured_data": partial(comments_block, thread, post),
    }


def _comments(thread: Thread, badges: Mapping[int, Badge], team: str, reply_address: str) -> SafeString:
    markup = ThreadMarkup(reply_address=reply_address, badges=badges, team=team, is_folding=thread.branch is None)
    return markup.entries(thread.entries)


def _thread(post: Post, query: Mapping[str, str]) -> Thread:
    named, branch = query.get("order", ""), comment_number(query.get("branch"))
    order = Order(named) if named in Order.values else Order.OLDEST
    replies = query.get("replies", "")
    if branch is None:
        return read_thread(post, order=order, after=Cursor.parse(replies, order))
    return read_branch(post, branch, order=order, after=comment_number(replies) or 0) or read_thread(post, order=order)


def _address(post: str, order: Order, **query: object) -> str:
    """Return the address of a page of the discussion; of the first page in the first order it is the post's own."""
    named = {} if order == Order.OLDEST else {"order": order.value}
    return f"{post}?{urlencode(named | query)}".removesuffix("?") + "#discussion"
