"""What stands beside a post in admin: `{% load workflow %}{% review_panel original %}{% guest_reviews original %}`."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone

from blog.accounts.models import User
from blog.desk.models import GuestReview
from blog.organizations.models import PublishingPolicy
from blog.posts import services
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post, Review, ReviewState, Status
from blog.posts.models.queryset import PUBLIC_STATUSES

register = template.Library()
LATEST = 5
YEAR = timedelta(days=365)  # the next check that is proposed


@register.inclusion_tag("admin/posts/post/guest_reviews_panel.html")
def guest_reviews(post: Post) -> dict[str, Any]:
    """Render the latest of what guests said of a post."""
    return {
        "original": post,
        "reviews": list(GuestReview.objects.of_post(post)[:LATEST]),
        "version": _version_of(post),
    }


@register.inclusion_tag("admin/posts/post/review_panel.html", takes_context=True)
def review_panel(context: template.Context, post: Post) -> dict[str, Any]:
    """Render where a post stands in its review, its history, and the buttons of those who have something to decide."""
    user: User = context["request"].user
    reviews = list(Review.objects.of_post(post)[:LATEST])
    latest = reviews[0] if reviews else None
    version = _version_of(post)
    is_waiting = latest is not None and latest.state == ReviewState.REQUESTED
    is_open = is_waiting or post.status == Status.IN_REVIEW
    may_publish = services.publishes(user, post)
    is_own = latest is not None and latest.requested_by_id == user.pk
    return {
        "original": post,
        "reviews": reviews,
        "latest": latest,
        "version": version,
        "is_shown": bool(reviews) or post.organization.publishing_policy == PublishingPolicy.SECOND_PERSON,
        "needs_second_person": post.organization.publishing_policy == PublishingPolicy.SECOND_PERSON,
        "is_changed_since": latest is not None and latest.state == ReviewState.APPROVED and not latest.approves(version),
        "is_waiting": is_waiting,
        "may_decide": is_waiting and may_publish,
        "may_approve": is_waiting and may_publish and not is_own,
        "may_take_back": is_open and (may_publish or is_own),
        "may_submit": post.status != Status.DRAFT and services.may_be_submitted(post),
        "csrf_token": context.get("csrf_token"),
    }


def _version_of(post: Post) -> str:
    """Return the fingerprint of the newest version; it is kept with the post, since several parts of its page ask."""
    known: dict[str, Any] = post.__dict__
    if "_version" not in known:
        known["_version"] = fingerprint(services.newest_version(post)[0])
    return str(known["_version"])


@register.inclusion_tag("admin/posts/post/upkeep_panel.html", takes_context=True)
def upkeep_panel(context: template.Context, post: Post) -> dict[str, Any]:
    """Render by when a post is to be checked, with the button that says that it is still correct."""
    today = timezone.localdate()
    is_to_come = post.review_by_date is not None and post.review_by_date > today
    return {
        "original": post,
        "is_public": post.status in PUBLIC_STATUSES,
        "is_due": post.review_by_date is not None and not is_to_come,
        "proposed": post.review_by_date if is_to_come else today + YEAR,
        "csrf_token": context.get("csrf_token"),
    }
