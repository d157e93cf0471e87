"""Which rows of each kind are a person's."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import models
from django_comments.models import CommentFlag

from blog.accounts.models import User
from blog.comments.models import Comment, CommentVersion, Follow, PendingComment, Report
from blog.desk.models import Autosave, Presence
from blog.likes.models import Like, LikeQuerySet
from blog.likes.people import Liker
from blog.mailing.models import OutgoingMail
from blog.organizations.models import Invitation, Membership
from blog.posts.models import Post
from blog.privacy.models import DataRequest
from blog.privacy.person import Person
from blog.subscriptions.models import Subscription

NOBODY = models.Q(pk__in=())


def comments(person: Person) -> models.QuerySet[Comment]:
    """Return what a person wrote, signed in or as a guest under a proven address."""
    return Comment.objects.filter(_by_account(person) | models.Q(user__isnull=True, user_email__in=person.emails))


def versions(person: Person) -> models.QuerySet[CommentVersion]:
    """Return earlier texts of what a person wrote."""
    return CommentVersion.objects.filter(comment__in=comments(person).order_by().values("pk"))


def unconfirmed(person: Person) -> models.QuerySet[PendingComment]:
    """Return what a person wrote and did not confirm yet, and the traces of what they did confirm."""
    return PendingComment.objects.filter(email__in=person.emails)


def likes(person: Person) -> LikeQuerySet:
    """Return what a person likes, as account and with this browser."""
    return Like.objects.by(Liker(user=person.user, visitor_key=person.visitor_key))


def reports(person: Person) -> models.QuerySet[Report]:
    """Return what a person reported to moderators, as account and with this browser."""
    visitor = models.Q(user__isnull=True, visitor_key=person.visitor_key) if person.visitor_key else NOBODY
    return Report.objects.filter(_by_account(person) | visitor)


def flags(person: Person) -> models.QuerySet[CommentFlag]:
    """Return what the comment package noted of an account's reports."""
    flagged: models.QuerySet[CommentFlag] = CommentFlag.objects.filter(_by_account(person))
    return flagged


def follows(person: Person) -> models.QuerySet[Follow]:
    """Return what a person follows by mail."""
    return Follow.objects.filter(_by_account(person) | models.Q(email__in=person.emails))


def subscriptions(person: Person) -> models.QuerySet[Subscription]:
    """Return what a person gets the posts of by mail."""
    return Subscription.objects.of_addresses(*person.emails)


def mails(person: Person) -> models.QuerySet[OutgoingMail]:
    """Return the mails to a person that wait or were sent lately."""
    return OutgoingMail.objects.filter(recipient__in=person.emails)


def memberships(person: Person) -> models.QuerySet[Membership]:
    """Return the organizations that a person works for."""
    return Membership.objects.filter(_by_account(person))


def invitations(person: Person) -> models.QuerySet[Invitation]:
    """Return by which organizations a person was asked to work for them."""
    return Invitation.objects.filter(email__in=person.emails)


def posts(person: Person) -> models.QuerySet[Post]:
    """Return the posts that a person may edit as their own."""
    return Post.objects.filter(authors=person.user) if person.user else Post.objects.none()


def unsaved(person: Person) -> models.QuerySet[Autosave]:
    """Return what a person wrote at the desk and did not save."""
    return Autosave.objects.of(person.user) if person.user else Autosave.objects.none()


def presences(person: Person) -> models.QuerySet[Presence]:
    """Return which posts a person has open, or had lately."""
    return Presence.objects.filter(_by_account(person))


def addresses(person: Person) -> models.QuerySet[EmailAddress]:
    """Return the addresses with which an account can sign in."""
    stored: models.QuerySet[EmailAddress] = EmailAddress.objects.filter(_by_account(person))
    return stored


def connections(person: Person) -> models.QuerySet[SocialAccount]:
    """Return the services with which an account can sign in."""
    stored: models.QuerySet[SocialAccount] = SocialAccount.objects.filter(_by_account(person))
    return stored


def requests(person: Person) -> models.QuerySet[DataRequest]:
    """Return when somebody asked for this very page under a proven address."""
    return DataRequest.objects.filter(email__in=person.emails)


def account(person: Person) -> models.QuerySet[User]:
    """Return the account."""
    return User.objects.filter(pk=person.user.pk) if person.user else User.objects.none()


def _by_account(person: Person) -> models.Q:
    return models.Q(user=person.user) if person.user else NOBODY
