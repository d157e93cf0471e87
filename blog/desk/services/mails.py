"""The mails of the desk: what happened to a post, to the people whom it concerns."""

from collections.abc import Iterable
from datetime import datetime
from textwrap import indent
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from blog.accounts.models import User
from blog.desk import people
from blog.desk.models import GuestReview, Verdict
from blog.mailing.models import OutgoingMail
from blog.mailing.services import put
from blog.posts.addresses import absolute
from blog.posts.models import Post

HEADERS = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no automatic answers, please


def tell_of_guest_review(review: GuestReview, *, at: datetime) -> None:
    """Tell a post's people what a guest said: its authors and who shared it, or else those who publish it."""
    link, post = review.link, review.link.post
    told = {user.pk: user for user in people.authors(post)}
    sharer = link.created_by
    if sharer is not None and Post.objects.worked_on_by(sharer).filter(pk=post.pk).exists():
        told[sharer.pk] = sharer
    with translation.override(settings.LANGUAGE_CODE):
        sentence = {
            Verdict.APPROVED: _("%(name)s approved “%(title)s”"),
            Verdict.COMMENTED: _("%(name)s commented on “%(title)s”"),
        }[Verdict(review.verdict)]
        _send(
            told.values() or people.publishers(post),
            key=f"guest-review:{review.pk}",
            subject=sentence % {"name": review.name, "title": post.title},
            body=_body("guest_review", post, {"review": review, "text": quoted(review.text)}),
            at=at,
        )


def quoted(text: str) -> str:
    """Return somebody's words with each line marked, so that none passes for one of ours."""
    return indent(text, "> ", lambda _line: True)


def _body(template: str, post: Post, context: dict[str, Any]) -> str:
    page = absolute(reverse("admin:posts_post_change", args=[post.pk]))
    known = {"post": post, "page": page, "site_name": settings.SITE_NAME}
    return render_to_string(f"desk/mail/{template}.txt", known | context)


def _send(people_told: Iterable[User], *, key: str, subject: str, body: str, at: datetime) -> None:
    mails = [
        OutgoingMail(key=f"{key}:{user.pk}", recipient=user.email, subject=subject, body=body, headers=HEADERS)
        for user in people_told
    ]
    put(mails, at=at)
