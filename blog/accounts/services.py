"""What changes an account beyond one row: its address, its picture and the services that are connected to it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from blog.accounts import pictures
from blog.accounts.models import User

STRAY_AFTER = timedelta(days=1)  # a picture is stored before the row that names it


@transaction.atomic
def make_proven_account(email: str) -> User:
    """Store an account whose address somebody has just proven by a link that went there, and return it.

    Raises:
        IntegrityError: when the address has an account.
    """
    user = User.objects.create_user(email)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def choose_time_zone(user: User, name: str) -> None:
    """Let somebody work in a time zone from now on; without a name in that of their organization or of the site."""
    User.objects.filter(pk=user.pk).update(time_zone=name)


def set_picture(user: User, picture: bytes) -> None:
    """Store a small square as the user's picture; the one before is deleted on commit.

    The file is there before the row names it. Should the process end in between, housekeeping removes it.
    """
    _name_picture(user, pictures.store(picture))


def remove_picture(user: User) -> None:
    """Leave the user without a picture; the file is deleted on commit."""
    _name_picture(user, "")


@transaction.atomic
def _name_picture(user: User, name: str) -> None:
    old = User.objects.select_for_update().only("picture").get(pk=user.pk).picture
    user.picture = name
    user.save(update_fields=["picture"])
    if old:
        transaction.on_commit(lambda: pictures.remove(old))


def remove_stray_pictures(*, at: datetime) -> int:
    """Delete pictures that no account names, unless they are so young that one may still come to; return how many."""
    named = set(User.objects.exclude(picture="").values_list("picture", flat=True))
    strays = [name for name in pictures.names() if name not in named and pictures.stored_at(name) < at - STRAY_AFTER]
    for name in strays:
        pictures.remove(name)
    return len(strays)


def drop_unproven_connections(user: User, *, proven: Collection[tuple[str, str]]) -> int:
    """Disconnect the services that were connected before anybody proved the user's address, and return how many.

    Whoever signs up through another service may give an address that is not theirs. When its owner comes, the account
    becomes the owner's, and the way in of whoever came first must end. `proven` are the (provider, uid) pairs with which
    the person who proves the address now has signed in.
    """
    connected = SocialAccount.objects.filter(user=user)
    foreign = [account.pk for account in connected if (account.provider, account.uid) not in proven]
    dropped, _by_model = SocialAccount.objects.filter(pk__in=foreign).delete()
    return int(dropped)
