"""Subscribing by mail: asking, proving the address, changing, stopping."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language

from blog.accounts.models import User
from blog.comments.limits import FOLLOWS_OF_NETWORK
from blog.comments.services.following import page_language
from blog.mailing.models import OutgoingMail
from blog.mailing.services import withdraw as withdraw_mails
from blog.organizations.models import Organization
from blog.subscriptions.models import Frequency, Subscription, SubscriptionQuerySet
from blog.subscriptions.tasks import send_confirmation

UNCONFIRMED_KEPT = timedelta(days=7)  # so that a late click is told that the link has run out
NETWORK_KEPT = timedelta(days=1)


class SubscriptionError(Exception):
    """A link does not do what it was made for."""


class UnknownLinkError(SubscriptionError):
    """Nobody was given this link, or what it was for is gone."""


class SpentLinkError(SubscriptionError):
    """The link confirms nothing any more. `subscription` is what it was made for."""

    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription
        super().__init__()


class AlreadySubscribedError(SpentLinkError):
    """It was confirmed before."""


class ExpiredLinkError(SpentLinkError):
    """It has run out."""


@transaction.atomic
def ask_to_subscribe(
    organization: Organization | None, *, email: str, frequency: Frequency, network: str, at: datetime
) -> None:
    """Note that somebody wants mails at an address that they may not own; once committed, a link goes there.

    Whatever the address subscribes to already, the same happens here, and what it has confirmed stays as it is; the task
    decides whether there is a mail to send.

    Raises:
        TooOftenError: when too much was asked for from this network.
    """
    nearby = Subscription.objects.from_network(network).order_by("-asked_at", "-pk")[: FOLLOWS_OF_NETWORK.rows]
    FOLLOWS_OF_NETWORK.check([row.asked_at for row in nearby], at=at)
    now = {"asked_at": at, "network": network}
    new = now | {"created_at": at, "language": page_language(), "frequency": frequency}
    row, made = Subscription.objects.update_or_create(now, create_defaults=new, organization=organization, email=email)
    if not made and row.confirmed_at is None:
        row.frequency = frequency
        row.save(update_fields=["frequency"])
    transaction.on_commit(partial(send_confirmation.enqueue, row.pk))


@transaction.atomic
def subscribe(organization: Organization | None, *, by: User, frequency: Frequency, at: datetime) -> Subscription:
    """Let a signed-in person, whose address is proven by that, have the posts from now on, so often."""
    now = {"asked_at": at, "confirmed_at": at, "language": page_language(), "frequency": frequency}
    new = now | {"created_at": at}
    row, _made = Subscription.objects.update_or_create(now, create_defaults=new, organization=organization, email=by.email)
    return row


def find_own(organization: Organization | None, *, user: User) -> Subscription | None:
    """Return what a signed-in person has subscribed to here, if they have."""
    return Subscription.objects.confirmed().to(organization).of_addresses(user.email).first()


def find_unconfirmed(token: str, *, at: datetime) -> Subscription:
    """Return the subscription that a mailed link confirms, and change nothing.

    Raises:
        UnknownLinkError: when nobody was given this link.
        AlreadySubscribedError: when it was confirmed.
        ExpiredLinkError: when it has run out.
    """
    return _valid(Subscription.objects.all(), token, at)


@transaction.atomic
def confirm(token: str, *, at: datetime) -> Subscription:
    """Begin the subscription that a mailed link confirms, once. Raises as `find_unconfirmed`."""
    row = _valid(Subscription.objects.select_for_update(of=("self",)), token, at)
    row.confirmed_at = at
    row.save(update_fields=["confirmed_at"])
    return row


def _valid(rows: SubscriptionQuerySet, token: str, at: datetime) -> Subscription:
    row = rows.with_token(token).first()
    if row is None:
        raise UnknownLinkError
    if row.confirmed_at is not None:
        raise AlreadySubscribedError(row)
    if row.is_expired(at=at):
        raise ExpiredLinkError(row)
    return row


def find_with_stop_token(stop_token: str) -> Subscription | None:
    """Return the subscription that a stop link stops; None when it has stopped already.

    Raises:
        UnknownLinkError: when this site did not make the link.
    """
    if not Subscription.is_stop_token(stop_token):
        raise UnknownLinkError
    return Subscription.objects.with_stop_token(stop_token).first()


def change_frequency(subscription: Subscription, *, frequency: Frequency) -> None:
    """Let the mails of a subscription come so often from now on."""
    subscription.frequency, subscription.language = frequency, get_language() or subscription.language
    subscription.save(update_fields=["frequency", "language"])


@transaction.atomic
def stop(subscription: Subscription) -> None:
    """Delete a subscription, and take its mails that wait out of the outbox."""
    stop_all(Subscription.objects.filter(pk=subscription.pk))


@transaction.atomic
def stop_everything(subscription: Subscription) -> None:
    """Delete all subscriptions of the same address."""
    stop_all(Subscription.objects.of_addresses(subscription.email))


def stop_all(subscriptions: QuerySet[Subscription]) -> None:
    """Delete subscriptions, and take their mails that wait out of the outbox."""
    rows = list(subscriptions)
    withdraw_mails(OutgoingMail.objects.from_origins([row.mail_origin for row in rows]))
    Subscription.objects.filter(pk__in=[row.pk for row in rows]).delete()


def delete_expired_subscriptions(*, at: datetime) -> int:
    """Delete what nobody confirmed in time, forget from which network anything was asked for, and return how many went."""
    Subscription.objects.asked_before(at - NETWORK_KEPT).exclude(network="").update(network="")
    return Subscription.objects.unconfirmed().asked_before(at - UNCONFIRMED_KEPT).delete()[0]
