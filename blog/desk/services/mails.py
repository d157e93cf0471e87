"""The mails of the desk: what guests said of a post, to the people whom it concerns."""

from datetime import datetime

from django.utils.translation import gettext as _

from blog.desk.models import GuestReview, Verdict
from blog.posts import mails, people
from blog.posts.models import Post


def tell_of_guest_review(review: GuestReview, *, at: datetime) -> None:
    """Tell a post's people what a guest said: its authors and who shared it, or else those who publish it."""
    link, post = review.link, review.link.post
    told = {user.pk: user for user in people.authors(post)}
    sharer = link.created_by
    if sharer is not None and Post.objects.worked_on_by(sharer).filter(pk=post.pk).exists():
        told[sharer.pk] = sharer
    with mails.in_site_language():
        sentence = {
            Verdict.APPROVED: _("%(name)s approved “%(title)s”"),
            Verdict.COMMENTED: _("%(name)s commented on “%(title)s”"),
        }[Verdict(review.verdict)]
        mails.send(
            told.values() or people.publishers(post),
            key=f"guest-review:{review.pk}",
            subject=sentence % {"name": review.name, "title": post.title},
            text=mails.body("desk/mail/guest_review.txt", post, {"review": review, "text": mails.quoted(review.text)}),
            at=at,
        )
