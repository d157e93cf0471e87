"""Who reaches which posts in admin."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, capabilities_of, signed_in
from blog.posts import services
from blog.posts.models import Post, PostQuerySet


class PostScope(ScopedAdmin):
    """Editors see and change all posts of their organizations; authors see their own and change their drafts."""

    may_view = may_add = may_change = may_delete = Capability.WRITE

    def rows_visible_to(self, user: User) -> PostQuerySet:
        """Return all posts where the user publishes, and their own where they only write."""
        return Post.objects.worked_on_by(user)

    def rows_changeable_by(self, user: User) -> PostQuerySet:
        """Return all posts where the user publishes, and their own drafts where they only write."""
        return Post.objects.editable_by(user)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Return whether the actions on the list are offered."""
        return Capability.PUBLISH in capabilities_of(request)

    def publishes(self, request: HttpRequest, post: Post) -> bool:
        """Return whether the user publishes for the organization of a post."""
        publishing = Organization.objects.where_user_can(signed_in(request), Capability.PUBLISH)
        return publishing.filter(pk=post.organization_id).exists()

    def delete_model(self, request: HttpRequest, obj: Post) -> None:  # noqa: ARG002  # Django's signature
        """Delete the post; an address that was public says so."""
        services.delete_post(obj, at=timezone.now())

    def count_dependents(self, rows: Sequence[Post]) -> dict[str, int]:
        """Return how many public comments go with the posts."""
        return {str(_("public comments")): sum(post.comment_count for post in rows)}
