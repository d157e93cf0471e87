"""What follows when django-allauth confirms an address, and when Django deletes a user."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.db import transaction

from blog.accounts import pictures, services
from blog.accounts.models import User


def address_was_confirmed(request: Any, email_address: EmailAddress, **_signal: Any) -> None:
    """When an account's first address is proven, keep only the connections of the person who proves it."""
    user = email_address.user
    if EmailAddress.objects.filter(user=user, verified=True).exclude(pk=email_address.pk).exists():
        return
    records = get_authentication_records(request, user)
    proven = {(record.get("provider"), record.get("uid")) for record in records if record["method"] == "socialaccount"}
    services.drop_unproven_connections(user, proven=proven)


def user_was_deleted(instance: User, **_signal: Any) -> None:
    """Delete the picture with its user, however the user is deleted."""
    if name := instance.picture:
        transaction.on_commit(lambda: pictures.remove(name))
