"""Who is concerned by what happens to a post: people of its organization, and nobody else."""

from django.db import models

from blog.accounts.models import User
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Capability, roles_with
from blog.posts.models import Post


def people_with(capability: Capability, organization: Organization) -> models.QuerySet[User]:
    """Return the active people of an organization whose role includes a capability."""
    roles = roles_with(capability)
    members = Membership.objects.filter(organization=organization, role__in=roles).values("user")
    return User.objects.filter(pk__in=members, is_active=True).order_by("pk")


def publishers(post: Post) -> models.QuerySet[User]:
    """Return who may publish a post."""
    return people_with(Capability.PUBLISH, post.organization)


def writers(post: Post) -> models.QuerySet[User]:
    """Return who writes for a post's organization."""
    return people_with(Capability.WRITE, post.organization)


def authors(post: Post) -> models.QuerySet[User]:
    """Return a post's authors who still write for its organization."""
    own = Post.authors.through.objects.filter(post_id=post.pk).values("user_id")
    return writers(post).filter(pk__in=own)
