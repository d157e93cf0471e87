"""What the database refuses, whoever asks."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from blog.organizations.models import Organization
from blog.subscriptions.models import Frequency, Issue, IssuePost, Subscription
from tests.blog.subscriptions.samples import GUEST, NOW, new_post, subscriber

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fields", [{"email": "Guest@example.org"}, {"email": ""}, {"frequency": "hourly"}])
def test_no_row_holds(fields: dict[str, Any]) -> None:
    subscriber()
    with pytest.raises(IntegrityError):
        Subscription.objects.update(**fields)


def test_an_address_subscribes_to_an_organization_once(organization: Organization, other_organization: Organization) -> None:
    subscriber(GUEST, organization)
    subscriber(GUEST, other_organization)
    with pytest.raises(IntegrityError), transaction.atomic():
        subscriber(GUEST, organization)


def test_an_address_subscribes_to_the_site_once(organization: Organization) -> None:
    subscriber(GUEST)
    subscriber(GUEST, organization)
    with pytest.raises(IntegrityError), transaction.atomic():
        subscriber(GUEST)


def test_an_issue_of_a_time_exists_once() -> None:
    Issue.objects.create(frequency=Frequency.WEEKLY, ends_at=NOW, made_at=NOW)
    Issue.objects.create(frequency=Frequency.MONTHLY, ends_at=NOW, made_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.create(frequency=Frequency.WEEKLY, ends_at=NOW, made_at=NOW)


def test_an_issue_has_a_known_frequency() -> None:
    with pytest.raises(IntegrityError):
        Issue.objects.create(frequency="hourly", ends_at=NOW, made_at=NOW)


def test_a_post_is_in_one_issue_of_each_frequency() -> None:
    post = new_post()
    issue = Issue.objects.create(frequency=Frequency.AT_ONCE, ends_at=NOW, made_at=NOW)
    for frequency in (Frequency.AT_ONCE, Frequency.WEEKLY):
        IssuePost.objects.create(issue=issue, post=post, frequency=frequency)
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuePost.objects.create(issue=issue, post=post, frequency=Frequency.AT_ONCE)
