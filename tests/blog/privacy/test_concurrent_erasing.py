"""Erasing while others write, like and decide: nobody waits for ever, and every count is right, on SQLite and PostgreSQL."""

from blog.accounts.models import User
from blog.comments.errors import NotAnswerableError
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.services import post_comment, set_state
from blog.likes.models import Like
from blog.likes.people import Liker
from blog.likes.services import like
from blog.posts.models import Post
from blog.privacy.errors import LastAdministratorError
from blog.privacy.person import Person
from blog.privacy.services import erase
from tests.blog.comments.samples import NOW
from tests.concurrency import Action, AtOnce, at_once
from tests.factories import CommentFactory, PostFactory, UserFactory

__all__ = ["at_once"]


def erasing(user: User) -> Action:
    return lambda: erase(Person.of_account(user), at=NOW)


def liking(target: Post | Comment, user: User) -> Action:
    return lambda: like(target, by=Liker(user=user), at=NOW)


def answering(comment: Comment, number: int) -> Action:
    by = Author.of_user(UserFactory.create())
    return lambda: post_comment(comment.post, by=by, text=f"An answer {number}", reply_to=comment.pk, at=NOW)


def deciding(post: Post, state: State) -> Action:
    return lambda: set_state(Comment.objects.of_post(post), state, by=None, at=NOW)


def test_erasing_meets_likes_answers_and_decisions(at_once: AtOnce) -> None:
    posts, gone, others = PostFactory.create_batch(2), UserFactory.create_batch(3), UserFactory.create_batch(3)
    comments = [CommentFactory.create(post=post, user=user) for user in gone for post in posts]
    targets: list[Post | Comment] = [*posts, *comments]
    for user in gone:
        for target in targets:
            like(target, by=Liker(user=user), at=NOW)
    actions: list[Action] = [erasing(user) for user in gone]
    actions += [liking(target, user) for user in others for target in targets]
    actions += [answering(comment, number) for number, comment in enumerate(comments)]
    actions += [deciding(posts[0], State.HELD), deciding(posts[0], State.PUBLIC)]
    raised = at_once(actions)
    assert {type(error) for error in raised} <= {NotAnswerableError}
    assert not User.objects.filter(pk__in=[user.pk for user in gone]).exists()
    assert {comment.comment for comment in Comment.objects.filter(pk__in=[comment.pk for comment in comments])} == {""}
    for post in Post.objects.all():
        assert post.like_count == Like.objects.on(post).count() == 3
        assert post.comment_count == Comment.objects.public().of_post(post).count()
    for comment in Comment.objects.all():
        assert comment.like_count == Like.objects.on(comment).count()


def test_of_two_last_administrators_one_stays(at_once: AtOnce) -> None:
    users = [UserFactory.create(is_superuser=True), UserFactory.create(is_superuser=True)]
    raised = at_once([erasing(user) for user in users])
    assert [type(error) for error in raised] == [LastAdministratorError]
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1
