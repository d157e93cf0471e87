"""Mails to those who follow a discussion, written by a worker outside the request."""

import hashlib
import textwrap
from collections.abc import Iterator
from datetime import timedelta
from itertools import batched

from django.conf import settings
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from blog.comments.limits import FOLLOWS_OF_ADDRESS
from blog.comments.models import Comment, Follow
from blog.comments.models.follow import name_of_author
from blog.mailing.models import OutgoingMail
from blog.mailing.opt_in import list_headers
from blog.mailing.services import put, withdraw
from blog.posts.addresses import absolute

ROWS_A_CHUNK = 200
# Less than the outbox keeps a key: a comment that is hidden and approved again is never told twice.
OLDEST_TOLD = timedelta(days=30)


@task
def send_follow_confirmation(follow_id: int) -> None:
    """Mail the link that confirms a follow, unless that is done, or was mailed in the last hour, or too often.

    All this is decided here and not in the request, so that nobody can tell from its answer what an address follows.
    Nothing that a stranger typed is in the mail: the title is the organization's.
    """
    at = timezone.now()
    follow = Follow.objects.unconfirmed().on_public_posts(at).filter(pk=follow_id).select_related("post").first()
    if follow is None:
        return
    mailed = Follow.objects.mailed_to(follow.email, after=at - FOLLOWS_OF_ADDRESS.window).values_list("pk", flat=True)
    if follow.pk in mailed or len(mailed) >= FOLLOWS_OF_ADDRESS.rows:
        return
    link = absolute(reverse("follow-confirm", args=[follow.renew_token(at=at)]))
    with translation.override(follow.language):
        title = _one_line(follow.post.title)
        context = {"follow": follow, "title": title, "link": link, "site_name": settings.SITE_NAME}
        subject = _("Confirm that you follow “%(title)s”") % {"title": title}
        body = render_to_string("comments/mail/follow_confirm.txt", context)
    follow.send_link(subject, body)


@task
def put_announcements(comments: list[int]) -> None:
    """Put mails about comments into the outbox, for those who follow where they stand.

    Only what is public now is told, and nothing that is a month old. A mail's key names the comment and the address, so
    that whoever follows a post and a branch of it gets one, and this can be cut off anywhere and run again.
    """
    at = timezone.now()
    told = Comment.objects.public().on_public_posts(at).since(at - OLDEST_TOLD).select_related("post", "user", "root__user")
    for some in batched(comments, ROWS_A_CHUNK, strict=False):
        for comment in told.filter(pk__in=some).defer("post__body", "post__body_html").oldest_first():
            for followers in _followers(comment):
                put([_mail(comment, follow) for follow in followers], at=at)


@task
def take_back_announcements(comments: list[int]) -> None:
    """Take the mails about comments, as far as they wait, out of the outbox."""
    for pk in comments:
        withdraw(OutgoingMail.objects.keyed(_key(pk)))


def _followers(comment: Comment) -> Iterator[list[Follow]]:
    """Yield who is told of a comment, in chunks; never its author."""
    own = {comment.user_email, comment.user.email if comment.user else ""} - {""}
    rows = Follow.objects.told_of(comment).with_address(never=own).order_by("pk")
    chunk = list(rows[:ROWS_A_CHUNK])
    while chunk:
        yield chunk
        is_last = len(chunk) < ROWS_A_CHUNK
        chunk = [] if is_last else list(rows.filter(pk__gt=chunk[-1].pk)[:ROWS_A_CHUNK])


def _mail(comment: Comment, follow: Follow) -> OutgoingMail:
    """Return the mail that tells a follower of a comment, in their language, with the link that stops such mails."""
    address = follow.address  # type: ignore[attr-defined]  # an annotation of with_address()
    stop = absolute(reverse("comments-xtd-mute", args=[follow.stop_token]))
    with translation.override(follow.language):
        title = _one_line(comment.post.title)
        context = {
            "author": _one_line(comment.author_name),
            "title": title,
            "text": textwrap.indent(comment.comment, "    "),
            "link": absolute(comment.get_absolute_url()),
            "is_branch": follow.branch_id is not None,
            "branch_author": name_of_author(comment.root),
            "stop": stop,
            "site_name": settings.SITE_NAME,
        }
        return OutgoingMail(
            key=f"{_key(comment.pk)}{hashlib.sha256(address.encode()).hexdigest()}",
            origin=follow.mail_origin,
            recipient=address,
            subject=_("New reply to “%(title)s”") % {"title": title},
            body=render_to_string("comments/mail/follow_reply.txt", context),
            headers=list_headers(f"post-{comment.post_id}.discussions", stop),
        )


def _key(comment: int) -> str:
    return f"comment/{comment}/"


def _one_line(text: str) -> str:
    return " ".join(text.split())
