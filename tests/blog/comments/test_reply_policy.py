"""Who may reply, and what is held."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.comments.errors import ClosedError, RefusedError, SignInNeededError
from blog.comments.models import State
from blog.comments.people import Author
from blog.comments.policy import decide, effective_policy
from blog.organizations.models import CommentPolicy, Organization
from blog.posts.models import Post
from blog.spam.submission import CLEAN, Assessment, Signal
from tests.blog.comments.samples import NOW
from tests.factories import LONG_AGO, CommentFactory, PostFactory

pytestmark = pytest.mark.django_db
SUSPICIOUS = Assessment((Signal("trap"),))
WEAK = Assessment((Signal("fast", "1"),))
REFUSED = Assessment((Signal("banned"),), is_refused=True)


def set_policy(post: Post, policy: CommentPolicy) -> None:
    post.organization.comment_policy = policy
    post.organization.save()


@pytest.mark.parametrize("policy", [CommentPolicy.OPEN, CommentPolicy.MEMBERS])
def test_signed_in_people_are_published_at_once(post: Post, by_reader: Author, policy: CommentPolicy) -> None:
    set_policy(post, policy)
    assert decide(post, by=by_reader, at=NOW) == State.PUBLIC


def test_an_open_post_publishes_a_guest_who_has_confirmed(post: Post, guest: Author) -> None:
    assert decide(post, by=guest, at=NOW) == State.PUBLIC


def test_a_post_for_members_sends_guests_to_the_sign_in(post: Post, guest: Author) -> None:
    set_policy(post, CommentPolicy.MEMBERS)
    with pytest.raises(SignInNeededError):
        decide(post, by=guest, at=NOW)


def test_a_closed_post_is_closed_to_all(post: Post, guest: Author, moderator: User) -> None:
    set_policy(post, CommentPolicy.CLOSED)
    for by in (guest, Author.of_user(moderator)):
        with pytest.raises(ClosedError):
            decide(post, by=by, at=NOW)


def test_the_first_reply_of_a_person_is_held(post: Post, by_reader: Author, guest: Author) -> None:
    set_policy(post, CommentPolicy.FIRST_HELD)
    assert decide(post, by=by_reader, at=NOW) == State.HELD
    assert decide(post, by=guest, at=NOW) == State.HELD


def test_whoever_has_a_public_comment_is_held_no_more(post: Post, by_reader: Author, guest: Author) -> None:
    set_policy(post, CommentPolicy.FIRST_HELD)
    CommentFactory.create(post=post, user=by_reader.user, user_email="")
    CommentFactory.create(post=post, user_email=guest.email)
    assert decide(post, by=by_reader, at=NOW) == State.PUBLIC
    assert decide(post, by=guest, at=NOW) == State.PUBLIC


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REMOVED])
def test_a_comment_that_is_not_public_makes_nobody_known(post: Post, guest: Author, state: State) -> None:
    set_policy(post, CommentPolicy.FIRST_HELD)
    CommentFactory.create(post=post, user_email=guest.email, state=state)
    assert decide(post, by=guest, at=NOW) == State.HELD


def test_each_organization_comes_to_know_people_for_itself(post: Post, guest: Author, other_organization: Organization) -> None:
    set_policy(post, CommentPolicy.FIRST_HELD)
    CommentFactory.create(post=PostFactory.create(organization=other_organization), user_email=guest.email)
    assert decide(post, by=guest, at=NOW) == State.HELD


def test_a_guest_is_not_known_by_the_address_of_a_user(post: Post, by_reader: Author, reader: User) -> None:
    set_policy(post, CommentPolicy.FIRST_HELD)
    CommentFactory.create(post=post, user=reader, user_email=reader.email)
    pretender = Author(name="Reader One", email=reader.email)
    assert decide(post, by=pretender, at=NOW) == State.HELD
    assert decide(post, by=by_reader, at=NOW) == State.PUBLIC


def test_all_are_held_where_the_policy_says_so(post: Post, by_reader: Author) -> None:
    set_policy(post, CommentPolicy.ALL_HELD)
    CommentFactory.create(post=post, user=by_reader.user)
    assert decide(post, by=by_reader, at=NOW) == State.HELD


@pytest.mark.parametrize("policy", [CommentPolicy.FIRST_HELD, CommentPolicy.ALL_HELD])
def test_whoever_moderates_is_never_held(
    post: Post, owner: User, editor: User, moderator: User, superuser: User, policy: CommentPolicy
) -> None:
    set_policy(post, policy)
    for user in (owner, editor, moderator, superuser):
        assert decide(post, by=Author.of_user(user), at=NOW) == State.PUBLIC


@pytest.mark.parametrize("policy", [CommentPolicy.FIRST_HELD, CommentPolicy.ALL_HELD])
def test_authors_and_the_people_of_other_organizations_are_held_like_anybody(
    post: Post, author: User, stranger: User, policy: CommentPolicy
) -> None:
    set_policy(post, policy)
    for user in (author, stranger):
        assert decide(post, by=Author.of_user(user), at=NOW) == State.HELD


def test_a_posts_own_policy_replaces_the_organizations(post: Post) -> None:
    set_policy(post, CommentPolicy.CLOSED)
    post.comment_policy = CommentPolicy.ALL_HELD
    assert effective_policy(post, at=NOW) == CommentPolicy.ALL_HELD


def test_replies_close_so_many_days_after_publication(post: Post) -> None:
    post.organization.close_comments_after_days = 30
    assert effective_policy(post, at=LONG_AGO + timedelta(days=30, seconds=-1)) == CommentPolicy.OPEN
    assert effective_policy(post, at=LONG_AGO + timedelta(days=30)) == CommentPolicy.CLOSED


def test_an_editor_can_keep_one_old_discussion_open(post: Post) -> None:
    post.organization.close_comments_after_days = 30
    post.comment_policy = CommentPolicy.OPEN
    assert effective_policy(post, at=NOW) == CommentPolicy.OPEN


def test_zero_days_close_replies_from_the_beginning(post: Post) -> None:
    post.organization.close_comments_after_days = 0
    assert effective_policy(post, at=LONG_AGO) == CommentPolicy.CLOSED


@pytest.mark.parametrize("policy", [CommentPolicy.OPEN, CommentPolicy.MEMBERS, CommentPolicy.FIRST_HELD])
def test_what_much_speaks_against_is_held_also_of_people_who_are_known(
    post: Post, by_reader: Author, policy: CommentPolicy
) -> None:
    set_policy(post, policy)
    CommentFactory.create(post=post, user=by_reader.user)
    assert decide(post, by=by_reader, at=NOW, assessment=SUSPICIOUS) == State.HELD
    assert decide(post, by=by_reader, at=NOW, assessment=WEAK) == State.PUBLIC


def test_whoever_is_banned_is_refused(post: Post, by_reader: Author, guest: Author) -> None:
    for by in (by_reader, guest):
        with pytest.raises(RefusedError):
            decide(post, by=by, at=NOW, assessment=REFUSED)


@pytest.mark.parametrize("assessment", [SUSPICIOUS, REFUSED])
def test_whoever_moderates_is_published_whatever_speaks_against_it(
    post: Post, moderator: User, superuser: User, assessment: Assessment
) -> None:
    for user in (moderator, superuser):
        assert decide(post, by=Author.of_user(user), at=NOW, assessment=assessment) == State.PUBLIC


def test_a_moderator_of_another_organization_is_like_anybody(post: Post, stranger: User) -> None:
    assert decide(post, by=Author.of_user(stranger), at=NOW, assessment=SUSPICIOUS) == State.HELD


def test_a_closed_post_is_closed_also_to_whoever_is_banned(post: Post, guest: Author) -> None:
    set_policy(post, CommentPolicy.CLOSED)
    with pytest.raises(ClosedError):
        decide(post, by=guest, at=NOW, assessment=REFUSED)


@pytest.mark.parametrize(
    ("policy", "assessment", "queries"),
    [(CommentPolicy.OPEN, CLEAN, 0), (CommentPolicy.OPEN, SUSPICIOUS, 1), (CommentPolicy.FIRST_HELD, CLEAN, 1)],
)
def test_deciding_takes_at_most_one_query(
    post: Post,
    by_reader: Author,
    policy: CommentPolicy,
    assessment: Assessment,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    set_policy(post, policy)
    with django_assert_num_queries(queries):
        decide(post, by=by_reader, at=NOW, assessment=assessment)
