"""Writing a comment."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django_comments.signals import comment_was_posted, comment_will_be_posted

from blog.comments.errors import NotAnswerableError, RefusedError
from blog.comments.limits import COMMENTS_OF_USER
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.policy import decide
from blog.posts.models import Post


@transaction.atomic
def post_comment(post: Post, *, by: Author, text: str, reply_to: int | None = None, at: datetime) -> Comment:
    """Store a signed-in person's reply and return it, public or held as the post's policy has it.

    The same words sent twice make one comment. Guests go through `request_confirmation`.

    Raises:
        ClosedError: when the post takes no replies.
        NotAnswerableError: when `reply_to` is no public comment of the post.
        TooManyError: when the person has written too much in the last minutes.
        RefusedError: when a receiver of `comment_will_be_posted` does not want it.
    """
    recent = list(
        Comment.objects.by(by.user, by.email).since(at - COMMENTS_OF_USER.window).newest_first()[: COMMENTS_OF_USER.rows]
    )
    for comment in recent:
        if (comment.post_id, comment.reply_to_id, comment.comment) == (post.pk, reply_to, text):
            return comment
    COMMENTS_OF_USER.check([comment.submit_date for comment in recent], at=at)
    return write_comment(post, by=by, text=text, reply_to=reply_to, at=at)


def write_comment(post: Post, *, by: Author, text: str, reply_to: int | None, at: datetime) -> Comment:
    """Store a comment inside a transaction of the caller.

    The post's row is written first: it is the lock that gives simultaneous replies their order and keeps a parent from
    being taken away meanwhile. Raises as `post_comment`, and:
        SignInNeededError: when the author is a guest and the post is for signed-in people.
    """
    state = decide(post, by=by, at=at)
    _count(post, int(state == State.PUBLIC))
    parent = None if reply_to is None else _within_depth(find_answerable(post, reply_to))
    comment = Comment(
        post=post,
        content_object=post,
        site_id=settings.SITE_ID,
        reply_to=parent,
        state=state,
        user=by.user,
        user_name=by.name,
        user_email=by.email,
        user_url=by.url,
        ip_address=by.ip_address,
        comment=text,
        submit_date=at,
    )
    comment.take_place()
    _ask_receivers(comment)
    if comment.state != state:
        _count(post, -int(state == State.PUBLIC))
    comment.save()
    transaction.on_commit(partial(comment_was_posted.send_robust, sender=Comment, comment=comment, request=None))
    return comment


def find_answerable(post: Post, pk: int) -> Comment:
    """Return the public comment of this post that has this number.

    Raises:
        NotAnswerableError: when there is none.
    """
    comment = Comment.objects.public().of_post(post).select_related("user").filter(pk=pk).first()
    if comment is None:
        raise NotAnswerableError
    return comment


def _within_depth(parent: Comment) -> Comment:
    """Return the comment to stand below: the one that is answered, or at the greatest depth the one above it."""
    if parent.level < settings.COMMENTS_XTD_MAX_THREAD_LEVEL or parent.reply_to is None:
        return parent
    return _within_depth(parent.reply_to)


def _count(post: Post, change: int) -> None:
    """Lock the post's row until the transaction ends, and change its count of public comments."""
    Post.objects.filter(pk=post.pk).update(comment_count=models.F("comment_count") + change)


def _ask_receivers(comment: Comment) -> None:
    """Let receivers of the package's signal, its moderators among them, refuse the comment or have it held.

    They get no request: services never see one. The network address stands in the comment.
    """
    answers = comment_will_be_posted.send(sender=Comment, comment=comment, request=None)
    if any(answer is False for _receiver, answer in answers):
        raise RefusedError
    if comment.state == State.PUBLIC and not comment.is_public:
        comment.state = State.HELD
