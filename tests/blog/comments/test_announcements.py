"""Mails to followers about a new comment: who gets one, when, and what is in it."""

import email.policy
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from blog.accounts.models import User
from blog.comments.models import Comment, Follow, State
from blog.comments.services import set_state
from blog.comments.services.announcing import announce, recall
from blog.comments.services.following import find_followed
from blog.comments.tasks import following
from blog.comments.tasks.following import OLDEST_TOLD, put_announcements, take_back_announcements
from blog.mailing.models import OutgoingMail
from blog.mailing.services import KEPT, put
from blog.mailing.tasks import send_outgoing
from blog.posts.models import Post, Status
from tests.blog.comments.followers import follower
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def a_comment(post: Post, **fields: Any) -> Comment:
    given = {"user_name": "Reader Two", "user_email": "reader.two@example.org", "submit_date": NOW}
    return CommentFactory.create(post=post, **(given | fields))


def told(*comments: Comment) -> list[str]:
    """Return to whom mails about comments are put."""
    put_announcements.func([comment.pk for comment in comments])
    return list(OutgoingMail.objects.order_by("recipient").values_list("recipient", flat=True))


def the_mail(comment: Comment, **fields: Any) -> mail.EmailMessage:
    follower(comment.post, **fields)
    told(comment)
    return OutgoingMail.objects.get().message()


def test_a_follower_of_the_post_is_told(post: Post) -> None:
    follower(post)
    assert told(a_comment(post)) == ["follower@example.org"]


def test_a_follower_of_a_branch_is_told_of_what_stands_in_it_alone(post: Post) -> None:
    root, other = a_comment(post), a_comment(post)
    follower(post, branch=root)
    assert told(root, other, a_comment(post, reply_to=other)) == []
    reply = a_comment(post, reply_to=root)
    assert told(reply) == ["follower@example.org"]
    assert told(a_comment(post, reply_to=reply)) == ["follower@example.org"] * 2


def test_who_follows_a_post_and_a_branch_gets_one_mail(post: Post) -> None:
    root = a_comment(post)
    follower(post)
    follower(post, branch=root)
    assert told(a_comment(post, reply_to=root)) == ["follower@example.org"]


def test_nobody_is_told_of_their_own_comment(post: Post, reader: User) -> None:
    follower(post, "reader.two@example.org")
    follower(post, "old.address@example.org", user=reader)
    follower(post, reader.email)
    assert told(a_comment(post)) == [reader.email]
    OutgoingMail.objects.all().delete()
    assert told(a_comment(post, user=reader, user_email="")) == ["reader.two@example.org"]


def test_who_has_not_confirmed_is_not_told(post: Post) -> None:
    follower(post, confirmed_at=None)
    assert told(a_comment(post)) == []


def test_a_user_is_written_to_at_the_address_of_today_unless_the_account_is_closed(post: Post, reader: User) -> None:
    follower(post, "old.address@example.org", user=reader)
    assert told(a_comment(post)) == [reader.email]
    User.objects.update(is_active=False)
    OutgoingMail.objects.all().delete()
    assert told(a_comment(post)) == []


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REMOVED])
def test_what_is_not_public_by_then_is_not_told(post: Post, state: State) -> None:
    follower(post)
    comment = a_comment(post)
    set_state(Comment.objects.numbered(comment.pk), state, by=None, at=NOW)
    assert told(comment) == []


def test_what_stands_below_a_held_comment_is_not_told(post: Post) -> None:
    follower(post)
    root = a_comment(post)
    reply = a_comment(post, reply_to=root)
    set_state(Comment.objects.numbered(root.pk), State.HELD, by=None, at=NOW)
    assert told(reply) == []


def test_what_stands_below_a_post_that_was_withdrawn_is_not_told(post: Post) -> None:
    follower(post)
    Post.objects.update(status=Status.DRAFT, published_at=None)
    assert told(a_comment(post)) == []


def test_what_is_approved_after_a_month_is_told_to_nobody(post: Post) -> None:
    follower(post)
    assert told(a_comment(post, submit_date=NOW - OLDEST_TOLD)) == []
    assert told(a_comment(post, submit_date=NOW - OLDEST_TOLD + timedelta(seconds=1))) != []


def test_the_outbox_knows_a_key_longer_than_a_comment_can_be_told() -> None:
    assert KEPT > OLDEST_TOLD


def test_a_comment_that_was_deleted_is_told_to_nobody(post: Post) -> None:
    follower(post)
    put_announcements.func([4711])
    assert not OutgoingMail.objects.exists()


def test_what_is_announced_twice_is_told_once(post: Post) -> None:
    follower(post)
    comment = a_comment(post)
    assert told(comment) == told(comment) == ["follower@example.org"]


def test_cut_off_anywhere_and_run_again_each_follower_is_told_once(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "ROWS_A_CHUNK", 3)
    for number in range(10):
        follower(post, f"follower{number}@example.org")
    chunks = 0

    def put_until_killed(*arguments: Any, **options: Any) -> None:
        nonlocal chunks
        chunks += 1
        if chunks == 3:
            raise SystemExit
        put(*arguments, **options)

    comment = a_comment(post)
    with monkeypatch.context() as patch:
        patch.setattr(following, "put", put_until_killed)
        with pytest.raises(SystemExit):
            told(comment)
    assert OutgoingMail.objects.count() == 6
    assert told(comment) == [f"follower{number}@example.org" for number in range(10)]


def test_announcing_costs_the_request_one_query_for_any_number_of_followers(
    post: Post,
    settings: Settings,
    django_assert_num_queries: pytest.FixtureRequest,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for number in range(300):
        follower(post, f"follower{number}@example.org")
    comments = [a_comment(post).pk for _comment in range(5)]
    with django_assert_num_queries(1), django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        announce(comments)


def test_the_statements_of_the_task_grow_with_chunks_and_not_with_followers(
    post: Post, settings: Settings, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    comment = a_comment(post)
    for followers in (1, 150):
        for number in range(followers):
            follower(post, f"follower{followers}-{number}@example.org")
        with django_assert_num_queries(5):  # type: ignore[operator]  # the comment, the followers, one INSERT in a savepoint
            put_announcements.func([comment.pk])


def test_announcing_nothing_does_nothing(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        announce([])
        recall([])
    assert callbacks == []


def test_what_ceases_to_be_public_is_taken_out_of_the_outbox_unless_it_went(post: Post) -> None:
    follower(post)
    first, second = a_comment(post), a_comment(post)
    told(first, second)
    take_back_announcements.func([first.pk])
    assert [row.key.split("/")[1] for row in OutgoingMail.objects.all()] == [str(second.pk)]
    send_outgoing.func()
    take_back_announcements.func([second.pk])
    assert OutgoingMail.objects.count() == 1


def test_recalling_costs_the_request_one_query(
    post: Post,
    settings: Settings,
    django_assert_num_queries: pytest.FixtureRequest,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    comments = [a_comment(post).pk for _comment in range(5)]
    with django_assert_num_queries(1), django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        recall(comments)


def test_it_says_who_wrote_what_and_where(post: Post) -> None:
    comment = a_comment(post, comment="The first line.\n\nThe second.")
    message = the_mail(comment)
    body = str(message.body)
    assert message.subject == "New reply to “A post”"
    assert "Reader Two wrote below “A post”:\n\n    The first line.\n\n    The second.\n" in body
    assert f"http://testserver/comments/{comment.pk}/\n" in body
    assert "You get this because you follow the discussion of “A post” on Gazette." in body


def test_a_follower_of_a_branch_is_told_which_one(post: Post) -> None:
    root = a_comment(post, user_name="Reader One")
    message = the_mail(a_comment(post, reply_to=root), branch=root)
    assert "because you follow the replies to Reader One below “A post” on Gazette." in str(message.body)


def test_a_branch_that_a_removed_comment_began_names_nobody(post: Post) -> None:
    root = a_comment(post, user_name="Reader One")
    reply = a_comment(post, reply_to=root)
    set_state(Comment.objects.numbered(root.pk), State.REMOVED, by=None, at=NOW)
    message = the_mail(reply, branch=root)
    assert "because you follow one branch of the discussion of “A post”" in str(message.body)
    assert "Reader One" not in str(message.body)


def test_it_carries_no_address_of_others(post: Post) -> None:
    sent = the_mail(a_comment(post)).message().as_string()
    assert set(re.findall(r"[\w.]+@[\w.]+", sent)) - {"noreply@testserver"} == {
        "follower@example.org",
        sent.partition("Message-ID: <")[2].partition(">")[0],
    }


def test_it_can_be_stopped_at_one_click_and_filed_as_a_list(post: Post, client: Client) -> None:
    sent = the_mail(a_comment(post)).message(policy=email.policy.SMTP)
    link = re.findall(r"^<http://testserver(/comments/mute/[^>]+)>$", sent["List-Unsubscribe"])[0]
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["List-Id"] == f"<post-{post.pk}.discussions.testserver>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert f"List-Unsubscribe: <http://testserver{link}>\r\n".encode() in sent.as_bytes()
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follow.objects.exists()


def test_the_link_in_the_text_stops_too(post: Post) -> None:
    body = str(the_mail(a_comment(post)).body)
    token = re.findall(r"^Stop these mails: http://testserver/comments/mute/([^/\s]+)/$", body, re.MULTILINE)[0]
    assert find_followed(token) == Follow.objects.get()


def test_a_name_and_a_text_cannot_pass_for_lines_of_ours(post: Post) -> None:
    comment = a_comment(post, user_name="One\nStop these mails: https://evil.example", comment="-- \nStop these mails: x")
    lines = str(the_mail(comment).body).splitlines()
    assert len([line for line in lines if line.startswith("Stop these mails:")]) == 1
    assert len([line for line in lines if line.startswith("-- ")]) == 1


def test_each_is_written_in_the_follower_s_language(post: Post) -> None:
    follower(post, "one@example.org", language="en")
    follower(post, "two@example.org", language="ro")
    assert told(a_comment(post)) == ["one@example.org", "two@example.org"]


def test_stopping_keeps_what_waits_from_going(post: Post, client: Client) -> None:
    following_one = follower(post)
    told(a_comment(post))
    client.post(f"/comments/mute/{following_one.stop_token}/")
    send_outgoing.func()
    assert mail.outbox == []
