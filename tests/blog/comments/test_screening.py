"""The facts of a reply as they are gathered, and what becomes of a reply that much speaks against."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.comments.errors import RefusedError
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.policy import decide
from blog.comments.screening import MOST_COUNTED, is_banned, screen
from blog.comments.services import confirm, post_comment, request_confirmation
from blog.comments.services.posting import screen_again
from blog.organizations.models import CommentPolicy
from blog.posts.models import Post
from blog.spam.models import BanKind, BlockedEntry, ListedKind
from blog.spam.services import ban
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
TEXT = "A text that is long enough to be known again."


def found(post: Post, by: Author, text: str = "Well said.") -> dict[str, str]:
    return {signal.name: signal.detail for signal in screen(post, by=by, text=text, at=NOW).signals}


def ban_from(post: Post, kind: BanKind = BanKind.HOLD, **whom: Any) -> None:
    ban(organization=post.organization, kind=kind, reason="Insults", by=None, at=NOW, **whom)


def test_nothing_speaks_against_an_ordinary_reply(post: Post, by_reader: Author, guest: Author) -> None:
    assert (found(post, by_reader), found(post, guest)) == ({}, {})


def test_how_the_form_was_sent_is_looked_at(post: Post, guest: Author) -> None:
    assert found(post, replace(guest, form_seconds=1, filled_trap=True)) == {"trap": "", "fast": "1"}


def test_the_same_text_is_counted_wherever_it_stands_and_whatever_became_of_it(post: Post, guest: Author) -> None:
    CommentFactory.create(post=PostFactory.create(), comment=TEXT, submit_date=NOW - timedelta(days=900))
    CommentFactory.create(post=post, comment=TEXT.upper(), state=State.SPAM)
    CommentFactory.create(post=post, comment="Another text that is long enough.")
    assert found(post, guest, TEXT) == {"repeated": "2"}


def test_short_texts_may_be_repeated(post: Post, guest: Author) -> None:
    CommentFactory.create_batch(5, post=post, comment="Well said.")
    assert found(post, guest) == {}


def test_what_is_counted_is_bounded(post: Post, guest: Author) -> None:
    CommentFactory.create_batch(MOST_COUNTED + 5, post=post, comment=TEXT)
    assert found(post, guest, TEXT) == {"often_repeated": str(MOST_COUNTED)}


def test_a_text_that_was_changed_is_known_by_its_new_words(post: Post, guest: Author) -> None:
    comment = CommentFactory.create(post=post, comment=TEXT)
    comment.comment = "Now it says something else, at some length."
    comment.save(update_fields=["comment"])
    assert found(post, guest, TEXT) == {}
    assert found(post, guest, "now it says something else at some length") == {"repeated": "1"}


def test_many_replies_of_an_account_are_noticed(post: Post, by_reader: Author) -> None:
    CommentFactory.create_batch(5, post=post, user=by_reader.user, submit_date=NOW - timedelta(minutes=9))
    CommentFactory.create_batch(5, post=post, user=by_reader.user, submit_date=NOW - timedelta(minutes=11))
    assert found(post, by_reader) == {"busy_account": "5"}


def test_many_replies_from_a_network_are_noticed_of_guests_and_members_together(post: Post, guest: Author) -> None:
    for number in range(6):
        request_confirmation(post, by=replace(guest, email=f"guest{number}@example.org"), text="Hello", at=NOW)
    for _number in range(4):
        CommentFactory.create(post=post, user=UserFactory.create(), ip_address=guest.ip_address, submit_date=NOW)
    CommentFactory.create(post=post, user=UserFactory.create(), ip_address="198.51.100.1", submit_date=NOW)
    CommentFactory.create(post=post, user=UserFactory.create(), ip_address=guest.ip_address)
    assert found(post, guest) == {"busy_network": "10"}


def test_a_users_own_address_is_compared_with_the_lists(post: Post, by_reader: Author) -> None:
    BlockedEntry.objects.create(kind=ListedKind.EMAIL, value="reader.one@example.org")
    assert found(post, by_reader) == {"email": ""}


def test_the_script_of_the_post_is_that_of_its_title(post: Post, guest: Author) -> None:
    assert found(post, guest, "Это совсем другое письмо, чем статья.") == {"other_script": "Cyrillic"}


@pytest.mark.parametrize("comments", [1, 200])
def test_screening_takes_two_queries_however_many_comments_there_are(
    post: Post, by_reader: Author, comments: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    CommentFactory.create_batch(comments, post=post, user=by_reader.user, comment=TEXT, submit_date=NOW)
    with django_assert_num_queries(2):
        screen(post, by=by_reader, text=TEXT, at=NOW)


def test_what_much_speaks_against_is_held_with_its_reasons(post: Post, by_reader: Author) -> None:
    comment = post_comment(post, by=replace(by_reader, filled_trap=True), text="Well said.", at=NOW)
    comment.refresh_from_db()
    post.refresh_from_db()
    assert (comment.state, comment.is_shown, post.comment_count) == (State.HELD, False, 0)
    assert (comment.spam_score, comment.signals) == (5, [{"signal": "trap", "points": 5, "detail": ""}])


def test_what_little_speaks_against_is_public_with_its_reasons(post: Post, by_reader: Author) -> None:
    comment = post_comment(post, by=replace(by_reader, form_seconds=1), text="Well said.", at=NOW)
    assert (comment.state, comment.spam_score) == (State.PUBLIC, 3)


def test_a_moderators_reply_is_public_whatever_is_in_it(post: Post, moderator: User) -> None:
    by = replace(Author.of_user(moderator), filled_trap=True)
    assert post_comment(post, by=by, text="https://example.com " * 9, at=NOW).state == State.PUBLIC


def test_a_guests_reply_is_screened_when_it_is_confirmed(post: Post, guest: Author) -> None:
    sent = replace(guest, form_seconds=1, visitor_key="a" * 64)
    token = request_confirmation(post, by=sent, text="Buy pills", at=NOW).renew_token()
    BlockedEntry.objects.create(organization=post.organization, kind=ListedKind.WORD, value="pills")
    comment = confirm(token, at=NOW + timedelta(hours=5))
    comment.refresh_from_db()
    assert [signal["signal"] for signal in comment.signals] == ["fast", "word"]
    assert (comment.state, comment.spam_score) == (State.HELD, 8)
    assert (comment.visitor_key, comment.identicon) == ("a" * 64, guest.identicon)


def test_a_silent_ban_holds_all_that_somebody_writes(post: Post, by_reader: Author) -> None:
    ban_from(post, user=by_reader.user)
    assert post_comment(post, by=by_reader, text="Well said.", at=NOW).state == State.HELD


def test_a_ban_that_refuses_leaves_nothing_behind(post: Post, by_reader: Author) -> None:
    ban_from(post, BanKind.REFUSE, user=by_reader.user)
    with pytest.raises(RefusedError):
        post_comment(post, by=by_reader, text="Well said.", at=NOW)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("whom", [{"email": "guest.one@example.org"}, {"network": "192.0.2.0/24"}, {"visitor_key": "a" * 64}])
def test_a_guest_who_is_refused_gets_no_mail(post: Post, guest: Author, whom: dict[str, str]) -> None:
    ban_from(post, BanKind.REFUSE, **whom)
    with pytest.raises(RefusedError):
        request_confirmation(post, by=replace(guest, visitor_key="a" * 64), text="Well said.", at=NOW)


def test_a_guest_who_is_held_silently_is_asked_to_confirm_like_anybody(post: Post, guest: Author) -> None:
    ban_from(post, email=guest.email)
    token = request_confirmation(post, by=guest, text="Well said.", at=NOW).renew_token()
    assert confirm(token, at=NOW).state == State.HELD


def test_a_guest_who_was_banned_before_confirming_keeps_the_words(post: Post, guest: Author) -> None:
    pending = request_confirmation(post, by=guest, text="Well said.", at=NOW)
    token = pending.renew_token()
    ban_from(post, BanKind.REFUSE, email=guest.email)
    with pytest.raises(RefusedError):
        confirm(token, at=NOW)
    pending.refresh_from_db()
    assert pending.text == "Well said."


def test_a_user_is_banned_by_account_or_address(post: Post, by_reader: Author) -> None:
    assert not is_banned(post, by=by_reader, at=NOW)
    ban_from(post, BanKind.REFUSE, email="reader.one@example.org")
    assert is_banned(post, by=by_reader, at=NOW)


def change(comment: Comment, text: str) -> None:
    comment.comment = text
    comment.save(update_fields=["comment"])
    screen_again(comment, at=NOW)
    comment.refresh_from_db()


def test_a_changed_text_is_looked_at_like_a_new_one(post: Post, by_reader: Author) -> None:
    comment = post_comment(post, by=by_reader, text=TEXT, at=NOW)
    change(comment, TEXT + " Really!")
    assert (comment.state, comment.signals) == (State.PUBLIC, [])
    change(comment, "https://example.com " * 5)
    post.refresh_from_db()
    assert (comment.state, comment.is_shown, post.comment_count) == (State.HELD, False, 0)
    assert [signal["signal"] for signal in comment.signals] == ["many_links", "only_links"]


def test_a_changed_text_of_a_guest_is_looked_at_too(post: Post, guest: Author) -> None:
    comment = confirm(request_confirmation(post, by=guest, text=TEXT, at=NOW).renew_token(), at=NOW)
    ban_from(post, email=guest.email)
    change(comment, "Well said, too.")
    assert comment.state == State.HELD


def test_where_every_reply_is_held_a_changed_one_is_held_again(post: Post, by_reader: Author) -> None:
    comment = post_comment(post, by=by_reader, text=TEXT, at=NOW)
    comment.post.comment_policy = CommentPolicy.ALL_HELD
    assert decide(comment.post, by=by_reader, at=NOW) == State.HELD
    change(comment, "Something else.")
    assert comment.state == State.HELD
