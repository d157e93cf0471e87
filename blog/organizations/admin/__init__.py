"""Organizations, their people and what happened in them, in admin."""

from blog.organizations.admin.audit import LineAdmin
from blog.organizations.admin.organizations import OrganizationAdmin
from blog.organizations.admin.people import MemberAdmin

__all__ = ["LineAdmin", "MemberAdmin", "OrganizationAdmin"]
