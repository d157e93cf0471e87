"""Browsers that a site knows, and what they wrote."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse  # noqa: TID251  # responses alone sign cookies
from django.test import Client

from blog.accounts.visitors import Visitor
from blog.comments.models import Comment, PendingComment
from blog.comments.services.confirmation import LINK_LIFE
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory

OURS, THEIRS = Visitor("ours"), Visitor("theirs")


def browser_of(visitor: Visitor) -> Client:
    """Return a browser that carries a visitor's cookie."""
    response, browser = HttpResponse(), Client()
    visitor.remember(response)
    browser.cookies.update(response.cookies)
    return browser


def written(post: Post, visitor: Visitor = OURS, *, at: datetime = NOW, **columns: Any) -> Comment:
    """Store what a guest wrote with a browser."""
    given = {"user_name": "Guest One", "user_email": "guest.one@example.org", "comment": "What I *think*."}
    return CommentFactory.create(post=post, visitor_key=visitor.key, submit_date=at, **(given | columns))


def waiting(post: Post, visitor: Visitor = OURS, *, at: datetime = NOW, text: str = "What I *think*.") -> PendingComment:
    """Store what a guest wrote with a browser and has not confirmed."""
    return PendingComment.objects.create(
        post=post,
        name="Guest One",
        email="guest.one@example.org",
        text=text,
        ip_address="192.0.2.7",
        network="192.0.2.7",
        visitor_key=visitor.key,
        created_at=at,
        expires_at=at + LINK_LIFE,
    )
