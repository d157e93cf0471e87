"""Who reaches which posts in admin."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.accounts.models import User
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, capabilities_of, signed_in
from blog.posts import services
from blog.posts.models import Post, PostQuerySet


class PostScope(ScopedAdmin):
    """Editors see and change all posts of their organizations; authors see theirs.

    Of these authors change drafts; of what is public or scheduled they write new versions, which wait for an editor.
    """

    may_view = may_add = may_change = may_delete = Capability.WRITE

    def rows_visible_to(self, user: User) -> PostQuerySet:
        """Return all posts where the user publishes, and their own where they only write."""
        return Post.objects.worked_on_by(user)

    def rows_changeable_by(self, user: User) -> PostQuerySet:
        """Return all posts where the user publishes; where they only write, their own drafts and what is public."""
        return Post.objects.editable_by(user)

    def rows_deletable_by(self, user: User) -> PostQuerySet:
        """Return all posts where the user publishes, and their own drafts where they only write."""
        return Post.objects.disposable_by(user)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Return whether the actions on the list are offered."""
        return Capability.PUBLISH in capabilities_of(request)

    def publishes(self, request: HttpRequest, post: Post) -> bool:
        """Return whether the user publishes for the organization of a post."""
        return services.publishes(signed_in(request), post)

    def delete_model(self, request: HttpRequest, obj: Post) -> None:
        """Put the post into the trash; an address that was public says at once that it is gone."""
        services.trash_post(obj, by=signed_in(request), at=timezone.now())

    def count_dependents(self, rows: Sequence[Post]) -> dict[str, int]:
        """Return how many public comments are out of sight with the posts."""
        return {str(_("public comments")): sum(post.comment_count for post in rows)}

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:  # noqa: ARG002  # as Django's own
        """Say where the post is, and how it can be had back."""
        trash = reverse("admin:posts_post_changelist", query={"state": "trash"})
        sentence = gettext('“{}” is in the trash for 30 days. <a href="{}">Open the trash</a>')
        messages.success(request, format_html(sentence, obj_display, trash))
        return HttpResponseRedirect(reverse("admin:posts_post_changelist"))
