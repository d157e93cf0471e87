"""Inviting people by mail, and accepting."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.mailing import services as outbox
from blog.mailing.models import OutgoingMail
from blog.organizations.errors import (
    AlreadyMemberError,
    ExpiredInvitationError,
    OtherAddressError,
    RevokedInvitationError,
    TooManyInvitationsError,
    UnknownInvitationError,
    UsedInvitationError,
)
from blog.organizations.models import Invitation, Membership, Organization
from blog.organizations.models.invitation import KEPT, LIFE
from blog.organizations.roles import Capability, Role
from blog.organizations.services.people import add_member

DAY = timedelta(days=1)
MAILS_OF_ORGANIZATION = 50  # a day
INVITATIONS_OF_ADDRESS = 5  # a day, by all organizations together: nobody's mailbox is filled by others
MAILS_OF_INVITATION = 5
HEADERS = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no automatic answers, please


@transaction.atomic
def invite(organization: Organization, email: str, role: Role, *, by: User, at: datetime) -> Invitation:
    """Ask an address to work for an organization: once committed, a mail with a link is under way.

    Raises:
        AlreadyMemberError: when the address is that of one of its people.
        TooManyInvitationsError: when the organization, or all of them to this address, sent many within a day.
        IntegrityError: when the address is invited already.
    """
    address = User.objects.normalize_email(email)
    Organization.objects.select_for_update().get(pk=organization.pk)  # of two at once the second counts the first
    if Membership.objects.filter(organization=organization, user__email=address).exists():
        raise AlreadyMemberError
    _check_limits(organization, address, at=at)
    invitation = Invitation(organization=organization, email=address, role=role, invited_by=by, created_at=at)
    _send(invitation, by=by, at=at)
    audit.record(Verb.PEOPLE_INVITE, invitation, organization=organization.pk, by=by, at=at, after={"role": role.value})
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Mail a new link that lives as long as the first did, in the name of who sends it; the one before does nothing any more.

    Raises:
        UsedInvitationError, RevokedInvitationError: when there is nothing to accept any more.
        TooManyInvitationsError: when that was done often, or many were sent within a day.
    """
    Organization.objects.select_for_update().get(pk=invitation.organization_id)
    invitation.refresh_from_db()
    _check_open(invitation)
    if invitation.mail_count >= MAILS_OF_INVITATION:
        raise TooManyInvitationsError
    _check_limits(invitation.organization, invitation.email, at=at)
    outbox.withdraw(OutgoingMail.objects.keyed(_key(invitation)))
    _send(invitation, by=by, at=at)


@transaction.atomic
def revoke(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Take an invitation back: its link does nothing any more.

    Raises:
        UsedInvitationError, RevokedInvitationError: when it has ended already.
    """
    stored = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _check_open(stored)
    stored.revoked_at = at
    stored.save(update_fields=["revoked_at"])
    outbox.withdraw(OutgoingMail.objects.keyed(_key(stored)))
    audit.record(Verb.PEOPLE_REVOKE, stored, organization=stored.organization_id, by=by, at=at, before={"role": stored.role})


def find_invitation(token: str, *, at: datetime) -> Invitation:
    """Return the invitation of a mailed link with its organization; nothing is changed.

    Raises:
        UnknownInvitationError: when there is none.
        UsedInvitationError: when it was accepted before.
        RevokedInvitationError: when it was taken back, or who sent it may not invite any more.
        ExpiredInvitationError: when it has run out.
    """
    invitation = Invitation.objects.with_token(token).select_related("organization", "invited_by").first()
    if invitation is None:
        raise UnknownInvitationError
    _check_open(invitation)
    inviter = invitation.invited_by
    managed = Organization.objects.filter(pk=invitation.organization_id)
    if inviter is None or not inviter.is_active or not managed.where_user_can(inviter, Capability.MANAGE).exists():
        raise RevokedInvitationError
    if invitation.is_expired(at=at):
        raise ExpiredInvitationError
    return invitation


@transaction.atomic
def accept(token: str, *, by: User, at: datetime) -> Invitation:
    """Let the invited person join, once; who belongs to the organization already keeps the role there.

    Raises:
        OtherAddressError: when the link was sent to another address than that of the account.
        InvitationError: as `find_invitation`.
    """
    invitation = find_invitation(token, at=at)
    if invitation.email != by.email:
        raise OtherAddressError
    accepted = Invitation.objects.open().filter(pk=invitation.pk, secret_hash=invitation.secret_hash)
    if not accepted.update(accepted_at=at):
        raise UsedInvitationError
    if not Membership.objects.filter(organization=invitation.organization, user=by).exists():
        add_member(invitation.organization, by, Role(invitation.role), by=by, at=at, verb=Verb.PEOPLE_JOIN)
    return invitation


def delete_old_invitations(*, at: datetime) -> int:
    """Delete what ended some months ago, and return how many: the addresses are no longer needed."""
    return Invitation.objects.ended_before(at - KEPT).delete()[0]


def _check_open(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise UsedInvitationError
    if invitation.revoked_at is not None:
        raise RevokedInvitationError


def _check_limits(organization: Organization, address: str, *, at: datetime) -> None:
    lately = Invitation.objects.mailed_after(at - DAY)
    mails = lately.filter(organization=organization).aggregate(sum=models.Sum("mail_count"))["sum"] or 0
    if mails >= MAILS_OF_ORGANIZATION or lately.filter(email=address).count() >= INVITATIONS_OF_ADDRESS:
        raise TooManyInvitationsError


def _send(invitation: Invitation, *, by: User, at: datetime) -> None:
    token = invitation.renew(at=at)
    invitation.invited_by = by
    invitation.save()
    with translation.override(settings.LANGUAGE_CODE):
        words = {"organization": invitation.organization.name, "site": settings.SITE_NAME}
        context = {
            "invitation": invitation,
            "inviter": by.get_full_name(),
            "link": f"{settings.SITE_URL}{reverse('invitation', args=[token])}",
            "days": LIFE.days,
            "site_name": settings.SITE_NAME,
        }
        mail = OutgoingMail(
            key=f"{_key(invitation)}{invitation.mail_count}",
            recipient=invitation.email,
            subject=_("%(organization)s invites you to %(site)s") % words,
            body=render_to_string("organizations/mail/invitation.txt", context),
            headers=HEADERS,
        )
    outbox.put([mail], at=at)


def _key(invitation: Invitation) -> str:
    return f"invitation:{invitation.pk}:"
