"""Moderators who decide in the same moment: the log tells one story, on SQLite and on PostgreSQL."""

from blog.comments.decision_links import DecisionLink
from blog.comments.models import Comment, DecidedComment, Decision, State
from blog.comments.services import NotUndoableError, decide, undo
from blog.comments.services.deciding import DecidedMeanwhileError, decide_by_link
from blog.organizations.roles import Role
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, thread
from tests.concurrency import Action, AtOnce, at_once
from tests.factories import CommentFactory, MembershipFactory, PostFactory, UserFactory

__all__ = ["at_once"]


def test_of_many_decisions_each_follows_the_one_before_it(at_once: AtOnce) -> None:
    comments, moderator = thread(PostFactory.create(), [None, 0, 1]), UserFactory.create()
    states = [State.HELD, State.PUBLIC, State.SPAM, State.REMOVED] * 3

    def deciding(state: State) -> Action:
        return lambda: decide(Comment.objects.all(), state, by=moderator, at=NOW)

    assert at_once([deciding(state) for state in states]) == []
    for comment in comments:
        rows = DecidedComment.objects.filter(comment=comment).select_related("decision").order_by("pk")
        told = [(row.state_before, row.decision.state) for row in rows]
        assert len(told) == len(states)
        assert [before for before, _state in told] == [State.PUBLIC, *(state for _before, state in told[:-1])]
        assert Comment.objects.get(pk=comment.pk).state == told[-1][1]
    assert Post.objects.get().comment_count == Comment.objects.public().count()


def test_a_link_that_is_used_many_times_at_once_decides_once(at_once: AtOnce) -> None:
    comment = CommentFactory.create(state=State.HELD)
    membership = MembershipFactory.create(organization=comment.post.organization, role=Role.MODERATOR)
    token = DecisionLink.to(comment, membership.user).token
    raised = at_once([lambda: decide_by_link(token, State.PUBLIC, at=NOW)] * 8)
    assert [type(error) for error in raised] == [DecidedMeanwhileError] * 7
    assert Decision.objects.count() == 1


def test_a_decision_that_is_undone_many_times_at_once_is_undone_once(at_once: AtOnce) -> None:
    CommentFactory.create()
    moderator = UserFactory.create()
    (decision,) = decide(Comment.objects.all(), State.SPAM, by=moderator, at=NOW)
    raised = at_once([lambda: undo(decision, by=moderator, at=NOW)] * 8)
    assert [type(error) for error in raised] == [NotUndoableError] * 7
    assert Comment.objects.get().state == State.PUBLIC
