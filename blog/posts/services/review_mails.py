"""The mails of the workflow: to those who publish when a post is submitted, to its authors when something was decided."""

from datetime import datetime

from django.utils.translation import gettext as _

from blog.accounts.models import User
from blog.posts import mails, people
from blog.posts.models import Post, Review, ReviewState, Status


def tell_of_request(review: Review, *, at: datetime) -> None:
    """Tell those who publish for the organization that a post waits for one of them."""
    post = review.post
    told = [user for user in people.publishers(post) if user.pk != review.requested_by_id]
    with mails.in_site_language():
        subject = _("For review: “%(title)s”") % {"title": post.title}
        text = mails.body("posts/mail/review_requested.txt", post, {"review": review, "person": name(review.requested_by)})
        mails.send(told, key=f"review:{review.pk}", subject=subject, text=text, at=at)


def tell_of_decision(review: Review, *, at: datetime) -> None:
    """Tell the authors, and who asked, what was decided."""
    post, decider = review.post, review.decided_by
    told = {user.pk: user for user in people.writers(post) if user.pk in {review.requested_by_id, *_authors(post)}}
    if decider is not None:
        told.pop(decider.pk, None)
    with mails.in_site_language():
        sentence = {
            ReviewState.APPROVED: _("Approved: “%(title)s”"),
            ReviewState.CHANGES_REQUESTED: _("Changes requested: “%(title)s”"),
        }[ReviewState(review.state)]
        context = {"review": review, "person": name(decider), "note": mails.quoted(review.note)}
        mails.send(
            told.values(),
            key=f"review:{review.pk}:{review.state}",
            subject=sentence % {"title": post.title},
            text=mails.body("posts/mail/review_decided.txt", post, context),
            at=at,
        )


def tell_of_publication(post: Post, *, by: User, at: datetime) -> None:
    """Tell the authors of a post that somebody else has published or scheduled it."""
    told = people.authors(post).exclude(pk=by.pk)
    with mails.in_site_language():
        is_scheduled = post.status == Status.SCHEDULED
        sentence = _("Scheduled: “%(title)s”") if is_scheduled else _("Published: “%(title)s”")
        mails.send(
            told,
            key=f"published:{post.pk}:{at.isoformat()}",
            subject=sentence % {"title": post.title},
            text=mails.body("posts/mail/published.txt", post, {"person": name(by), "is_scheduled": is_scheduled}),
            at=at,
        )


def name(person: User | None) -> str:
    """Return the name of somebody whose account may be gone."""
    return _("Somebody") if person is None else person.get_full_name()


def _authors(post: Post) -> set[int]:
    return set(Post.authors.through.objects.filter(post_id=post.pk).values_list("user_id", flat=True))
