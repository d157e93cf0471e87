"""Who may change the look of an organization: `{% may_change_look original as answer %}` in admin."""

from django import template

from blog.organizations.models import Organization
from blog.organizations.roles import Capability

register = template.Library()


@register.simple_tag(takes_context=True)
def may_change_look(context: template.Context, organization: Organization) -> bool:
    """Say whether the signed-in user publishes for an organization."""
    publishing = Organization.objects.where_user_can(context["request"].user, Capability.PUBLISH)
    return publishing.filter(pk=organization.pk).exists()
