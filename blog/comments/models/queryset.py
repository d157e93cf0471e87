"""Which comments are public, and who decides about which."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.organizations.merging import first_of_each
from blog.posts.models import Post

if TYPE_CHECKING:
    from blog.comments.models.comment import Comment  # noqa: F401  # named in a string below

NOTHING = models.Func(template="0", output_field=models.IntegerField())  # SQLite uses a partial index by literals alone


class State(models.TextChoices):
    """What was decided about a comment."""

    PUBLIC = "public", _("Public")
    HELD = "held", _("Held")
    SPAM = "spam", _("Spam")
    REMOVED = "removed", _("Removed")


# What keeps a comment's place in the thread, so that replies below it can show. Of a removed one only the place shows.
KEEPING_THE_PLACE = [State.PUBLIC, State.REMOVED]


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, by who may read them."""

    def in_thread(self) -> Self:
        """Return what has a place in a public thread: public comments, and removed ones with a public one below them."""
        return self.filter(is_shown=True)

    def public(self) -> Self:
        """Return the comments whose text the public may read. This is the one definition of "public"."""
        return self.filter(is_shown=True, state=State.PUBLIC)

    def waiting(self) -> Self:
        """Return the comments that a moderator has to decide about."""
        return self.filter(state=State.HELD)

    def reported(self) -> Self:
        """Return the comments with reports at which no moderator has looked yet."""
        return self.filter(open_reports__gt=NOTHING)

    def undecided(self) -> Self:
        """Return the comments that moderators have to look at: held or reported."""
        return self.filter(models.Q(state=State.HELD) | models.Q(open_reports__gt=NOTHING))

    def never_decided(self) -> Self:
        """Return the comments about which nobody has decided."""
        return self.filter(moderated_at__isnull=True)

    def numbered(self, number: int) -> Self:
        """Return the comment with a number, or none."""
        return self.filter(pk=number)

    def roots(self) -> Self:
        """Return the comments that answer the post itself."""
        return self.filter(root__isnull=True)

    def below(self, first_root: int, last_root: int) -> Self:
        """Return the replies in the branches of some roots and of those between them."""
        return self.filter(root__gte=first_root, root__lte=last_root)

    def after(self, number: int) -> Self:
        """Return the comments that came after one."""
        return self.filter(pk__gt=number)

    def before(self, number: int) -> Self:
        """Return the comments that came before one."""
        return self.filter(pk__lt=number)

    def liked_less(self, likes: int, number: int) -> Self:
        """Return what follows, in `most_liked_first`, the comment of this number that had so many likes."""
        # The first condition says nothing new, but it is what lets a database enter its index at the right place.
        return self.filter(models.Q(like_count__lt=likes) | models.Q(pk__gt=number), like_count__lte=likes)

    def of_post(self, post: Post | int) -> Self:
        """Return a post's comments; it may be given by its number."""
        return self.filter(post=post)

    def with_branches(self, roots: Collection[int]) -> Self:
        """Return the comments with these numbers and all that stand below them."""
        return self.filter(models.Q(pk__in=roots) | models.Q(root__in=roots))

    def by(self, user: User | None, email: str) -> Self:
        """Return what a user wrote, or what a guest wrote under a confirmed address."""
        return self.filter(user=user) if user is not None else self.filter(user__isnull=True, user_email=email)

    def on_public_posts(self, at: datetime) -> Self:
        """Return the comments on posts that the public may see at a moment; no database lists all these posts for it."""
        return self.filter(models.Exists(Post.objects.published(at).filter(pk=models.OuterRef("post"))))

    def for_organization(self, organization_id: int) -> Self:
        """Return the comments on an organization's posts."""
        return self.filter(organization=organization_id)

    def for_organizations(self, organizations: Sequence[int] | None) -> Self:
        """Return the comments on the posts of some organizations; None: of all."""
        return self if organizations is None else self.filter(organization__in=organizations)

    def first_of_each(self, organizations: Sequence[int] | None, most: int) -> Self:
        """Return the comments of some organizations as `blog.organizations.merging` does."""
        return first_of_each(self, organizations, most)

    def since(self, moment: datetime) -> Self:
        """Return what was written after a moment."""
        return self.filter(submit_date__gt=moment)

    def with_text(self, text_hash: str) -> Self:
        """Return the comments whose texts have a fingerprint; none for the empty one, which short texts have."""
        return self.filter(text_hash=text_hash) if text_hash else self.none()

    def newest_first(self) -> Self:
        """Return the latest comments first."""
        return self.order_by("-submit_date", "-pk")

    def oldest_first(self) -> Self:
        """Return the comments in the order in which they came; a reply always follows what it answers."""
        return self.order_by("pk")

    def latest_first(self) -> Self:
        """Return the comments in the order of feeds."""
        return self.order_by("-pk")

    def most_liked_first(self) -> Self:
        """Return the most liked comments first, those with as many likes in the order in which they came."""
        return self.order_by("-like_count", "pk")

    def by_branch(self, *roots_by: str) -> Self:
        """Return replies branch by branch, the branches in a given order, each in the order in which its replies came."""
        return self.order_by(*roots_by, "pk")

    def for_feed(self) -> Self:
        """Return the latest comments first, with what a feed carries: no address, no text as it was typed."""
        return (
            self.latest_first()
            .select_related("user", "post")
            .only("body_html", "is_date_known", "submit_date", "user_name", "user__name", "post__title")
            .fetch_mode(models.FETCH_PEERS)
        )
