"""The box in the reply form with which somebody asks to be told about replies."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from blog.accounts.models import User
from blog.comments.models import Comment, Follow, PendingComment
from blog.comments.people import Author
from blog.comments.services import confirm, post_comment
from blog.mailing.models import OutgoingMail
from blog.posts.models import Post
from tests.blog.comments.followers import follower
from tests.blog.comments.samples import NOW, Fields, thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "post")]
type FormOf = Callable[..., Fields]


def test_a_guest_who_ticks_it_follows_the_branch_once_the_reply_is_confirmed(
    client: Client, post: Post, form_of: FormOf
) -> None:
    root, answered = thread(post, [None, 0])
    client.post("/posts/a-post/reply/", form_of(client, followup="on", reply_to=str(answered.pk)))
    pending = PendingComment.objects.get()
    assert (pending.followup, Follow.objects.exists()) == (True, False)
    comment = confirm(pending.renew_token(), at=NOW)
    follow = Follow.objects.get()
    assert (follow.branch_id, follow.email, follow.confirmed_at) == (root.pk, "guest.one@example.org", NOW)
    assert comment.followup


def test_a_guest_who_does_not_tick_it_follows_nothing(client: Client, form_of: FormOf) -> None:
    client.post("/posts/a-post/reply/", form_of(client))
    confirm(PendingComment.objects.get().renew_token(), at=NOW)
    assert not Follow.objects.exists()
    assert not Comment.objects.get().followup


def test_a_signed_in_person_who_ticks_it_follows_at_once(client: Client, reader: User, form_of: FormOf) -> None:
    client.force_login(reader)
    client.post("/posts/a-post/reply/", form_of(client, followup="on"))
    follow = Follow.objects.get()
    assert (follow.branch_id, follow.user, follow.email) == (Comment.objects.get().pk, reader, reader.email)


def test_asking_for_replies_costs_the_request_one_query_more(
    post: Post, by_reader: Author, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    counts = []
    for followup in (False, True):
        with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
            post_comment(post, by=replace(by_reader, followup=followup), text=f"Words: {followup}.", at=NOW)
        counts.append(len(queries))
    assert counts[1] - counts[0] == 1


def test_a_wish_that_was_never_confirmed_is_confirmed_by_the_reply(post: Post) -> None:
    root, _answer = thread(post, [None, 0])
    asked = follower(post, "guest.one@example.org", branch=root, confirmed_at=None)
    guest = Author(name="Guest One", email="guest.one@example.org", followup=True)
    post_comment(post, by=guest, text="Well said.", reply_to=root.pk, at=NOW)
    asked.refresh_from_db()
    assert (asked.confirmed_at, Follow.objects.count()) == (NOW, 1)


def test_the_box_keeps_its_tick_when_the_form_comes_again(client: Client, form_of: FormOf) -> None:
    page = client.post("/posts/a-post/reply/", form_of(client, followup="on", comment="")).content.decode()
    assert 'name="followup" id="reply-post-followup" checked' in page


def test_who_asked_is_told_of_the_answer_and_not_of_their_own_words(
    post: Post, by_reader: Author, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    guest = Author(name="Guest One", email="guest.one@example.org", followup=True)
    with django_capture_on_commit_callbacks(execute=True):
        first = post_comment(post, by=guest, text="A question.", at=NOW)
    assert not OutgoingMail.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        post_comment(post, by=by_reader, text="An answer.", reply_to=first.pk, at=NOW)
        post_comment(post, by=by_reader, text="Something else.", at=NOW)
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["guest.one@example.org"]
