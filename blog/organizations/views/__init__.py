"""The public pages of the app: that of an invitation, and an organization's stylesheet."""

from blog.organizations.views.identity import identity
from blog.organizations.views.invitation import invitation

__all__ = ["identity", "invitation"]
