"""The steps of a review and what becomes of preview links stand in the audit log."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from blog.accounts.models import User
from blog.audit.models import Line
from blog.desk.errors import ChangedMeanwhileError
from blog.desk.services.previews import Said, give_review, make_link, revoke_link, ticket_for
from blog.organizations.models import Organization
from blog.posts import services
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post, Status
from blog.posts.models.errors import OwnReviewError
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft(organization: Organization, author: User) -> Post:
    post: Post = PostFactory.create(organization=organization, title="Ports", status=Status.DRAFT)
    post.authors.add(author)
    return post


def lines() -> list[str]:
    return [str(line) for line in Line.objects.order_by("pk")]


def test_each_step_of_a_review_is_a_line(draft: Post, author: User, editor: User) -> None:
    services.submit_for_review(draft, by=author, at=NOW)
    services.request_changes(draft, note="Name the source.", by=editor, at=NOW)
    services.submit_for_review(draft, by=author, at=NOW)
    services.take_back(draft, by=author, at=NOW)
    services.submit_for_review(draft, by=author, at=NOW)
    services.approve(draft, version=fingerprint(draft), by=editor, at=NOW, note="Good.")
    assert lines() == [
        "The author submitted for review Ports",
        "The editor requested changes of Ports",
        "The author submitted for review Ports",
        "The author took out of review Ports",
        "The author submitted for review Ports",
        "The editor approved Ports",
    ]
    assert set(Line.objects.values_list("organization", "at")) == {(draft.organization_id, NOW)}
    assert Line.objects.get(verb="posts.request_changes").after == {"revision_number": 1, "note": "Name the source."}


def test_a_step_that_is_refused_is_no_line(draft: Post, editor: User) -> None:
    services.submit_for_review(draft, by=editor, at=NOW)
    with pytest.raises(OwnReviewError):
        services.approve(draft, version=fingerprint(draft), by=editor, at=NOW)
    assert lines() == ["The editor submitted for review Ports"]


def test_what_becomes_of_a_preview_link_is_recorded_without_naming_guests(draft: Post, author: User) -> None:
    link = make_link(draft, reader="Dr. Guest", days=7, by=author, at=NOW)
    said = Said(name="Dr. Guest", verdict="commented", text="A word is missing.", ticket=ticket_for(link, shown=draft))
    give_review(link.token, said, at=NOW)
    give_review(link.token, said, at=NOW)  # sent twice
    give_review(link.token, Said(name="Dr. Guest", verdict="approved", text="", ticket=said.ticket), at=NOW)
    revoke_link(link, by=author, at=NOW)
    revoke_link(link, by=author, at=NOW)
    assert lines() == [
        "The author made a preview link of Ports",
        "A guest commented, by a preview link, on Ports",
        "A guest approved, by a preview link, Ports",
        "The author took back a preview link of Ports",
    ]
    first = Line.objects.earliest("pk")
    assert first.after == {"expires_at": "2026-03-08T09:00:00Z"}
    assert "Dr." not in str(list(Line.objects.values("actor_name", "object_words", "before", "after")))


def test_what_a_guest_sends_too_late_is_no_line(draft: Post, author: User) -> None:
    link = make_link(draft, reader="Dr. Guest", days=7, by=author, at=NOW)
    ticket = ticket_for(link, shown=draft)
    draft.title = "Harbours"
    services.save_post(draft, by=None, at=NOW + timedelta(minutes=1))
    with pytest.raises(ChangedMeanwhileError):
        give_review(link.token, Said(name="A", verdict="approved", text="", ticket=ticket), at=NOW)
    assert lines() == ["The author made a preview link of Ports"]


def test_the_log_is_narrowed_to_preview_links(client: Client, draft: Post, author: User, editor: User) -> None:
    make_link(draft, reader="Dr. Guest", days=7, by=author, at=NOW)
    services.submit_for_review(draft, by=author, at=NOW)
    client.force_login(editor)
    shown = client.get("/admin/audit/line/?kind=previews").context["cl"].result_list
    assert [line.verb for line in shown] == ["previews.add"]
