"""Who follows an organization, for its owner."""

import pytest
from django.core.management import call_command
from django.test import Client

from blog.accounts.models import User
from blog.mailing.models import OutgoingMail
from blog.organizations.models import Organization
from blog.subscriptions.models import Subscription
from tests.blog.subscriptions.samples import NOW, new_post, subscriber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
LIST = "/admin/subscriptions/subscription/"


def rows_in(client: Client) -> list[str]:
    page = client.get(LIST).content.decode()
    return [row.email for row in Subscription.objects.order_by("pk") if row.email in page]


@pytest.fixture(autouse=True)
def followers(organization: Organization, other_organization: Organization) -> None:
    for name, followed in (("site", None), ("ours", organization), ("theirs", other_organization)):
        subscriber(f"{name}@example.org", followed)


def test_an_owner_sees_who_follows_their_organization(client: Client, owner: User) -> None:
    client.force_login(owner)
    assert rows_in(client) == ["ours@example.org"]


def test_a_superuser_sees_all(client: Client, superuser: User) -> None:
    client.force_login(superuser)
    assert rows_in(client) == ["site@example.org", "ours@example.org", "theirs@example.org"]
    assert "The whole site" in client.get(LIST).content.decode()


@pytest.mark.parametrize("role", ["editor", "author", "moderator"])
def test_nobody_else_sees_any(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(LIST).status_code == 404


def test_nobody_adds_or_changes_one(client: Client, owner: User) -> None:
    client.force_login(owner)
    row = Subscription.objects.get(email="ours@example.org")
    assert client.get(f"{LIST}add/").status_code == 404
    client.post(f"{LIST}{row.pk}/change/", {"email": "x@example.org"})
    row.refresh_from_db()
    assert row.email == "ours@example.org"


def test_taking_somebody_out_takes_their_waiting_mails_along(client: Client, owner: User) -> None:
    row = Subscription.objects.get(email="ours@example.org")
    OutgoingMail.objects.create(
        key="a", origin=row.mail_origin, recipient=row.email, subject="News", created_at=NOW, not_before=NOW
    )
    client.force_login(owner)
    client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert not Subscription.objects.filter(pk=row.pk).exists()
    assert not OutgoingMail.objects.exists()


def test_the_command_says_what_it_made(capsys: pytest.CaptureFixture[str]) -> None:
    new_post()
    call_command("send_issues")
    assert "At once: a mail for each new post 2020-05-01: 1 posts" in capsys.readouterr().out
    call_command("send_issues", verbosity=0)
    assert capsys.readouterr().out == ""
