"""Moving a post to another organization, and making a copy of one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.posts.models import Post
from blog.posts.models.errors import NotYourOrganizationError, UnpublishedChangesError
from blog.posts.services import auditing, joint
from blog.posts.services.copying import copy_of
from blog.posts.services.grouping import leave_group
from blog.posts.services.recording import Record, keep_first_revision, record_revision
from blog.redirects.slugs import free_slug
from blog.richtext.text import shorten

COPIED = (
    *("organization", "summary", "body", "byline", "language", "is_date_known", "comment_policy"),
    *("seo_title", "seo_description"),
)


@transaction.atomic
def move_post(post: Post, organization: Organization, *, by: User, at: datetime) -> None:
    """Let a post belong to another organization from now on, wherever its own one stood; its address stays.

    It is linked with its translations no more, and what others agreed with the organization before, who publish it jointly,
    ends. Its authors stay on record as such, but only people of the new organization work on it. The log of either says so.

    Raises:
        NotYourOrganizationError: when the person does not publish for both.
        UnpublishedChangesError: when a version waits that names the organization before.
    """
    publishing = Organization.objects.where_user_can(by, Capability.PUBLISH)
    if publishing.filter(pk__in={post.organization_id, organization.pk}).count() < len({post.organization_id, organization.pk}):
        raise NotYourOrganizationError(post)
    stored = Post.objects.select_for_update().get(pk=post.pk)
    if stored.has_unpublished_changes:
        raise UnpublishedChangesError(post)
    if stored.organization_id == organization.pk:
        return
    keep_first_revision(post)
    joint.end_all(stored, by=by, at=at)
    before = {"organization": str(post.organization)}
    left = post.organization_id
    leave_group(post)
    post.organization = organization
    post.save(update_fields=["organization"])
    note = _("From %(organization)s") % before
    record_revision(post, by=by, at=at, record=Record(note=note))
    after = {"organization": str(organization)}
    for concerned in (left, organization.pk):
        audit.record(Verb.POSTS_MOVE, post, organization=concerned, by=by, at=at, before=before, after=after)


@transaction.atomic
def duplicate_post(post: Post, *, by: User, at: datetime) -> Post:
    """Return a new draft with the text, the terms and the people of a post; it has no date, no count and its own address."""
    longest = Post._meta.get_field("title").max_length or 0
    title = shorten(_("Copy of %(title)s") % {"title": post.title}, longest)
    copy = copy_of(post, COPIED, by=by, at=at, title=title, slug=free_slug(Post, post.title))
    auditing.record(Verb.POSTS_COPY, copy, by=by, at=at)
    return copy
