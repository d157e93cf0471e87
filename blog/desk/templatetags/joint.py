"""Who publishes a post jointly, in its form: `{% load joint %}{% joint_panel original %}`."""

from typing import Any

from django import template

from blog.accounts.models import User
from blog.posts.models import MOST_PARTNERS, JointPublication, JointState, Post
from blog.posts.models.joint import LIVE

register = template.Library()
EARLIER = 5  # of what has ended
READ = MOST_PARTNERS + EARLIER


@register.inclusion_tag("admin/posts/post/joint_panel.html", takes_context=True)
def joint_panel(context: template.Context, post: Post) -> dict[str, Any]:
    """Render who was asked and what they said, with what the reader may do about it."""
    user: User = context["request"].user
    form, may_publish = context.get("joint_form"), bool(context.get("may_publish"))
    rows = list(JointPublication.objects.of_post(post).live_first()[:READ])
    live = [row for row in rows if row.state in LIVE]
    return {
        "original": post,
        "live": [
            {
                "agreement": row,
                "may_confirm": may_publish and row.state == JointState.PROPOSED,
                "may_withdraw": may_publish or (row.state == JointState.PROPOSED and row.asked_by_id == user.pk),
            }
            for row in live
        ],
        "earlier": [row for row in rows if row.state not in LIVE][:EARLIER],
        "form": form if len(live) < MOST_PARTNERS else None,
        "may_publish": may_publish,
        "is_shown": bool(form or rows),
        "csrf_token": context.get("csrf_token"),
    }
