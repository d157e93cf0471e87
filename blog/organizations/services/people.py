"""Who belongs to an organization, and as what.

Whoever could leave an organization without an owner locks its row first, so that two owners who go at once go one after
the other.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role


class LastOwnerError(Exception):
    """The only owner of an organization cannot go; its text is for the person who tried."""

    def __init__(self, organization: Organization) -> None:
        super().__init__(_("%(organization)s keeps at least one owner.") % {"organization": organization})


@transaction.atomic
def add_member(
    organization: Organization, user: User, role: Role, *, by: User, at: datetime, verb: Verb = Verb.PEOPLE_ADD
) -> Membership:
    """Take a person in, who may enter the admin from now on; `verb` says in the log how that came.

    Raises:
        IntegrityError: when the person belongs to the organization already.
    """
    membership = Membership.objects.create(organization=organization, user=user, role=role)
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    audit.record(verb, user, organization=organization.pk, by=by, at=at, after={"role": role.value})
    return membership


@transaction.atomic
def change_role(membership: Membership, role: Role, *, by: User, at: datetime) -> None:
    """Give a person another role.

    Raises:
        LastOwnerError: when nobody would own the organization afterwards; a superuser may do that.
    """
    stored = _locked(membership)
    if stored is None or stored.role == role:
        return
    if stored.role == Role.OWNER:
        _check_another_owner(stored, by=by)
    membership.role = role
    membership.save(update_fields=["role"])
    change = {"before": {"role": stored.role}, "after": {"role": role.value}}
    audit.record(Verb.PEOPLE_ROLE, membership.user, organization=membership.organization_id, by=by, at=at, **change)


@transaction.atomic
def remove_member(membership: Membership, *, by: User, at: datetime) -> None:
    """Take a person out of an organization. What they wrote stays. Raises as `change_role`."""
    stored = _locked(membership)
    if stored is None:
        return
    if stored.role == Role.OWNER:
        _check_another_owner(stored, by=by)
    was = {"role": stored.role}
    audit.record(Verb.PEOPLE_REMOVE, membership.user, organization=membership.organization_id, by=by, at=at, before=was)
    stored.delete()


@transaction.atomic
def leave_organizations(user: User, *, at: datetime) -> None:
    """Take a person out of all their organizations, at their own wish.

    An organization in which nobody else is may be left; the site's administrators look after it then.

    Raises:
        LastOwnerError: when one of them has other people and no other owner.
    """
    for membership in Membership.objects.filter(user=user).select_related("organization", "user").order_by("organization"):
        stored = _locked(membership)
        others = Membership.objects.filter(organization=membership.organization_id).exclude(user=user)
        if stored is not None and stored.role == Role.OWNER and others.exists():
            _check_another_owner(stored)
        was = {"role": membership.role}
        audit.record(Verb.PEOPLE_REMOVE, user, organization=membership.organization_id, by=user, at=at, before=was)
        membership.delete()


def _locked(membership: Membership) -> Membership | None:
    """Return the membership as it is stored, while nobody else changes who owns its organization; None when it is gone."""
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    return Membership.objects.select_related("organization").filter(pk=membership.pk).first()


def _check_another_owner(membership: Membership, *, by: User | None = None) -> None:
    owners = Membership.objects.filter(organization=membership.organization_id, role=Role.OWNER, user__is_active=True)
    if not (by is not None and by.is_superuser) and not owners.exclude(pk=membership.pk).exists():
        raise LastOwnerError(membership.organization)
