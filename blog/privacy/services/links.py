"""Proving an address by a mailed link."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from blog.comments.errors import TooOftenError
from blog.comments.limits import Limit
from blog.privacy.errors import ExpiredLinkError, UnknownLinkError, UsedLinkError
from blog.privacy.models import PROOF_LIFE, DataRequest
from blog.privacy.tasks import send_link

LINKS_OF_ADDRESS = Limit(3, timedelta(hours=1), TooOftenError)  # nobody's mailbox is filled by somebody else
LINKS_OF_NETWORK = Limit(10, timedelta(hours=1), TooOftenError)
REQUESTS_KEPT = timedelta(days=1)


@transaction.atomic
def ask_for_link(email: str, *, network: str, at: datetime) -> None:
    """Note that somebody says an address is theirs; once committed, the mail with the link is under way if it is known here.

    Whatever the address is, the same happens: an address that gets no more mails is no error either.

    Raises:
        TooOftenError: when too many asked from this network.
    """
    DataRequest.objects.made_before(at - REQUESTS_KEPT).delete()
    nearby = DataRequest.objects.from_network(network).newest_first().values_list("created_at", flat=True)
    LINKS_OF_NETWORK.check(list(nearby[: LINKS_OF_NETWORK.rows]), at=at)
    earlier = DataRequest.objects.of_address(email).newest_first().values_list("created_at", flat=True)
    moments = list(earlier[: LINKS_OF_ADDRESS.rows])
    asked = DataRequest.objects.create(email=email, network=network, created_at=at)
    try:
        LINKS_OF_ADDRESS.check(moments, at=at)
    except TooOftenError:
        return
    transaction.on_commit(partial(send_link.enqueue, asked.pk, get_language() or settings.LANGUAGE_CODE))


def find_request(token: str, *, at: datetime) -> DataRequest:
    """Return the request that a mailed link proves; nothing is changed.

    Raises:
        UnknownLinkError: when there is none.
        UsedLinkError: when it was followed and confirmed before.
        ExpiredLinkError: when it has run out.
    """
    asked = DataRequest.objects.with_token(token).first()
    if asked is None:
        raise UnknownLinkError
    if asked.proven_at is not None:
        raise UsedLinkError
    if asked.is_expired(at=at):
        raise ExpiredLinkError
    return asked


def prove(token: str, *, at: datetime) -> DataRequest:
    """Note, once, that whoever holds the link reads the mails to its address. Raises as `find_request`."""
    asked = find_request(token, at=at)
    if not DataRequest.objects.filter(pk=asked.pk, proven_at=None).update(proven_at=at):
        raise UsedLinkError
    return asked


def find_proven(request_id: int, *, at: datetime) -> DataRequest | None:
    """Return a request that was proven less than an hour ago; None where there is none."""
    return DataRequest.objects.proven_after(at - PROOF_LIFE).filter(pk=request_id).first()
