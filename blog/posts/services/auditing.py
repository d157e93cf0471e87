"""What the audit log keeps of posts. What an import does, by nobody, has a record of its own."""

from datetime import datetime
from typing import Any

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.posts.models import Post, Review, Status

RECORDED = (
    *("organization", "title", "slug", "summary", "body", "byline", "language", "status", "published_at", "expires_at"),
    *("is_date_known", "is_featured", "planned_date", "comment_policy", "canonical_url", "seo_title", "seo_description"),
)
NEW_STATUS = {
    Status.DRAFT: Verb.POSTS_RETURN,
    Status.IN_REVIEW: Verb.POSTS_SUBMIT,
    Status.SCHEDULED: Verb.POSTS_SCHEDULE,
    Status.PUBLISHED: Verb.POSTS_PUBLISH,
    Status.ARCHIVED: Verb.POSTS_ARCHIVE,
}


def stored_values(post: Post) -> dict[str, Any]:
    """Return what is recorded of a post as it is stored; nothing of a new one."""
    stored = Post.objects.select_related("organization").filter(pk=post.pk).first() if post.pk else None
    return {} if stored is None else audit.snapshot(stored, RECORDED)


def record(verb: Verb, post: Post, *, by: User | None, at: datetime, before: dict[str, Any] | None = None) -> None:
    """Record what a person did to a post; with `before`, what of it is not as it was."""
    if by is not None:
        after = audit.snapshot(post, RECORDED) if before else {}
        audit.record(verb, post, organization=post.organization_id, by=by, at=at, before=before, after=after)


def record_review(verb: Verb, review: Review, *, by: User, at: datetime) -> None:
    """Record a step of a review: about which version, and with which note."""
    after = {"revision_number": review.revision_number} | ({"note": review.note} if review.note else {})
    audit.record(verb, review.post, organization=review.post.organization_id, by=by, at=at, after=after)


def record_saved(post: Post, *, before: dict[str, Any], by: User | None, at: datetime) -> None:
    """Record that a person stored a post: by its new status where it has one, else as a change; nothing where none is."""
    if before and not audit.differs(before, audit.snapshot(post, RECORDED)):
        return
    status = Status(post.status)
    if before.get("status", Status.DRAFT) != status:
        verb = NEW_STATUS[status]
    else:
        verb = Verb.POSTS_CHANGE if before else Verb.POSTS_ADD
    record(verb, post, by=by, at=at, before=before)


def record_linked(verb: Verb, post: Post, original: Post, *, by: User, at: datetime) -> None:
    """Record what became of a post among the versions in other languages, and of which original."""
    after = {"original": str(original), "language": post.language}
    audit.record(verb, post, organization=post.organization_id, by=by, at=at, after=after)
