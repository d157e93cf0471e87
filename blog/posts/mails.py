"""Mails about posts, to people of their organizations."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from textwrap import indent
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from blog.accounts.models import User
from blog.mailing.models import OutgoingMail
from blog.mailing.services import put
from blog.posts.addresses import absolute
from blog.posts.models import Post

HEADERS = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no automatic answers, please


@contextmanager
def in_site_language() -> Iterator[None]:
    """Write in the language and the time zone of the site: nobody has said which ones they read."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(timezone.get_default_timezone()):
        yield


def body(template: str, post: Post, context: dict[str, Any]) -> str:
    """Return the text of a mail, whose template knows the post and its page in admin."""
    page = absolute(reverse("admin:posts_post_change", args=[post.pk]))
    return render_to_string(template, {"post": post, "page": page, "site_name": settings.SITE_NAME} | context)


def quoted(text: str) -> str:
    """Return somebody's words with each line marked, so that none passes for one of ours."""
    return indent(text, "> ", lambda _line: True)


def send(people: Iterable[User], *, key: str, subject: str, text: str, at: datetime) -> None:
    """Put one mail for each of the people into the outbox; it goes once the transaction is committed."""
    mails = [
        OutgoingMail(key=f"{key}:{person.pk}", recipient=person.email, subject=subject, body=text, headers=HEADERS)
        for person in people
    ]
    put(mails, at=at)
