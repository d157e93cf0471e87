"""The mails of joint publication: to those of either organization who have something to decide or to know."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from blog.accounts.models import User
from blog.organizations.roles import Capability
from blog.posts import mails, people
from blog.posts.addresses import absolute
from blog.posts.models import JointPublication, JointState


def tell_of_request(agreement: JointPublication, *, by: User, at: datetime) -> None:
    """Tell those who are to answer: who publishes for the other organization, or of a proposal, for the post's own."""
    is_proposal = agreement.state == JointState.PROPOSED
    told = people.publishers(agreement.post) if is_proposal else _of_partner(agreement)
    with mails.in_site_language():
        sentence = _("Proposed for joint publication: “%(title)s”") if is_proposal else _("Publish jointly? “%(title)s”")
        page = _page_of_post(agreement) if is_proposal else _page_of_answer(agreement)
        note = mails.quoted(agreement.request_note)
        text = _text("request", agreement, by, at, note=note, is_proposal=is_proposal, page=page)
        _send(told, agreement, by, at, sentence=sentence, text=text)


def tell_of_answer(agreement: JointPublication, *, by: User, at: datetime) -> None:
    """Tell who asked and the post's authors what the other organization said; of leaving, also those who publish."""
    concerned = {agreement.asked_by_id, *agreement.post.authors.values_list("pk", flat=True)}
    told = [user for user in people.writers(agreement.post) if user.pk in concerned]
    if agreement.state == JointState.LEFT or not told:
        told += [user for user in people.publishers(agreement.post) if user not in told]
    with mails.in_site_language():
        sentence = {
            JointState.ACCEPTED: _("%(name)s publishes it jointly: “%(title)s”"),
            JointState.DECLINED: _("%(name)s does not publish it jointly: “%(title)s”"),
            JointState.LEFT: _("%(name)s does not publish it jointly any more: “%(title)s”"),
        }[JointState(agreement.state)]
        note = mails.quoted(agreement.answer_note)
        text = _text("answer", agreement, by, at, note=note, page=_page_of_post(agreement))
        _send(told, agreement, by, at, sentence=sentence, text=text)


def tell_of_withdrawal(agreement: JointPublication, was: JointState, *, by: User, at: datetime) -> None:
    """Tell those who were asked or have accepted; of a proposal, who made it."""
    told: Iterable[User] = _of_partner(agreement)
    if was == JointState.PROPOSED:
        told = [user for user in people.writers(agreement.post) if user.pk == agreement.asked_by_id]
    with mails.in_site_language():
        sentence = _("Not to be published jointly: “%(title)s”")
        text = _text("withdrawn", agreement, by, at, was=was.value)
        _send(told, agreement, by, at, sentence=sentence, text=text)


def _of_partner(agreement: JointPublication) -> Iterable[User]:
    return people.people_with(Capability.PUBLISH, agreement.organization)


def _page_of_post(agreement: JointPublication) -> str:
    return absolute(reverse("admin:posts_post_change", args=[agreement.post_id]))


def _page_of_answer(agreement: JointPublication) -> str:
    """Return where the other organization answers: the post itself is not theirs to open."""
    return absolute(reverse("admin:posts_jointpublication_change", args=[agreement.pk]))


def _text(name: str, agreement: JointPublication, by: User, at: datetime, **more: object) -> str:
    context = {"agreement": agreement, "person": by.get_full_name(), "moment": at} | more
    return mails.body(f"posts/mail/joint_{name}.txt", agreement.post, context)


def _send(told: Iterable[User], agreement: JointPublication, by: User, at: datetime, *, sentence: str, text: str) -> None:
    subject = sentence % {"title": agreement.post.title, "name": agreement.organization.name}
    others = [user for user in told if user.pk != by.pk]
    mails.send(others, key=f"joint:{agreement.pk}:{agreement.state}", subject=subject, text=text, at=at)
