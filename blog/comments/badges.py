"""What the people who reply are to the post and to its organization."""

from collections.abc import Collection, Mapping
from enum import Enum

from django.db.models import Exists, OuterRef, Subquery

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
    people = User.objects.filter(pk__in=users, is_active=True)
    membership = Membership.objects.filter(user=OuterRef("pk"), organization=post.organization_id)
    authorship = Post.authors.through.objects.filter(user=OuterRef("pk"), post=post.pk)
    rows = people.values_list("pk", Exists(authorship), Subquery(membership.values("role")))
    found = {pk: _badge(role, is_author=is_author) for pk, is_author, role in rows}
    return {pk: badge for pk, badge in found.items() if badge is not None}


def _badge(role: str | None, *, is_author: bool) -> Badge | None:
    if is_author:
        return Badge.AUTHOR
    if role == Role.MODERATOR:
        return Badge.MODERATOR
    return None if role is None else Badge.TEAM
