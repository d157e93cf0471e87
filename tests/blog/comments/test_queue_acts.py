"""What is done in the moderation queue, and what is refused there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from blog.accounts.models import User
from blog.comments.models import Comment, Decision, State, Via
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.models import Post
from blog.spam.models import Ban, BanKind
from tests.blog.comments.samples import NOW, thread
from tests.factories import CommentFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db
COMMENTS = "/admin/comments/comment/"
Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def send(client: Client, moderator: User) -> Send:
    """Send something to the queue as the moderator and return the page that follows."""

    def post(act: str, user: User = moderator, query: str = "", **fields: Any) -> Any:
        client.force_login(user)
        return client.post(f"{COMMENTS}{act}/{query}", fields, follow=True)

    return post


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def state_of(comment: Comment) -> str:
    return str(Comment.objects.values_list("state", flat=True).get(pk=comment.pk))


@pytest.mark.parametrize("state", State)
def test_one_button_decides_on_record(send: Send, post: Post, moderator: User, state: State) -> None:
    before = State.SPAM if state == State.HELD else State.HELD
    comment = CommentFactory.create(post=post, state=before)
    assert f"1 comment: {state.label}." in words(send("decide", comment=comment.pk, state=state, reason="Off topic"))
    decision = Decision.objects.get()
    assert state_of(comment) == state
    assert (decision.by, decision.via, decision.reason, decision.at) == (moderator, Via.ADMIN, "Off topic", NOW)


def test_several_are_decided_at_once(send: Send, post: Post) -> None:
    comments = CommentFactory.create_batch(3, post=post, state=State.HELD)
    page = send("decide", comment=[comment.pk for comment in comments], state=State.SPAM)
    assert "3 comments: Spam." in words(page)
    assert {state_of(comment) for comment in comments} == {State.SPAM}


def test_nothing_is_removed_without_a_reason(send: Send, post: Post) -> None:
    comment = CommentFactory.create(post=post)
    assert "Say why you remove it" in words(send("decide", comment=comment.pk, state=State.REMOVED))
    assert state_of(comment) == State.PUBLIC


def test_nothing_is_decided_when_nothing_is_chosen(send: Send) -> None:
    assert "Choose a comment first." in words(send("decide", state=State.SPAM))


def test_a_decision_that_does_not_exist_decides_nothing(send: Send, post: Post) -> None:
    comment = CommentFactory.create(post=post)
    assert "Select a valid choice" in words(send("decide", comment=comment.pk, state="gone"))
    assert state_of(comment) == State.PUBLIC


def test_what_changes_nothing_is_not_put_on_record(send: Send, post: Post) -> None:
    comment = CommentFactory.create(post=post, state=State.SPAM)
    assert "Nothing changed: Spam already." in words(send("decide", comment=comment.pk, state=State.SPAM))
    assert Decision.objects.count() == 0


def test_leaving_a_reported_comment_public_is_a_decision(send: Send, post: Post) -> None:
    comment = CommentFactory.create(post=post, open_reports=3)
    send("decide", query="?tab=reported", comment=comment.pk, state=State.PUBLIC)
    assert Comment.objects.get().open_reports == 0
    assert Decision.objects.get().state == State.PUBLIC


def test_a_whole_branch_is_removed_but_for_what_was_taken_down_before(send: Send, post: Post) -> None:
    root, spam, reply, other = thread(post, [None, 0, 1, None])
    Comment.objects.numbered(spam.pk).update(state=State.SPAM, is_shown=False)
    page = send("decide", comment=root.pk, state=State.REMOVED, reason="Off topic", whole_branch="on")
    assert "2 comments: Removed." in words(page)
    states = [state_of(comment) for comment in (root, spam, reply, other)]
    assert states == [State.REMOVED, State.SPAM, State.REMOVED, State.PUBLIC]


def test_one_comes_back_to_where_one_was(post: Post, client: Client, moderator: User) -> None:
    comment = CommentFactory.create(post=post, open_reports=1)
    client.force_login(moderator)
    query = f"?tab=reported&organization={post.organization_id}"
    answer = client.post(f"{COMMENTS}decide/{query}", {"comment": comment.pk, "state": State.SPAM})
    assert answer.headers["Location"] == f"{COMMENTS}queue/{query}&done={Decision.objects.get().pk}"


def test_the_last_decision_is_undone(send: Send, post: Post) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD)
    page = words(send("decide", comment=comment.pk, state=State.SPAM))
    decision = Decision.objects.get()
    assert f'name="decision" value="{decision.pk}"' in page
    assert "Undone: 1 comment stands as before." in words(send("undo", decision=decision.pk))
    assert state_of(comment) == State.HELD


def test_a_decision_that_was_undone_is_not_told_again(send: Send, post: Post, client: Client) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD)
    send("decide", comment=comment.pk, state=State.SPAM)
    send("undo", decision=Decision.objects.get().pk)
    assert "1 comment: Spam." not in words(client.get(f"{COMMENTS}queue/?done={Decision.objects.get().pk}"))


def test_a_decision_in_two_organizations_is_undone_in_both(
    send: Send, post: Post, moderator: User, other_organization: Organization
) -> None:
    MembershipFactory.create(user=moderator, organization=other_organization, role=Role.MODERATOR)
    comments = [CommentFactory.create(post=post), CommentFactory.create(post__organization=other_organization)]
    page = send("decide", comment=[comment.pk for comment in comments], state=State.SPAM)
    assert "2 comments: Spam." in words(page)
    send("undo", decision=list(Decision.objects.values_list("pk", flat=True)))
    assert {state_of(comment) for comment in comments} == {State.PUBLIC}


def test_one_is_told_what_could_not_be_undone(send: Send, post: Post) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD)
    for state in (State.SPAM, State.PUBLIC):
        send("decide", comment=comment.pk, state=state)
    page = send("undo", decision=Decision.objects.get(state=State.SPAM).pk)
    assert "1 comment was left as it is: it was decided about since." in words(page)
    assert state_of(comment) == State.PUBLIC


def test_undoing_twice_says_that_nothing_was_left_to_undo(send: Send, post: Post) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD)
    send("decide", comment=comment.pk, state=State.SPAM)
    for _time in range(2):
        page = send("undo", decision=Decision.objects.get().pk)
    assert "1 comment was left as it is" in words(page)


def test_who_wrote_it_is_banned_and_the_comment_is_spam(send: Send, post: Post, moderator: User) -> None:
    comment = CommentFactory.create(post=post, user_email="guest@example.org", visitor_key="v", ip_address="2001:db8::7")
    fields = {"kind": BanKind.REFUSE, "days": "7", "with_network": "on", "as_spam": "on", "reason": "Always the same"}
    page = words(send("ban", comment=comment.pk, **fields))
    ban = Ban.objects.get()
    assert f"{comment.author_name} is banned." in page
    assert (ban.organization, ban.email, ban.visitor_key) == (post.organization, "guest@example.org", "v")
    assert (ban.network, ban.kind, ban.reason, ban.created_by) == (
        "2001:db8::/64",
        BanKind.REFUSE,
        "Always the same",
        moderator,
    )
    assert ban.until is not None
    assert (ban.until - NOW).days == 7
    assert state_of(comment) == State.SPAM


def test_a_ban_is_for_good_without_the_network_and_the_comment_stays_unless_more_is_asked(
    send: Send, post: Post, author: User
) -> None:
    comment = CommentFactory.create(post=post, user=author, user_email="", ip_address="192.0.2.7")
    send("ban", comment=comment.pk, kind=BanKind.HOLD)
    ban = Ban.objects.get()
    assert (ban.user, ban.network, ban.until) == (author, "", None)
    assert state_of(comment) == State.PUBLIC


def test_nobody_is_banned_where_nothing_is_known(send: Send, post: Post) -> None:
    comment = CommentFactory.create(post=post, user_email="")
    assert "Nothing is known of" in words(send("ban", comment=comment.pk, kind=BanKind.HOLD))
    assert Ban.objects.count() == 0


@pytest.mark.parametrize("act", ["decide", "ban"])
def test_a_stranger_finds_no_comment_of_another_organization(send: Send, post: Post, stranger: User, act: str) -> None:
    comment = CommentFactory.create(post=post)
    own = CommentFactory.create(post=PostFactory.create(organization=stranger.organizations.get()))
    fields = {"state": State.SPAM, "kind": BanKind.HOLD, "comment": [own.pk, comment.pk]}
    assert send(act, stranger, **fields).status_code == 404
    assert {state_of(comment), state_of(own)} == {State.PUBLIC}
    assert Ban.objects.count() == 0


def test_a_stranger_undoes_nothing_of_another_organization(send: Send, post: Post, stranger: User) -> None:
    comment = CommentFactory.create(post=post)
    send("decide", comment=comment.pk, state=State.SPAM)
    assert send("undo", stranger, decision=Decision.objects.get().pk).status_code == 404
    assert state_of(comment) == State.SPAM


@pytest.mark.parametrize("act", ["decide", "undo", "ban"])
def test_an_author_of_the_organization_does_nothing_here(send: Send, post: Post, author: User, act: str) -> None:
    comment = CommentFactory.create(post=post)
    assert send(act, author, comment=comment.pk, state=State.SPAM, kind=BanKind.HOLD, decision=1).status_code == 404
    assert state_of(comment) == State.PUBLIC


@pytest.mark.parametrize("number", ["x", "-1", "9" * 40, "0"])
def test_a_number_that_is_none_is_not_found(send: Send, number: str) -> None:
    assert send("decide", comment=number, state=State.SPAM).status_code == 404
    assert send("undo", decision=number).status_code == 404


@pytest.mark.parametrize("act", ["decide", "undo", "ban"])
def test_following_a_link_does_nothing(client: Client, moderator: User, act: str) -> None:
    client.force_login(moderator)
    assert client.get(f"{COMMENTS}{act}/").headers["Location"] == f"{COMMENTS}queue/"


@pytest.mark.parametrize("act", ["decide", "undo", "ban"])
def test_nothing_is_taken_from_another_site(moderator: User, act: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    assert client.post(f"{COMMENTS}{act}/", {"state": State.SPAM}).status_code == 403
