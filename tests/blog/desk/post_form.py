"""What a browser sends from the form of a post in admin."""

from typing import Any

from blog.organizations.models import Organization
from blog.posts.models import Status

EMPTY = {
    "summary": "",
    "byline": "",
    "language": "en",
    "slug": "",
    "canonical_url": "",
    "seo_title": "",
    "seo_description": "",
    "comment_policy": "",
    "is_date_known": "on",
    "planned_date": "",
    "version": "",
}


def filled_in(organization: Organization, **changes: Any) -> dict[str, Any]:
    """Return the fields of a draft; `published_at="2020-01-02 03:04:05"` fills both boxes of a moment."""
    form = EMPTY | {"title": "A title", "organization": organization.pk, "body": "<p>Text.</p>", "status": Status.DRAFT}
    for name in ("published_at", "expires_at"):
        moment = changes.pop(name, " ")
        form[f"{name}_0"], form[f"{name}_1"] = moment.split(" ", 1)
    return form | changes
