"""Erasing what somebody wrote and gave."""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from itertools import batched
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import translation

from blog.accounts import pictures
from blog.accounts.models import User
from blog.audit.services import forget_person
from blog.comments.models import Comment, CommentVersion, Report, State, Via
from blog.comments.services import set_state
from blog.comments.services.moderation import lock_posts
from blog.comments.services.own import WITHDRAWN
from blog.likes.services import delete_likes
from blog.organizations.services import leave_organizations
from blog.privacy import rows
from blog.privacy.errors import LastAdministratorError
from blog.privacy.person import Person
from blog.subscriptions.services.subscribing import stop_all

logger = logging.getLogger(__name__)
ROWS_A_STATEMENT = 1_000  # databases bound how many values one statement names
NO_AUTHOR: Mapping[str, Any] = {
    "user": None,
    "user_name": "",
    "user_email": "",
    "user_url": "",
    "ip_address": None,
    "comment": "",
    "body_html": "",
    "text_hash": "",
    "language": "",
    "visitor_key": "",
    "identicon": 0,
    "spam_score": 0,
    "signals": [],
    "edited_at": None,
}


@transaction.atomic
def erase(person: Person, *, at: datetime) -> None:
    """Delete what somebody wrote and gave, and all that says who they are.

    Of their replies the places stay where others have answered. The posts of organizations stay as they are, and the
    counts of likes, reports and replies are right afterwards. The account is deleted, or where something of an
    organization hangs on it, left without a name, an address and a way in.

    Raises:
        LastAdministratorError: when nobody could run the site without the account; nothing is erased then.
        LastOwnerError: when nobody would own an organization of others; as above.
    """
    if person.user is not None:
        _check_others_can_run_the_site(person.user)
        leave_organizations(person.user, at=at)
    _lock_posts(person)
    rows.follows(person).delete()
    stop_all(rows.subscriptions(person))
    rows.mails(person).delete()
    delete_likes(rows.likes(person))
    _delete_reports(person)
    rows.unconfirmed(person).delete()
    _erase_comments(list(rows.comments(person).order_by().values_list("pk", flat=True)), at)
    rows.unsaved(person).delete()
    rows.presences(person).delete()
    rows.invitations(person).delete()
    rows.requests(person).delete()
    if person.user is not None:
        _erase_account(person.user)
    logger.info("privacy.erased")


def _check_others_can_run_the_site(user: User) -> None:
    if not user.is_superuser:
        return
    administrators = User.objects.select_for_update().filter(is_active=True, is_superuser=True).order_by("pk")
    if not [other for other in administrators if other != user]:
        raise LastAdministratorError


def _lock_posts(person: Person) -> None:
    """Lock the posts below which something is about to change, as all do who decide, before any of their comments."""
    posts = set(rows.comments(person).order_by().values_list("post", flat=True))
    posts |= set(rows.reports(person).order_by().values_list("comment__post", flat=True))
    for post, post_of_comment in rows.likes(person).order_by().values_list("post", "comment__post"):
        posts.add(post or post_of_comment)
    lock_posts(posts)


def _delete_reports(person: Person) -> None:
    """Delete a person's reports, and count those that wait for a moderator anew."""
    reported = list(rows.reports(person).order_by().values_list("comment", flat=True).distinct())
    rows.reports(person).delete()
    rows.flags(person).delete()
    waiting = Report.objects.open().filter(comment=models.OuterRef("pk")).order_by().values("comment")
    count = Coalesce(models.Subquery(waiting.annotate(rows=models.Count("pk")).values("rows")), 0)
    for some in batched(reported, ROWS_A_STATEMENT, strict=False):
        Comment.objects.filter(pk__in=some).update(open_reports=count)


def _erase_comments(pks: Collection[int], at: datetime) -> None:
    """Take what stands or waits out of its thread as withdrawn, and clear all of them; what moderators decided stays so."""
    with translation.override(settings.LANGUAGE_CODE):  # what moderators read is not in the author's language
        reason = str(WITHDRAWN)
    for some in batched(pks, ROWS_A_STATEMENT, strict=False):
        theirs = Comment.objects.filter(pk__in=some)
        standing = theirs.filter(state__in=[State.PUBLIC, State.HELD])
        set_state(standing, State.REMOVED, by=None, at=at, reason=reason, via=Via.AUTHOR)
        theirs.update(**NO_AUTHOR)
        CommentVersion.objects.filter(comment__in=some).delete()
        _unquote(Comment, some)


def _erase_account(user: User) -> None:
    """Delete an account; one that something of an organization hangs on only loses all that says whose it was."""
    _unquote(User, [user.pk])
    forget_person(user)
    if not _is_needed(user):
        user.delete()
        return
    EmailAddress.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    if user.picture:
        transaction.on_commit(partial(pictures.remove, user.picture))
    user.email, user.name, user.picture, user.last_login = f"erased-{user.pk}@erased.invalid", "", "", None
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()


def _is_needed(user: User) -> bool:
    """Say whether an organization's posts, revisions, decisions, bans or records name the account."""
    named = (user.posts, user.revisions, user.decisions, user.bans, LogEntry.objects.filter(user=user))
    return any(rows.exists() for rows in named)


def _unquote(model: type[models.Model], pks: Collection[int]) -> None:
    """Clear what the admin's log quotes of rows: it writes their names, and what was changed."""
    kind = ContentType.objects.get_for_model(model)
    LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in pks]).update(object_repr="", change_message="")
