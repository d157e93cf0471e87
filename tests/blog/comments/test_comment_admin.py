"""The archive of comments in admin: what is found in it, how it is decided, and a comment's own history."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.comments.models import Comment, CommentVersion, Decision, Report, State, Via
from blog.comments.services import set_state
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.factories import CommentFactory, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ARCHIVE = "/admin/comments/comment/"
Act = Callable[..., str]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization)


@pytest.fixture
def act(client: Client, moderator: User) -> Act:
    """Let the moderator do something with comments and return the page that follows."""

    def run(action: str, *comments: Comment) -> str:
        client.force_login(moderator)
        chosen = {"action": action, "_selected_action": [comment.pk for comment in comments], "index": 0}
        return client.post(f"{ARCHIVE}?state=all", chosen, follow=True).content.decode()

    return run


def state_of(comment: Comment) -> str:
    return str(Comment.objects.values_list("state", flat=True).get(pk=comment.pk))


def test_the_archive_shows_everything_unless_a_state_is_asked_for(client: Client, moderator: User, post: Post) -> None:
    for state in State:
        CommentFactory.create(post=post, state=state, comment=f"Words that are {state}")
    client.force_login(moderator)
    assert all(f"Words that are {state}" in client.get(ARCHIVE).content.decode() for state in State)
    spam = client.get(f"{ARCHIVE}?state=spam").content.decode()
    assert "Words that are spam" in spam
    assert "Words that are held" not in spam


@pytest.mark.parametrize("rows", [1, 50])
def test_the_archive_costs_the_same_queries_at_any_length(
    client: Client, moderator: User, post: Post, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        CommentFactory.create(post=post, state=State.HELD, user=moderator)
    client.force_login(moderator)
    with django_assert_num_queries(6):
        client.get(ARCHIVE)


@pytest.mark.parametrize(
    ("action", "state"),
    [("approve", State.PUBLIC), ("mark_as_spam", State.SPAM), ("remove", State.REMOVED)],
)
def test_several_comments_are_decided_at_once(act: Act, post: Post, action: str, state: State) -> None:
    comments = CommentFactory.create_batch(2, post=post, state=State.HELD)
    assert f"2 comments: {state.label}." in act(action, *comments)
    assert {state_of(comment) for comment in comments} == {state}


def test_a_public_comment_is_held_again_and_no_longer_counted(act: Act, post: Post) -> None:
    comment = CommentFactory.create(post=post, state=State.PUBLIC)
    act("hold", comment)
    post.refresh_from_db()
    assert (state_of(comment), post.comment_count) == (State.HELD, 0)


def test_what_is_in_the_state_already_is_counted_apart(act: Act, post: Post) -> None:
    comments = [CommentFactory.create(post=post, state=state) for state in (State.HELD, State.PUBLIC)]
    page = act("approve", *comments)
    assert "1 comment: Public." in page
    assert "1 was in this state already." in page


def test_a_decision_is_on_record(act: Act, moderator: User, post: Post) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD)
    act("mark_as_spam", comment)
    comment = Comment.objects.get(pk=comment.pk)
    assert (comment.moderated_by, comment.moderated_at) == (moderator, NOW)
    decision = Decision.objects.get()
    assert (decision.by, decision.state, decision.via, decision.at) == (moderator, State.SPAM, Via.ADMIN, NOW)


def test_the_page_of_a_comment_takes_a_decision_with_its_reason_and_changes_no_words(
    client: Client, moderator: User, post: Post
) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD, comment="As it was typed")
    client.force_login(moderator)
    form = {"state": State.REMOVED, "reason": "Off topic", "comment": "Something else", "user_name": "Somebody else"}
    client.post(f"{ARCHIVE}{comment.pk}/change/", form)
    stored = Comment.objects.get(pk=comment.pk)
    assert (stored.state, stored.reason, stored.comment) == (State.REMOVED, "Off topic", "As it was typed")


def test_saving_the_page_of_a_comment_as_it_is_decides_nothing(client: Client, moderator: User, post: Post) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD, reason="Links in it.")
    client.force_login(moderator)
    client.post(f"{ARCHIVE}{comment.pk}/change/", {"state": State.HELD, "reason": "Links in it."})
    assert Decision.objects.count() == 0


def test_the_page_of_a_comment_tells_its_own_history(client: Client, moderator: User, post: Post) -> None:
    comment = CommentFactory.create(post=post)
    CommentVersion.objects.create(comment=comment, text="What it said at first", written_at=NOW)
    Report.objects.create(comment=comment, visitor_key="v", reason="abuse", text="Very rude", created_at=NOW)
    set_state(Comment.objects.numbered(comment.pk), State.HELD, by=moderator, at=NOW, reason="Needs a second look")
    client.force_login(moderator)
    page = client.get(f"{ARCHIVE}{comment.pk}/change/").content.decode()
    assert all(words in page for words in ("What it said at first", "Very rude", "Needs a second look", "The moderator"))


def test_the_text_of_a_comment_is_shown_as_text(client: Client, moderator: User, post: Post) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD, comment="<script>alert(1)</script>")
    client.force_login(moderator)
    for address in (ARCHIVE, f"{ARCHIVE}{comment.pk}/change/"):
        assert "<script>alert(1)" not in client.get(address).content.decode()


def test_addresses_of_commenters_are_shown_on_the_page_of_a_comment_alone(client: Client, moderator: User, post: Post) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD, user_email="reader@example.net")
    client.force_login(moderator)
    assert "reader@example.net" not in client.get(ARCHIVE).content.decode()
    assert "reader@example.net" in client.get(f"{ARCHIVE}{comment.pk}/change/").content.decode()


@pytest.mark.parametrize("address", ["add/", "1/delete/"])
def test_comments_are_neither_written_nor_deleted_here(client: Client, superuser: User, post: Post, address: str) -> None:
    comment = CommentFactory.create(post=post)
    client.force_login(superuser)
    assert client.get(ARCHIVE + address.replace("1", str(comment.pk))).status_code == 404


def test_an_author_does_not_moderate(client: Client, author: User, post: Post) -> None:
    CommentFactory.create(post=post, state=State.HELD)
    client.force_login(author)
    assert client.get(ARCHIVE).status_code == 404


def test_only_a_public_comment_is_viewed_on_the_site(client: Client, moderator: User, post: Post) -> None:
    client.force_login(moderator)
    for state, is_linked in ((State.PUBLIC, True), (State.HELD, False)):
        comment = CommentFactory.create(post=post, state=state)
        page = client.get(f"{ARCHIVE}{comment.pk}/change/").content.decode()
        assert (f'href="{comment.get_absolute_url()}"' in page) is is_linked


def test_the_archive_is_narrowed_to_an_organization(
    client: Client, superuser: User, post: Post, other_organization: Organization
) -> None:
    CommentFactory.create(post=post, state=State.HELD, comment="Here")
    CommentFactory.create(post=PostFactory.create(organization=other_organization), state=State.HELD, comment="There")
    client.force_login(superuser)
    page = client.get(f"{ARCHIVE}?organization={other_organization.pk}").content.decode()
    assert "There" in page
    assert ">Here<" not in "".join(page.split())
