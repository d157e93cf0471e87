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
from blog.comments.screening import screen
from blog.comments.services.akismet import ask_akismet
from blog.comments.services.alerting import alert
from blog.comments.services.announcing import announce
from blog.comments.services.following import follow_replies
from blog.comments.services.moderation import set_state
from blog.posts.models import Post


@transaction.atomic
def post_comment(post: Post, *, by: Author, text: str, reply_to: int | None = None, at: datetime) -> Comment:
    """Store a signed-in person's reply and return it, public, or held where the policy or what speaks against it has it so.

    The same words sent twice make one comment. Guests go through `request_confirmation`.

    Raises:
        ClosedError: when the post takes no replies.
        NotAnswerableError: when `reply_to` is no public comment of the post.
        TooManyError: when the person has written too much in the last minutes.
        RefusedError: when the person is banned, or a receiver of `comment_will_be_posted` does not want it.
    """
    new = _begin(post, by=by, text=text, at=at)
    written = Comment.objects.by(by.user, by.email).since(at - COMMENTS_OF_USER.window).newest_first()
    recent = list(written[: COMMENTS_OF_USER.rows])
    for comment in recent:
        if (comment.post_id, comment.reply_to_id, comment.comment) == (post.pk, reply_to, text):
            _count(post, -int(new.state == State.PUBLIC))
            return comment
    COMMENTS_OF_USER.check([comment.submit_date for comment in recent], at=at)
    return _store(new, reply_to=reply_to)


def write_comment(post: Post, *, by: Author, text: str, reply_to: int | None, at: datetime) -> Comment:
    """Store a comment inside a transaction of the caller, who sees to it that nothing is written twice.

    Raises as `post_comment`, and:
        SignInNeededError: when the author is a guest and the post is for signed-in people.
    """
    return _store(_begin(post, by=by, text=text, at=at), reply_to=reply_to)


def _begin(post: Post, *, by: Author, text: str, at: datetime) -> Comment:
    """Return a comment in the state in which it begins, counted but not stored yet.

    Counting locks the post's row: that gives simultaneous replies their order, lets each see those before it, and keeps
    a parent from being taken away meanwhile.
    """
    assessment = screen(post, by=by, text=text, at=at)
    state = decide(post, by=by, at=at, assessment=assessment)
    _count(post, int(state == State.PUBLIC))
    return Comment(
        post=post,
        content_object=post,
        site_id=settings.SITE_ID,
        state=state,
        user=by.user,
        user_name=by.name,
        user_email=by.email,
        user_url=by.url,
        ip_address=by.ip_address,
        visitor_key=by.visitor_key,
        identicon=by.identicon,
        comment=text,
        submit_date=at,
        followup=by.followup,
        spam_score=assessment.score,
        signals=assessment.as_json(),
    )


def _store(comment: Comment, *, reply_to: int | None) -> Comment:
    """Put a comment that has begun into its place, and tell whoever waits for it."""
    state = comment.state
    comment.reply_to = None if reply_to is None else _within_depth(find_answerable(comment.post, reply_to))
    comment.take_place()
    _ask_receivers(comment)
    if comment.state != state:
        _count(comment.post, -int(state == State.PUBLIC))
    comment.save()
    if comment.followup:
        follow_replies(comment, at=comment.submit_date)
    transaction.on_commit(partial(comment_was_posted.send_robust, sender=Comment, comment=comment, request=None))
    _tell(comment)
    return comment


def screen_again(comment: Comment, *, at: datetime) -> None:
    """Look at a public comment whose text its author has changed, inside a transaction of the caller; it may be held now.

    The comment's post with its organization, and its user, are loaded.

    Raises:
        ClosedError, SignInNeededError, RefusedError: as for every reply.
    """
    by = _author_of(comment)
    assessment = screen(comment.post, by=by, text=comment.comment, at=at, but_for=comment.pk)
    state = decide(comment.post, by=by, at=at, assessment=assessment)
    comment.spam_score, comment.signals = assessment.score, assessment.as_json()
    comment.save(update_fields=["spam_score", "signals"])
    if state == State.HELD:
        set_state(Comment.objects.numbered(comment.pk), State.HELD, by=None, at=at)
        comment.refresh_from_db(fields=["state", "is_shown", "is_public"])
        alert(comment)
    else:
        ask_akismet(comment)


def _author_of(comment: Comment) -> Author:
    """Return who wrote a comment; how it was sent is no longer known."""
    place = {"ip_address": comment.ip_address, "visitor_key": comment.visitor_key}
    if comment.user is not None:
        return Author.of_user(comment.user, **place)
    return Author(name=comment.user_name, email=comment.user_email, url=comment.user_url, **place)


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


def _tell(comment: Comment) -> None:
    """Have those told who wait for it; the service that may yet hold a public comment is asked before its followers hear."""
    if comment.state == State.PUBLIC:
        ask_akismet(comment)
        announce([comment.pk])
    else:
        alert(comment)


def _ask_receivers(comment: Comment) -> None:
    """Let receivers of the package's signal, its moderators among them, refuse the comment or have it held.

    They get no request: services never see one. The network address stands in the comment.
    """
    answers = comment_will_be_posted.send(sender=Comment, comment=comment, request=None)
    if any(answer is False for _receiver, answer in answers):
        raise RefusedError
    if comment.state == State.PUBLIC and not comment.is_public:
        comment.state = State.HELD
