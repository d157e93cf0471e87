"""Subscribing by mail: asking, proving the address, changing, stopping."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language

from blog.accounts.models import User
from blog.comments.limits import FOLLOWS_OF_NETWORK
from blog.mailing import opt_in
from blog.mailing.opt_in import language_of_mails
from blog.organizations.models import Organization
from blog.subscriptions.models import Frequency, Subscription
from blog.subscriptions.tasks import send_confirmation


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
    nearby = Subscription.objects.from_network(network)[: FOLLOWS_OF_NETWORK.rows]
    FOLLOWS_OF_NETWORK.check([row.asked_at for row in nearby], at=at)
    now = {"asked_at": at, "network": network}
    new = now | {"created_at": at, "language": language_of_mails(), "frequency": frequency}
    row, made = Subscription.objects.update_or_create(now, create_defaults=new, organization=organization, email=email)
    if not made and row.confirmed_at is None:
        row.frequency = frequency
        row.save(update_fields=["frequency"])
    transaction.on_commit(partial(send_confirmation.enqueue, row.pk))


@transaction.atomic
def subscribe(organization: Organization | None, *, by: User, frequency: Frequency, at: datetime) -> Subscription:
    """Let a signed-in person, whose address is proven by that, have the posts from now on, so often."""
    now = {"asked_at": at, "confirmed_at": at, "language": language_of_mails(), "frequency": frequency}
    new = now | {"created_at": at}
    row, _made = Subscription.objects.update_or_create(now, create_defaults=new, organization=organization, email=by.email)
    return row


def find_own(organization: Organization | None, *, user: User) -> Subscription | None:
    """Return what a signed-in person has subscribed to here, if they have."""
    return Subscription.objects.confirmed().to(organization).of_addresses(user.email).first()


def find_unconfirmed(token: str, *, at: datetime) -> Subscription:
    """Return the subscription that a mailed link confirms, and change nothing. Raises as `OptInQuerySet.unproven`."""
    return Subscription.objects.select_related("organization").unproven(token, at=at)


@transaction.atomic
def confirm(token: str, *, at: datetime) -> Subscription:
    """Begin the subscription that a mailed link confirms, once. Raises as `find_unconfirmed`."""
    row = Subscription.objects.select_for_update(of=("self",)).unproven(token, at=at)
    row.confirm(at=at)
    return row


def find_with_stop_token(stop_token: str) -> Subscription | None:
    """Return the subscription that a stop link stops, as `OptInQuerySet.stopped_by` does."""
    return Subscription.objects.select_related("organization").stopped_by(stop_token)


def change_frequency(subscription: Subscription, *, frequency: Frequency) -> None:
    """Let the mails of a subscription come so often from now on."""
    subscription.frequency, subscription.language = frequency, get_language() or subscription.language
    subscription.save(update_fields=["frequency", "language"])


@transaction.atomic
def stop(subscription: Subscription) -> None:
    """Delete a subscription, and take its mails that wait out of the outbox."""
    opt_in.stop([subscription])


@transaction.atomic
def stop_everything(subscription: Subscription) -> None:
    """Delete all subscriptions of the same address."""
    stop_all(Subscription.objects.of_addresses(subscription.email))


def stop_all(subscriptions: QuerySet[Subscription]) -> None:
    """Delete subscriptions, and take their mails that wait out of the outbox."""
    opt_in.stop(list(subscriptions))


def delete_expired_subscriptions(*, at: datetime) -> int:
    """Delete what nobody confirmed in time, forget from which network anything was asked for, and return how many went."""
    return Subscription.objects.forget(at=at)
