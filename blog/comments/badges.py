"""What the people who reply are to the post and to its organization."""

from collections.abc import Collection, Mapping
from enum import Enum

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from blog import prepared
from blog.accounts.models import User
from blog.organizations.models import Membership
from blog.organizations.roles import Role
from blog.posts.models import Post


class Badge(Enum):
    """What stands beside a name; only the first that fits."""

    AUTHOR = "author"  # of this post
    MODERATOR = "moderator"
    TEAM = "team"  # anybody else of the organization


def badges_of(users: Collection[int], post: Post) -> Mapping[int, Badge]:
    """Return the badges of those users who have one, in one query; in none where there are no users."""
    if not users:
        return {}
    people = prepared.rows(_people, users=sorted(users), post=post.pk, organization=post.organization_id)
    found = {pk: _badge(role, is_author=is_author) for pk, is_author, role in people}
    return {pk: badge for pk, badge in found.items() if badge is not None}


def _people(*, users: Collection[int], post: int, organization: int) -> QuerySet[User, tuple[int, bool, str | None]]:
    membership = Membership.objects.filter(user=OuterRef("pk"), organization=organization)
    authorship = Post.authors.through.objects.filter(user=OuterRef("pk"), post=post)
    people = User.objects.filter(pk__in=users, is_active=True)
    return people.values_list("pk", Exists(authorship), Subquery(membership.values("role")))


def _badge(role: str | None, *, is_author: bool) -> Badge | None:
    if is_author:
        return Badge.AUTHOR
    if role == Role.MODERATOR:
        return Badge.MODERATOR
    return None if role is None else Badge.TEAM
