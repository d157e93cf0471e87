"""Who gets an issue, what stands in it, and that each gets it once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from blog.mailing.models import OutgoingMail
from blog.mailing.services import put
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.subscriptions import tasks
from blog.subscriptions.models import Frequency, Issue, Subscription
from blog.subscriptions.services import issues, subscribing
from tests.blog.subscriptions.samples import GUEST, NOW, new_post, subscriber
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture(autouse=True)
def waiting_tasks(settings: Settings) -> None:
    """Let tasks wait: these tests run them by hand."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def issue_of(*posts: Post, frequency: Frequency = Frequency.AT_ONCE) -> Issue:
    return Issue.make(frequency, posts, ends_at=NOW, at=NOW)


def send(issue: Issue) -> list[OutgoingMail]:
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    tasks.send_issue.func(issue.pk)
    return list(OutgoingMail.objects.exclude(pk__in=before).order_by("pk"))


def recipients(issue: Issue) -> list[str]:
    return [row.recipient for row in send(issue)]


def test_who_follows_the_site_or_the_organization_gets_it(organization: Organization, other_organization: Organization) -> None:
    for number, followed in enumerate((None, organization, other_organization)):
        subscriber(f"r{number}@example.org", followed)
    assert recipients(issue_of(new_post(organization=organization))) == ["r0@example.org", "r1@example.org"]


@pytest.mark.parametrize(
    "fields",
    [{"confirmed_at": None}, {"frequency": Frequency.WEEKLY}, {"confirmed_at": NOW + timedelta(seconds=1)}],
    ids=["unconfirmed", "at another frequency", "who came later"],
)
def test_nobody_else_gets_it(fields: dict[str, Any]) -> None:
    subscriber(**fields)
    assert recipients(issue_of(new_post())) == []


def test_who_follows_the_site_and_an_organization_gets_one_mail(organization: Organization) -> None:
    subscriber(GUEST, organization)
    subscriber(GUEST)
    subscriber("weekly@example.org", frequency=Frequency.WEEKLY)
    subscriber("weekly@example.org", organization)
    assert recipients(issue_of(new_post(organization=organization))) == [GUEST, "weekly@example.org"]


def test_each_organization_comes_in_a_mail_of_its_own(organization: Organization, other_organization: Organization) -> None:
    subscriber(GUEST, organization)
    subscriber(GUEST, other_organization)
    first, second = send(issue_of(new_post("One", organization=organization), new_post("Two", organization=other_organization)))
    assert [first.subject, second.subject] == ["One", "Two"]
    assert "Two" not in first.body
    assert "One" not in second.body


def test_a_mail_brings_title_beginning_address_and_the_way_out(organization: Organization) -> None:
    row = subscriber(GUEST, organization)
    post = new_post("Trade & talks", organization=organization, slug="trade", body="<p>They <b>met</b> today.</p>")
    (sent,) = send(issue_of(post))
    stop = f"http://testserver/follow/stop/{row.stop_token}/"
    assert sent.subject == "Trade & talks"
    for words in ("Trade & talks", "They met today.", "http://testserver/posts/trade/", "follow Institute of Examples", stop):
        assert words in sent.body
    for markup in ("Trade &amp; talks", 'href="http://testserver/posts/trade/"', f'href="{stop}"'):
        assert markup in sent.html
    assert "<img" not in sent.html


def test_a_mail_program_can_file_and_stop_it(organization: Organization) -> None:
    row = subscriber(GUEST, organization)
    (sent,) = send(issue_of(new_post(organization=organization)))
    assert sent.headers == {
        "Auto-Submitted": "auto-generated",
        "List-Id": f"<organization-{organization.pk}.posts.testserver>",
        "List-Unsubscribe": f"<http://testserver/follow/stop/{row.stop_token}/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@pytest.mark.parametrize(
    ("frequency", "count", "subject"),
    [
        (Frequency.AT_ONCE, 1, "News 0"),
        (Frequency.AT_ONCE, 2, "Gazette: 2 new posts"),
        (Frequency.WEEKLY, 1, "Gazette: the week"),
        (Frequency.MONTHLY, 3, "Gazette: the month"),
    ],
)
def test_the_subject_says_what_it_brings(frequency: Frequency, count: int, subject: str) -> None:
    subscriber(frequency=frequency)
    posts = [new_post(f"News {number}") for number in range(count)]
    assert [row.subject for row in send(issue_of(*posts, frequency=frequency))] == [subject]


def test_what_is_public_no_more_is_left_out() -> None:
    subscriber()
    kept, gone = new_post("Kept"), new_post("Withdrawn")
    issue = issue_of(kept, gone)
    gone.archive(at=NOW)
    gone.save()
    (sent,) = send(issue)
    assert "Withdrawn" not in sent.body + sent.html + sent.subject
    kept.status, kept.published_at = Status.DRAFT, None
    kept.save()
    Issue.objects.update(done_at=None, reached=0)
    OutgoingMail.objects.all().delete()
    assert send(issue) == []


def test_in_many_chunks_each_gets_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "ROWS_A_CHUNK", 2)
    for number in range(5):
        subscriber(f"r{number}@example.org")
    issue = issue_of(new_post())
    assert recipients(issue) == [f"r{number}@example.org" for number in range(5)]
    issue.refresh_from_db()
    assert (issue.mail_count, issue.done_at) == (5, NOW)
    assert recipients(issue) == []


@pytest.mark.parametrize("killed_at", [1, 2, 3])
def test_cut_off_anywhere_and_begun_again_each_gets_it_once(killed_at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "ROWS_A_CHUNK", 2)
    addresses = [f"r{number}@example.org" for number in range(5)]
    for address in addresses:
        subscriber(address)
    issue = issue_of(new_post())
    chunks = [0]

    def dying(*arguments: Any, **options: Any) -> None:
        chunks[0] += 1
        put(*arguments, **options)
        if chunks[0] == killed_at:
            raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "put", dying)
    with pytest.raises(KeyboardInterrupt):
        tasks.send_issue.func(issue.pk)
    monkeypatch.setattr(tasks, "put", put)
    tasks.send_issue.func(issue.pk)
    assert sorted(OutgoingMail.objects.values_list("recipient", flat=True)) == addresses


def test_begun_from_the_start_again_nobody_gets_a_second() -> None:
    subscriber()
    issue = issue_of(new_post())
    assert len(send(issue)) == 1
    Issue.objects.update(done_at=None, reached=0)
    assert send(issue) == []


def test_the_queries_of_a_chunk_do_not_grow(django_assert_num_queries: Any) -> None:
    for number in range(50):
        subscriber(f"r{number}@example.org")
    issue = issue_of(*(new_post(f"News {number}") for number in range(20)))
    with django_assert_num_queries(9):  # two pairs of savepoints, issue, subscribers, posts, mails, and how far it went
        tasks.send_issue.func(issue.pk)


def test_who_stops_gets_none_that_waits(organization: Organization) -> None:
    site, one = subscriber(GUEST), subscriber("other@example.org", organization)
    send(issue_of(new_post(organization=organization)))
    subscribing.stop(site)
    assert [row.recipient for row in OutgoingMail.objects.all()] == ["other@example.org"]
    subscribing.stop_everything(one)
    assert not OutgoingMail.objects.exists()
    assert not Subscription.objects.exists()


def test_a_member_who_signed_in_gets_it_too() -> None:
    user = UserFactory.create(email="member@example.org")
    subscribing.subscribe(None, by=user, frequency=Frequency.AT_ONCE, at=NOW)
    assert recipients(issue_of(new_post())) == ["member@example.org"]


def test_from_a_new_post_to_the_mailbox(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    subscriber()
    new_post("Fresh")
    with django_capture_on_commit_callbacks(execute=True):
        issues.make_due(at=NOW)
    assert [(message.to, message.subject) for message in mail.outbox] == [([GUEST], "Fresh")]
