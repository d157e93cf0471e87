"""Joint publication: other organizations are asked to publish a post too, each accepts or declines, and can leave later.

Who publishes for the post's own organization asks; its author proposes, which becomes a request once somebody who publishes
has confirmed it. Each step is recorded in the log of either organization that knows of it, and told by mail.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.posts.fingerprint import fingerprint
from blog.posts.models import MOST_PARTNERS, JointPublication, JointState, Post
from blog.posts.models.errors import (
    AskedAlreadyError,
    NotJointAnyMoreError,
    NotPartnerError,
    OwnOrganizationError,
    ReadAgainError,
    TooManyPartnersError,
)
from blog.posts.models.joint import ANSWERABLE
from blog.posts.services import joint_mails
from blog.posts.services.approval import publishes
from blog.posts.services.saving import tell_hub_of

MOST_REQUESTS = 5  # of one organization about one post: nobody is pestered


@transaction.atomic
def ask(post: Post, organization: Organization, *, by: User, at: datetime, note: str = "") -> JointPublication:
    """Ask another organization to publish a post jointly; of somebody who only writes, it is a proposal to their own editors.

    Raises:
        NotPartnerError: when the person may not change the post.
        OwnOrganizationError, AskedAlreadyError, TooManyPartnersError: when this organization cannot be asked, or none.
    """
    stored = Post.objects.select_for_update(of=("self",)).select_related("organization").get(pk=post.pk)
    if not Post.objects.editable_by(by).filter(pk=post.pk).exists():
        raise NotPartnerError(stored)
    _check_partner(stored, organization)
    state = JointState.ASKED if publishes(by, stored) else JointState.PROPOSED
    agreement = JointPublication(
        post=stored,
        organization=organization,
        state=state,
        published_at=stored.published_at,
        request_note=note.strip(),
        asked_by=by,
        asked_at=at,
    )
    try:
        with transaction.atomic():
            agreement.save(force_insert=True)
    except IntegrityError:
        raise AskedAlreadyError(stored) from None
    _told_of_request(agreement, by=by, at=at)
    return agreement


@transaction.atomic
def confirm_proposal(agreement: JointPublication, *, by: User, at: datetime) -> None:
    """Ask the organization that an author has proposed; whoever confirms it asks.

    Raises:
        NotPartnerError, NotJointAnyMoreError: when the person does not publish the post, or it is no proposal any more.
    """
    stored = _locked(agreement)
    if not publishes(by, stored.post):
        raise NotPartnerError(stored.post)
    _check_state(stored, JointState.PROPOSED)
    stored.state, stored.asked_at = JointState.ASKED, at
    stored.save(update_fields=["state", "asked_at"])
    _told_of_request(stored, by=by, at=at)


@transaction.atomic
def accept(agreement: JointPublication, *, version: str, by: User, at: datetime, note: str = "") -> None:
    """Publish a post jointly from now on; `version` is the fingerprint of the text that was read.

    Raises:
        NotPartnerError, NotJointAnyMoreError: when the person decides nothing, or there is nothing to decide.
        ReadAgainError: when the text was changed since it was read.
    """
    stored = _answerable(agreement, JointState.ASKED, by=by)
    if fingerprint(stored.post) != version:
        raise ReadAgainError(stored.post)
    _answer(stored, JointState.ACCEPTED, by=by, at=at, note=note)
    tell_hub_of(stored.post, at)


@transaction.atomic
def decline(agreement: JointPublication, *, by: User, at: datetime, note: str = "") -> None:
    """Refuse to publish a post jointly.

    Raises:
        NotPartnerError, NotJointAnyMoreError: when the person decides nothing, or there is nothing to decide.
    """
    _answer(_answerable(agreement, JointState.ASKED, by=by), JointState.DECLINED, by=by, at=at, note=note)


@transaction.atomic
def leave(agreement: JointPublication, *, by: User, at: datetime, note: str = "") -> None:
    """End an agreement on the side of the other organization: the post is not theirs to show any more.

    Raises:
        NotPartnerError, NotJointAnyMoreError: when the person decides nothing, or there is no agreement any more.
    """
    _answer(_answerable(agreement, JointState.ACCEPTED, by=by), JointState.LEFT, by=by, at=at, note=note)


@transaction.atomic
def withdraw(agreement: JointPublication, *, by: User, at: datetime) -> None:
    """Take back a proposal, a request or an agreement on the side of the post's own organization.

    Raises:
        NotPartnerError: when the person neither publishes the post nor has proposed this.
        NotJointAnyMoreError: when there is nothing to take back any more.
    """
    stored = _locked(agreement)
    is_own_proposal = stored.state == JointState.PROPOSED and stored.asked_by_id == by.pk
    if not (
        publishes(by, stored.post) or (is_own_proposal and Post.objects.worked_on_by(by).filter(pk=stored.post_id).exists())
    ):
        raise NotPartnerError(stored.post)
    if stored.state not in {JointState.PROPOSED, *ANSWERABLE}:
        raise NotJointAnyMoreError(stored.post)
    _withdraw(stored, by=by, at=at)


def end_all(post: Post, *, by: User, at: datetime) -> None:
    """Take back all that holds or waits about a locked post, which goes to another organization than the one that asked."""
    rows = JointPublication.objects.live().filter(post=post).select_related("organization").order_by("pk")
    for agreement in rows.select_for_update(of=("self",)):
        agreement.post = post
        _withdraw(agreement, by=by, at=at)


def _check_partner(post: Post, organization: Organization) -> None:
    if organization.pk == post.organization_id:
        raise OwnOrganizationError(post)
    earlier = JointPublication.objects.filter(post=post)
    if earlier.live().count() >= MOST_PARTNERS:
        raise TooManyPartnersError(post)
    if earlier.filter(organization=organization).count() >= MOST_REQUESTS:
        raise AskedAlreadyError(post)


def _locked(agreement: JointPublication) -> JointPublication:
    """Return the agreement as it stands, which nobody else changes before the transaction ends.

    Raises:
        NotJointAnyMoreError: when the post was deleted or put into the trash meanwhile.
    """
    rows = JointPublication.objects.select_for_update(of=("self",)).select_related("organization", "post__organization")
    stored = rows.filter(pk=agreement.pk, post__trashed_at__isnull=True).first()
    if stored is None:
        raise NotJointAnyMoreError(agreement.post)
    return stored


def _answerable(agreement: JointPublication, state: JointState, *, by: User) -> JointPublication:
    """Return the agreement, locked, about which somebody of the other organization decides."""
    stored = _locked(agreement)
    publishing = Organization.objects.where_user_can(by, Capability.PUBLISH)
    if not publishing.filter(pk=stored.organization_id).exists():
        raise NotPartnerError(stored.post)
    _check_state(stored, state)
    return stored


def _check_state(agreement: JointPublication, state: JointState) -> None:
    if agreement.state != state:
        raise NotJointAnyMoreError(agreement.post)


def _told_of_request(agreement: JointPublication, *, by: User, at: datetime) -> None:
    is_proposal = agreement.state == JointState.PROPOSED
    _record(Verb.POSTS_JOINT_PROPOSE if is_proposal else Verb.POSTS_JOINT_ASK, agreement, by=by, at=at)
    joint_mails.tell_of_request(agreement, by=by, at=at)


def _answer(agreement: JointPublication, state: JointState, *, by: User, at: datetime, note: str) -> None:
    verb = {
        JointState.ACCEPTED: Verb.POSTS_JOINT_ACCEPT,
        JointState.DECLINED: Verb.POSTS_JOINT_DECLINE,
        JointState.LEFT: Verb.POSTS_JOINT_LEAVE,
    }[state]
    agreement.answer_note = note.strip()
    _decide(agreement, state, by=by, at=at)
    _record(verb, agreement, by=by, at=at)
    joint_mails.tell_of_answer(agreement, by=by, at=at)


def _withdraw(agreement: JointPublication, *, by: User, at: datetime) -> None:
    was = JointState(agreement.state)
    _decide(agreement, JointState.WITHDRAWN, by=by, at=at)
    _record(Verb.POSTS_JOINT_WITHDRAW, agreement, by=by, at=at, is_known=was in ANSWERABLE)
    joint_mails.tell_of_withdrawal(agreement, was, by=by, at=at)


def _decide(agreement: JointPublication, state: JointState, *, by: User, at: datetime) -> None:
    agreement.state, agreement.decided_by, agreement.decided_at = state, by, at
    agreement.save(update_fields=["state", "answer_note", "decided_by", "decided_at"])


def _record(verb: Verb, agreement: JointPublication, *, by: User, at: datetime, is_known: bool = True) -> None:
    """Record a step in the log of the post's organization, and in that of the other one where that knows of it."""
    post, partner = agreement.post, agreement.organization
    concerned = [post.organization_id]
    if is_known and verb != Verb.POSTS_JOINT_PROPOSE:
        concerned.append(partner.pk)
    for organization in concerned:
        audit.record(verb, post, organization=organization, by=by, at=at, after={"jointly_with": partner.name})
