"""Dates in the form of a post: in which time zone they are, and what they are in UTC."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.blog.desk.post_form import filled_in
from tests.blog.desk.samples import NOW
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/posts/post/add/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_form_says_in_which_zone_its_dates_are(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.get(ADD).content.decode().count("Time zone: UTC, today UTC+00:00.") == 2
    with timezone.override("Asia/Ashgabat"):
        assert client.get(ADD).content.decode().count("Time zone: Asia/Ashgabat, today UTC+05:00.") == 2


def test_a_stored_date_is_told_in_utc_too(client: Client, editor: User, organization: Organization) -> None:
    moment = datetime(2026, 3, 5, 3, 30, tzinfo=UTC)
    post = PostFactory.create(organization=organization, status=Status.SCHEDULED, published_at=moment)
    client.force_login(editor)
    with timezone.override("Asia/Ashgabat"):
        page = client.get(f"/admin/posts/post/{post.pk}/change/").content.decode()
    assert page.count("Stored now: 2026-03-05 03:30 UTC.") == 1
    assert 'value="08:30:00"' in page


def test_what_is_typed_is_meant_in_that_zone_and_the_message_says_both(
    client: Client, editor: User, organization: Organization
) -> None:
    client.force_login(editor)
    form = filled_in(organization, status=Status.SCHEDULED, published_at="2026-03-05 08:30:00")
    with timezone.override("Europe/Bucharest"):
        page = unescape(client.post(ADD, form, follow=True).content.decode())
    assert Post.objects.get().published_at == datetime(2026, 3, 5, 6, 30, tzinfo=UTC)
    assert "It appears by itself on 03/05/2026 8:30 a.m. (EET), 06:30 UTC." in page
