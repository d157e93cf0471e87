"""Mails to those who subscribe, written by a worker outside the request."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments.limits import FOLLOWS_OF_ADDRESS
from blog.mailing.models import OutgoingMail
from blog.mailing.opt_in import list_headers
from blog.mailing.services import put
from blog.organizations.models import Organization
from blog.posts.addresses import absolute
from blog.posts.models import Post
from blog.subscriptions.joint import brought_otherwise
from blog.subscriptions.models import Frequency, Issue, Subscription

ROWS_A_CHUNK = 200


@task
def send_confirmation(subscription_id: int) -> None:
    """Mail the link that confirms a subscription, unless that is done, or was mailed in the last hour, or too often.

    All this is decided here and not in the request, so that nobody can tell from its answer what an address gets.
    Nothing that a stranger typed is in the mail.
    """
    at = timezone.now()
    row = Subscription.objects.unconfirmed().filter(pk=subscription_id).select_related("organization").first()
    if row is None:
        return
    mailed = Subscription.objects.mailed_to(row.email, after=at - FOLLOWS_OF_ADDRESS.window).values_list("pk", flat=True)
    if row.pk in mailed or len(mailed) >= FOLLOWS_OF_ADDRESS.rows:
        return
    link = absolute(reverse("subscription-confirm", args=[row.renew_token(at=at)]))
    with translation.override(row.language):
        name = name_of(row.organization)
        subject = _("Confirm that you get the posts of %(name)s by mail") % {"name": name}
        context = {"name": name, "link": link, "frequency": row.get_frequency_display(), "site_name": settings.SITE_NAME}
        body = render_to_string("subscriptions/mail/confirm.txt", context)
    row.send_link(subject, body)


@task
def send_issue(issue_id: int) -> None:
    """Put an issue's mails into the outbox, a chunk of subscribers at a time.

    Each chunk and the note of how far it went are one transaction, and a mail's key names issue and subscription: this
    can be cut off anywhere, run again and run twice at once, and each subscriber gets the issue once.
    """
    while True:
        with transaction.atomic():
            issue = Issue.objects.select_for_update().filter(pk=issue_id, done_at__isnull=True).first()
            if issue is None or not _send_chunk(issue, at=timezone.now()):
                return


def _send_chunk(issue: Issue, *, at: datetime) -> bool:
    """Put the next mails; return whether there may be more."""
    reached = Subscription.objects.reached_by(issue.frequency, made_at=issue.made_at)
    chunk = list(reached.filter(pk__gt=issue.reached)[:ROWS_A_CHUNK])
    mails = _mails(issue, chunk, at=at)
    put(mails, at=at)
    if chunk:
        issue.reached, issue.mail_count = chunk[-1].pk, issue.mail_count + len(mails)
    is_last = len(chunk) < ROWS_A_CHUNK
    issue.done_at = at if is_last else None
    issue.save(update_fields=["reached", "mail_count", "done_at"])
    return not is_last


def _mails(issue: Issue, subscriptions: Collection[Subscription], *, at: datetime) -> list[OutgoingMail]:
    posts: dict[int | None, list[Post]] = {}
    for row in subscriptions:
        if row.organization_id not in posts:
            posts[row.organization_id] = _posts(issue, row.organization, at=at)
    different = {post.pk: post for found in posts.values() for post in found}
    left_out = brought_otherwise(issue, subscriptions, different.values())
    brought = [
        (row, [post for post in posts[row.organization_id] if (row.pk, post.pk) not in left_out]) for row in subscriptions
    ]
    return [_mail(issue, row, found) for row, found in brought if found]


def _posts(issue: Issue, organization: Organization | None, *, at: datetime) -> list[Post]:
    """Return what the issue brings of an organization, or of all, as far as it is still public.

    Of what others publish, that is what the organization had joined by then: a post goes out once at each frequency.
    """
    rows = Post.objects.published(at).filter(pk__in=issue.contents.values("post"))
    if organization is not None:
        rows = rows.published_by(organization, at=issue.made_at)
    return list(rows.for_listing().fetch_mode(models.FETCH_PEERS))


def _mail(issue: Issue, subscription: Subscription, posts: list[Post]) -> OutgoingMail:
    """Return the mail that brings posts to a subscriber, in their language, with the link that stops such mails."""
    stop = absolute(reverse("subscription-stop", args=[subscription.stop_token]))
    with translation.override(subscription.language):
        name = name_of(subscription.organization)
        context = {
            "posts": [(post, absolute(post.get_absolute_url())) for post in posts],
            "name": name,
            "is_site": subscription.organization_id is None,
            "stop": stop,
            "site_name": settings.SITE_NAME,
        }
        return OutgoingMail(
            key=f"issue/{issue.pk}/{subscription.pk}",
            origin=subscription.mail_origin,
            recipient=subscription.email,
            subject=_subject(issue, name, posts),
            body=render_to_string("subscriptions/mail/issue.txt", context),
            html=render_to_string("subscriptions/mail/issue.html", context | {"language": subscription.language}),
            headers=list_headers(_channel(subscription), stop),
        )


def _subject(issue: Issue, name: str, posts: list[Post]) -> str:
    if issue.frequency == Frequency.WEEKLY:
        return _("%(name)s: the week") % {"name": name}
    if issue.frequency == Frequency.MONTHLY:
        return _("%(name)s: the month") % {"name": name}
    if len(posts) == 1:
        return " ".join(posts[0].title.split())
    words = ngettext("%(name)s: %(count)d new post", "%(name)s: %(count)d new posts", len(posts))
    return words % {"name": name, "count": len(posts)}


def name_of(organization: Organization | None) -> str:
    """Return what a subscription is to, in one line: an organization's name, or the site's."""
    return " ".join(organization.name.split()) if organization else settings.SITE_NAME


def _channel(subscription: Subscription) -> str:
    return f"organization-{subscription.organization_id}.posts" if subscription.organization_id else "site.posts"
