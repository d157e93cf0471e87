"""Erasing: nothing of the person is left in any table, and everything of others is."""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from blog.accounts import pictures
from blog.accounts.models import User
from blog.accounts.services import set_picture
from blog.comments.models import Comment, Decision, Follow, PendingComment, Report, State, Via
from blog.comments.services import set_state
from blog.likes.models import Like
from blog.likes.people import Liker
from blog.likes.services import like
from blog.mailing.models import OutgoingMail
from blog.organizations.models import Membership, Organization
from blog.posts.models import Post
from blog.privacy.errors import LastAdministratorError
from blog.privacy.holdings import HOLDINGS
from blog.privacy.models import DataRequest
from blog.privacy.person import Person
from blog.privacy.services import erase
from blog.spam.services import ban
from tests.blog.comments.samples import NOW, thread
from tests.blog.privacy.samples import (
    BROWSER,
    GUEST,
    SECRETS_OF_GUEST,
    SECRETS_OF_MEMBER,
    everything_stored,
    fill_as_guest,
    fill_as_member,
)
from tests.factories import CommentFactory, PostFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def guest() -> Person:
    return Person.of_address(GUEST, visitor_key=BROWSER.key)


def found(secrets: tuple[str, ...]) -> list[str]:
    stored = everything_stored()
    return [secret for secret in secrets if secret in stored]


def test_nothing_of_a_guest_is_left_in_any_table(post: Post) -> None:
    fill_as_guest(post)
    assert found(SECRETS_OF_GUEST) == list(SECRETS_OF_GUEST)
    erase(guest(), at=NOW)
    assert found(SECRETS_OF_GUEST) == []


def test_nothing_of_a_member_is_left_in_any_table(post: Post) -> None:
    user = fill_as_member(post)
    assert found(SECRETS_OF_MEMBER) == list(SECRETS_OF_MEMBER)
    erase(Person.of_account(user), at=NOW)
    assert found(SECRETS_OF_MEMBER) == []
    assert not User.objects.filter(pk=user.pk).exists()


def test_nothing_but_the_row_is_left_of_a_member_whom_posts_name(post: Post) -> None:
    user = fill_as_member(post)
    post.authors.add(user)
    Post.objects.update(byline="Byline as published")
    erase(Person.of_account(user), at=NOW)
    assert found(SECRETS_OF_MEMBER) == []
    left = User.objects.get(pk=user.pk)
    assert (left.name, left.is_active, left.is_staff, left.has_usable_password()) == ("", False, False, False)
    assert list(post.authors.all()) == [left]
    assert Post.objects.get(pk=post.pk).byline == "Byline as published"


@pytest.mark.parametrize("fill", [fill_as_guest, fill_as_member])
def test_every_kind_of_thing_is_empty_afterwards(post: Post, fill: Any) -> None:
    user = fill(post)
    person = Person.of_account(user) if isinstance(user, User) else guest()
    erase(person, at=NOW)
    rows = {holding.name: holding.rows(replace(person, user=None)) for holding in HOLDINGS}
    assert [name for name, kept in rows.items() if kept.exists()] == []


def test_what_others_wrote_and_gave_stays(post: Post) -> None:
    CommentFactory.create(post=post, user_email="other@example.org", user_name="Reader Two", comment="Kept words.")
    comment = fill_as_guest(post)
    like(post, by=Liker(user=UserFactory.create()), at=NOW)
    like(comment, by=Liker(user=UserFactory.create()), at=NOW)
    erase(guest(), at=NOW)
    texts = set(Comment.objects.values_list("comment", flat=True))
    assert texts == {"Kept words.", "Words of another.", "An answer.", ""}
    assert "other@example.org" in everything_stored()
    assert Post.objects.get().like_count == Like.objects.on(post).count() == 1
    assert Comment.objects.get(pk=comment.pk).like_count == 1


def test_an_answered_reply_leaves_a_tombstone(post: Post) -> None:
    comment = fill_as_guest(post)
    erase(guest(), at=NOW)
    left = Comment.objects.get(pk=comment.pk)
    assert (left.state, left.is_shown, left.comment, left.body_html) == (State.REMOVED, True, "", "")
    assert Comment.objects.get(reply_to=left).is_shown
    assert Post.objects.get().comment_count == Comment.objects.public().count() == 2


def test_withdrawing_stands_in_the_log_without_a_name(post: Post) -> None:
    fill_as_guest(post)
    erase(guest(), at=NOW)
    decision = Decision.objects.get()
    assert (decision.by, decision.via, decision.state, decision.comment_count) == (None, Via.AUTHOR, State.REMOVED, 1)


@pytest.mark.parametrize("state", [State.SPAM, State.REMOVED])
def test_what_moderators_took_down_stays_so_without_its_words(post: Post, state: State) -> None:
    comment = fill_as_guest(post)
    set_state(Comment.objects.numbered(comment.pk), state, by=None, at=NOW, reason="Advertising")
    erase(guest(), at=NOW)
    left = Comment.objects.get(pk=comment.pk)
    assert (left.state, left.reason, left.comment) == (state, "Advertising", "")
    assert Comment.objects.get(reply_to=left).is_shown == (state == State.REMOVED)


def test_open_reports_are_counted_anew(post: Post) -> None:
    fill_as_guest(post)
    assert Comment.objects.get(comment="Words of another.").open_reports == 1
    erase(guest(), at=NOW)
    assert Comment.objects.get(comment="Words of another.").open_reports == 0
    assert not Report.objects.exists()


def test_likes_of_another_browser_are_not_touched(post: Post) -> None:
    fill_as_guest(post)
    erase(Person.of_address(GUEST), at=NOW)
    assert Post.objects.get().like_count == Like.objects.on(post).count() == 1
    assert not Comment.objects.exclude(visitor_key="").exists()


def test_somebody_with_nothing_can_be_erased(post: Post) -> None:
    fill_as_guest(post)
    erase(Person.of_address("nobody@example.org"), at=NOW)
    assert found(SECRETS_OF_GUEST) == list(SECRETS_OF_GUEST)


def test_erasing_twice_changes_nothing_more(post: Post) -> None:
    fill_as_guest(post)
    erase(guest(), at=NOW)
    stored = everything_stored()
    erase(guest(), at=NOW)
    assert everything_stored() == stored


def test_what_was_withdrawn_before_loses_its_account(post: Post) -> None:
    user = UserFactory.create()
    comment = CommentFactory.create(post=post, user=user, comment="", state=State.REMOVED)
    erase(Person.of_account(user), at=NOW)
    assert Comment.objects.get(pk=comment.pk).user is None


@pytest.mark.parametrize("hook", ["post", "decision", "ban", "log"])
def test_an_account_that_an_organization_needs_is_only_made_nobodys(post: Post, organization: Organization, hook: str) -> None:
    user = UserFactory.create(is_staff=True, name="MEMBERNAME")
    user.set_password("secret words")
    if hook == "post":
        post.authors.add(user)
    elif hook == "decision":
        thread(post, [None])
        set_state(Comment.objects.all(), State.REMOVED, by=user, at=NOW)
    elif hook == "ban":
        ban(organization=organization, user=user, by=None, at=NOW)
    else:
        LogEntry.objects.create(user=user, action_flag=1, object_repr="x")
    erase(Person.of_account(user), at=NOW)
    left = User.objects.get(pk=user.pk)
    assert (left.email, left.name, left.is_active) == (f"erased-{user.pk}@erased.invalid", "", False)
    assert left.get_full_name() == "Member"


def test_a_ban_outlives_erasing(organization: Organization, post: Post) -> None:
    fill_as_guest(post)
    made = ban(organization=organization, email=GUEST, by=None, at=NOW)
    erase(guest(), at=NOW)
    made.refresh_from_db()
    assert made.email == GUEST


def test_the_picture_goes_with_the_account(
    post: Post, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for hook in (True, False):
        user = UserFactory.create()
        if hook:
            post.authors.add(user)
        set_picture(user, b"a picture")
        user.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            erase(Person.of_account(user), at=NOW)
        assert not default_storage.exists(pictures._path(user.picture))


def test_the_only_administrator_cannot_go(post: Post) -> None:
    user = UserFactory.create(is_superuser=True, is_staff=True)
    UserFactory.create(is_superuser=True, is_active=False)
    CommentFactory.create(post=post, user=user, comment="Kept words.")
    with pytest.raises(LastAdministratorError):
        erase(Person.of_account(user), at=NOW)
    assert Comment.objects.get().comment == "Kept words."
    UserFactory.create(is_superuser=True)
    erase(Person.of_account(user), at=NOW)
    assert Comment.objects.get().comment == ""


@pytest.mark.parametrize("number", [1, 40])
def test_erasing_costs_the_same_for_one_and_for_many_of_each(
    post: Post, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _row in range(number):
        other = PostFactory.create(organization=post.organization)
        comment = CommentFactory.create(post=other, user_email=GUEST, user_name="GUESTNAME")
        CommentFactory.create(post=other, reply_to=comment)
        like(other, by=Liker(visitor_key=BROWSER.key), at=NOW)
        Follow.objects.create(post=other, email=GUEST, language="en", created_at=NOW, asked_at=NOW)
        PendingComment.objects.create(post=other, email=GUEST, name="x", text="x", created_at=NOW, expires_at=NOW)
    ContentType.objects.get_for_model(Comment)  # Django keeps it from then on
    with django_assert_num_queries(37):
        erase(guest(), at=NOW)
    assert not Follow.objects.exists()


def test_rows_of_all_kinds_are_gone(post: Post) -> None:
    fill_as_guest(post)
    erase(guest(), at=NOW)
    for model in (Follow, OutgoingMail, PendingComment, DataRequest, Membership):
        assert not model.objects.exists(), model
