"""People who wrote and gave everything that somebody can, and a look into every table."""

import json
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

from blog.accounts.models import User
from blog.accounts.visitors import Visitor
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.comments.models import Comment, CommentVersion, Follow, PendingComment
from blog.comments.services.reports import Reporter, report_comment
from blog.likes.people import Liker
from blog.likes.services import like
from blog.mailing.models import OutgoingMail
from blog.organizations.models import Invitation
from blog.posts.models import Post
from blog.privacy.models import DataRequest
from blog.subscriptions.models import Subscription
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, MembershipFactory, UserFactory

BROWSER = Visitor("the number of a browser")
GUEST, MEMBER, SECOND = "guest.one@example.org", "reader.one@example.org", "second@example.org"
SECRETS_OF_GUEST = ("GUESTWORDS", "GUESTNAME", GUEST, "guest.example.net", "192.0.2.7", BROWSER.key)
SECRETS_OF_MEMBER = ("MEMBERWORDS", "MEMBERNAME", MEMBER, SECOND, "192.0.2.9", "uid-elsewhere")


def quote(row: models.Model) -> None:
    """Let the admin's log name a row, as it does when somebody changes it there."""
    LogEntry.objects.create(
        user=UserFactory.create(is_staff=True),
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row),
        action_flag=CHANGE,
        change_message=json.dumps([{"changed": {"object": str(row)}}]),
    )


def _follow(post: Post, email: str, user: User | None = None, branch: Comment | None = None) -> Follow:
    moments = {"created_at": NOW, "asked_at": NOW, "confirmed_at": NOW}
    return Follow.objects.create(
        post=post, branch=branch, email=email, user=user, language="en", network="192.0.2.7", **moments
    )


def _mail(follow: Follow) -> None:
    for sent_at, body in ((None, "New reply"), (NOW, "")):
        OutgoingMail.objects.create(
            key=f"{follow.pk}/{sent_at}",
            origin=follow.mail_origin,
            recipient=follow.email,
            subject="New reply",
            body=body,
            created_at=NOW,
            not_before=NOW,
            sent_at=sent_at,
        )


def fill_as_guest(post: Post) -> Comment:
    """Store all that a guest can leave behind, and return the comment; somebody has answered it."""
    other = CommentFactory.create(post=post, comment="Words of another.")
    author = {"user_name": "GUESTNAME", "user_email": GUEST, "user_url": "https://guest.example.net/"}
    comment = CommentFactory.create(
        post=post, comment="GUESTWORDS", ip_address="192.0.2.7", visitor_key=BROWSER.key, identicon=7, **author
    )
    CommentFactory.create(post=post, reply_to=comment, comment="An answer.")
    CommentVersion.objects.create(comment=comment, text="GUESTWORDS before", written_at=NOW)
    quote(comment)
    moments = {"created_at": NOW, "expires_at": NOW}
    given = {"name": "GUESTNAME", "email": GUEST, "url": "https://guest.example.net/", "ip_address": "192.0.2.7"}
    for confirmed in ({"text": "GUESTWORDS"}, {"confirmed_at": NOW, "comment": comment}):
        PendingComment.objects.create(post=post, network="192.0.2.7", visitor_key=BROWSER.key, **given, **moments, **confirmed)
    for target in (post, other):
        like(target, by=Liker(visitor_key=BROWSER.key, network="192.0.2.7"), at=NOW)
    report_comment(
        other, by=Reporter(visitor_key=BROWSER.key, network="192.0.2.7"), reason="spam", text="GUESTWORDS about it", at=NOW
    )
    _mail(_follow(post, GUEST))
    _follow(post, GUEST, branch=other)
    Subscription.objects.create(email=GUEST, language="en", network="192.0.2.7", created_at=NOW, asked_at=NOW)
    DataRequest.objects.create(email=GUEST, network="192.0.2.7", created_at=NOW)
    return comment


def fill_as_member(post: Post) -> User:
    """Store all that somebody with an account can leave behind, and return the account."""
    user = UserFactory.create(email=MEMBER, name="MEMBERNAME")
    EmailAddress.objects.create(user=user, email=MEMBER, verified=True, primary=True)
    EmailAddress.objects.create(user=user, email=SECOND, verified=True)
    told = {"email": MEMBER, "name": "MEMBERNAME"}
    SocialAccount.objects.create(user=user, provider="google", uid="uid-elsewhere", extra_data=told)
    other = CommentFactory.create(post=post, comment="Words of another.")
    comment = CommentFactory.create(
        post=post, user=user, user_name="MEMBERNAME", user_email="", comment="MEMBERWORDS", ip_address="192.0.2.9"
    )
    CommentFactory.create(post=post, reply_to=comment, comment="An answer.")
    quote(comment)
    quote(user)
    for target in (post, other):
        like(target, by=Liker(user=user), at=NOW)
    report_comment(other, by=Reporter(user=user, network="192.0.2.9"), reason="spam", text="MEMBERWORDS about it", at=NOW)
    _mail(_follow(post, MEMBER, user=user))
    membership = MembershipFactory.create(user=user)
    asked = {"created_at": NOW, "mailed_at": NOW, "expires_at": NOW}
    Invitation.objects.create(organization=membership.organization, email=MEMBER, secret_hash="of a member", **asked)
    recorded: dict[str, Any] = {"organization": membership.organization_id, "by": user, "at": NOW}
    audit.record(Verb.POSTS_CHANGE, post, **recorded)
    audit.record(Verb.PEOPLE_ADD, user, **recorded)
    CommentFactory.create(post=post, user_email=SECOND, user_name="MEMBERNAME", comment="MEMBERWORDS as a guest")
    return user


def everything_stored() -> str:
    """Return every value of every row of every table."""
    values: list[Any] = []
    for model in apps.get_models(include_auto_created=True):
        values += [f"{model._meta.label} {row}" for row in model._base_manager.values()]
    return "\n".join(values)
