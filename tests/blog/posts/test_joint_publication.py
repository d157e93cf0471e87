"""Joint publication: who asks, who answers, what each step leaves behind, whom it tells, and who is refused."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from blog.accounts.models import User
from blog.audit.models import Line
from blog.mailing.models import OutgoingMail
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.fingerprint import fingerprint
from blog.posts.models import MOST_PARTNERS, JointPublication, JointState, Post, Status
from blog.posts.models.errors import (
    AskedAlreadyError,
    NotJointAnyMoreError,
    NotPartnerError,
    OwnOrganizationError,
    PostError,
    ReadAgainError,
    TooManyPartnersError,
)
from blog.posts.services import duplicate_post, joint, move_post, restore_post, trash_post
from tests.factories import JointPublicationFactory, MembershipFactory, OrganizationFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def post(organization: Organization, author: User) -> Post:
    post: Post = PostFactory.create(organization=organization, title="Ports")
    post.authors.add(author)
    return post


@pytest.fixture
def asked(post: Post, editor: User, other_organization: Organization) -> JointPublication:
    return joint.ask(post, other_organization, by=editor, at=NOW)


@pytest.fixture
def accepted(asked: JointPublication, stranger: User) -> JointPublication:
    accept(asked, stranger)
    return asked


def mails(deed: Callable[[], object]) -> list[str]:
    """Do something and return to whom mails go, each with its subject."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))
    deed()
    return sorted(f"{row.recipient} {row.subject}" for row in OutgoingMail.objects.exclude(pk__in=before))


def last_mail() -> str:
    return OutgoingMail.objects.latest("pk").body


def accept(agreement: JointPublication, by: User, note: str = "") -> None:
    joint.accept(agreement, version=fingerprint(agreement.post), by=by, at=NOW, note=note)


def state_of(agreement: JointPublication) -> str:
    return JointPublication.objects.get(pk=agreement.pk).state


def log() -> list[tuple[str, str]]:
    """Return whose log says what."""
    return [(str(line.organization), str(line)) for line in Line.objects.select_related("organization").order_by("pk")]


def partners(post: Post) -> list[str]:
    return [partner.name for partner in Post.objects.get(pk=post.pk).partners]


@pytest.mark.usefixtures("owner", "stranger")
def test_an_editor_asks_and_those_who_publish_for_the_other_organization_are_told(
    post: Post, editor: User, other_organization: Organization
) -> None:
    told = mails(lambda: joint.ask(post, other_organization, note=" About our harbour. ", by=editor, at=NOW))
    assert told == ["stranger@example.org Publish jointly? “Ports”"]
    agreement = JointPublication.objects.get()
    assert (agreement.state, agreement.asked_by, agreement.asked_at) == (JointState.ASKED, editor, NOW)
    assert agreement.request_note == "About our harbour."
    body = last_mail()
    assert "> About our harbour." in body
    assert f"/admin/posts/jointpublication/{agreement.pk}/change/" in body
    assert f"/admin/posts/post/{post.pk}/" not in body
    sentence = "The editor asked another organization to publish jointly: Ports"
    assert log() == [("Institute of Examples", sentence), ("Other Chamber", sentence)]
    assert Line.objects.latest("pk").after == {"jointly_with": "Other Chamber"}
    assert partners(post) == []


@pytest.mark.usefixtures("owner")
def test_it_is_accepted_and_the_authors_are_told(
    asked: JointPublication, author: User, editor: User, stranger: User, post: Post
) -> None:
    told = mails(lambda: accept(asked, stranger, "Gladly."))
    assert told == [f"{person.email} Other Chamber publishes it jointly: “Ports”" for person in (author, editor)]
    stored = JointPublication.objects.get()
    assert (stored.state, stored.decided_by, stored.decided_at) == (JointState.ACCEPTED, stranger, NOW)
    assert stored.answer_note == "Gladly."
    assert "> Gladly." in last_mail()
    assert log()[2:] == [
        ("Institute of Examples", "The stranger accepted to publish jointly: Ports"),
        ("Other Chamber", "The stranger accepted to publish jointly: Ports"),
    ]
    assert partners(post) == ["Other Chamber"]


def test_it_is_declined(asked: JointPublication, author: User, editor: User, stranger: User, post: Post) -> None:
    told = mails(lambda: joint.decline(asked, note="Not ours.", by=stranger, at=NOW))
    assert told == [f"{person.email} Other Chamber does not publish it jointly: “Ports”" for person in (author, editor)]
    assert (state_of(asked), partners(post)) == (JointState.DECLINED, [])
    assert "> Not ours." in last_mail()


def test_an_accepted_organization_leaves_and_those_who_publish_are_told_too(
    accepted: JointPublication, author: User, editor: User, owner: User, stranger: User, post: Post
) -> None:
    told = mails(lambda: joint.leave(accepted, by=stranger, at=NOW))
    sentence = "Other Chamber does not publish it jointly any more: “Ports”"
    assert told == [f"{person.email} {sentence}" for person in (author, editor, owner)]
    assert (state_of(accepted), partners(post)) == (JointState.LEFT, [])


@pytest.mark.parametrize("name", ["asked", "accepted"])
def test_the_asker_withdraws(request: pytest.FixtureRequest, editor: User, stranger: User, post: Post, name: str) -> None:
    agreement: JointPublication = request.getfixturevalue(name)
    told = mails(lambda: joint.withdraw(agreement, by=editor, at=NOW))
    assert told == [f"{stranger.email} Not to be published jointly: “Ports”"]
    assert (state_of(agreement), partners(post)) == (JointState.WITHDRAWN, [])
    assert log()[-1] == ("Other Chamber", "The editor took back the joint publication of Ports")


def test_an_author_proposes_and_an_editor_asks(
    post: Post, author: User, editor: User, stranger: User, other_organization: Organization
) -> None:
    told = mails(lambda: joint.ask(post, other_organization, by=author, at=NOW))
    assert told == ["editor@example.org Proposed for joint publication: “Ports”"]
    agreement = JointPublication.objects.get()
    assert agreement.state == JointState.PROPOSED
    assert log() == [("Institute of Examples", "The author proposed to publish jointly: Ports")]
    assert not JointPublication.objects.answerable_by(stranger).exists()
    told = mails(lambda: joint.confirm_proposal(agreement, by=editor, at=NOW))
    assert told == ["stranger@example.org Publish jointly? “Ports”"]
    assert state_of(agreement) == JointState.ASKED


@pytest.mark.usefixtures("stranger")
def test_a_proposal_is_taken_back_by_its_author_or_an_editor_and_the_other_side_never_hears_of_it(
    post: Post, author: User, editor: User, other_organization: Organization
) -> None:
    own = joint.ask(post, other_organization, by=author, at=NOW)
    assert mails(lambda: joint.withdraw(own, by=author, at=NOW)) == []
    second = joint.ask(post, other_organization, by=author, at=NOW)
    assert mails(lambda: joint.withdraw(second, by=editor, at=NOW)) == [
        "author@example.org Not to be published jointly: “Ports”"
    ]
    assert {name for name, _sentence in log()} == {"Institute of Examples"}


class TestRefusals:
    @pytest.mark.parametrize("who", ["stranger", "moderator"])
    def test_nobody_asks_who_may_not_change_the_post(self, request: pytest.FixtureRequest, post: Post, who: str) -> None:
        with pytest.raises(NotPartnerError):
            joint.ask(post, OrganizationFactory.create(), by=request.getfixturevalue(who), at=NOW)
        assert not JointPublication.objects.exists()

    def test_an_author_asks_about_no_post_of_others(self, organization: Organization, author: User) -> None:
        with pytest.raises(NotPartnerError):
            joint.ask(PostFactory.create(organization=organization), OrganizationFactory.create(), by=author, at=NOW)

    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.MODERATOR])
    @pytest.mark.parametrize("deed", ["accept", "decline", "leave"])
    def test_no_author_and_no_moderator_of_the_other_organization_answers(
        self, asked: JointPublication, stranger: User, other_organization: Organization, role: Role, deed: str
    ) -> None:
        person = MembershipFactory.create(organization=other_organization, role=role).user
        if deed == "leave":
            accept(asked, stranger)
        before = state_of(asked)
        with pytest.raises(NotPartnerError):
            self.do(deed, asked, person)
        assert state_of(asked) == before

    @pytest.mark.parametrize("deed", ["accept", "decline", "leave"])
    @pytest.mark.parametrize("who", ["owner", "editor", "author"])
    def test_nobody_answers_for_another_organization(
        self, request: pytest.FixtureRequest, asked: JointPublication, who: str, deed: str
    ) -> None:
        with pytest.raises(NotPartnerError):
            self.do(deed, asked, request.getfixturevalue(who))
        assert state_of(asked) == JointState.ASKED

    @pytest.mark.parametrize("who", ["stranger", "author", "moderator"])
    def test_nobody_takes_back_who_does_not_publish_the_post(
        self, request: pytest.FixtureRequest, accepted: JointPublication, who: str
    ) -> None:
        with pytest.raises(NotPartnerError):
            joint.withdraw(accepted, by=request.getfixturevalue(who), at=NOW)
        assert state_of(accepted) == JointState.ACCEPTED

    @pytest.mark.parametrize("who", ["author", "stranger"])
    def test_nobody_confirms_a_proposal_who_does_not_publish_the_post(
        self, request: pytest.FixtureRequest, post: Post, author: User, other_organization: Organization, who: str
    ) -> None:
        agreement = joint.ask(post, other_organization, by=author, at=NOW)
        with pytest.raises(NotPartnerError):
            joint.confirm_proposal(agreement, by=request.getfixturevalue(who), at=NOW)
        with pytest.raises(NotJointAnyMoreError):
            accept(agreement, request.getfixturevalue("stranger"))
        assert state_of(agreement) == JointState.PROPOSED

    @pytest.mark.parametrize("first", ["accept", "decline"])
    @pytest.mark.parametrize("second", ["accept", "decline"])
    def test_what_was_answered_is_not_answered_again(
        self, asked: JointPublication, stranger: User, first: str, second: str
    ) -> None:
        self.do(first, asked, stranger)
        before = state_of(asked)
        with pytest.raises(NotJointAnyMoreError):
            self.do(second, asked, stranger)
        assert state_of(asked) == before

    @pytest.mark.parametrize("deed", ["accept", "decline", "leave"])
    def test_what_was_withdrawn_is_not_answered(self, asked: JointPublication, editor: User, stranger: User, deed: str) -> None:
        joint.withdraw(asked, by=editor, at=NOW)
        with pytest.raises(NotJointAnyMoreError):
            self.do(deed, asked, stranger)
        with pytest.raises(NotJointAnyMoreError):
            joint.withdraw(asked, by=editor, at=NOW)

    def test_a_text_that_was_changed_is_read_again_first(self, asked: JointPublication, stranger: User, post: Post) -> None:
        version = fingerprint(post)
        post.body = "<p>Something else.</p>"
        post.save()
        with pytest.raises(ReadAgainError):
            joint.accept(asked, version=version, by=stranger, at=NOW)
        assert state_of(asked) == JointState.ASKED

    @pytest.mark.usefixtures("asked")
    def test_an_organization_is_asked_once_and_again_once_it_has_ended(
        self, post: Post, editor: User, stranger: User, other_organization: Organization
    ) -> None:
        with pytest.raises(AskedAlreadyError):
            joint.ask(post, other_organization, by=editor, at=NOW)
        for _again in range(joint.MOST_REQUESTS - 1):
            joint.decline(JointPublication.objects.latest("pk"), by=stranger, at=NOW)
            joint.ask(post, other_organization, by=editor, at=NOW)
        joint.decline(JointPublication.objects.latest("pk"), by=stranger, at=NOW)
        with pytest.raises(AskedAlreadyError):
            joint.ask(post, other_organization, by=editor, at=NOW)
        assert JointPublication.objects.count() == joint.MOST_REQUESTS

    def test_its_own_organization_is_not_asked(self, post: Post, editor: User, organization: Organization) -> None:
        with pytest.raises(OwnOrganizationError):
            joint.ask(post, organization, by=editor, at=NOW)

    def test_a_byline_has_an_end(self, post: Post, editor: User) -> None:
        for _number in range(MOST_PARTNERS):
            joint.ask(post, OrganizationFactory.create(), by=editor, at=NOW)
        with pytest.raises(TooManyPartnersError):
            joint.ask(post, OrganizationFactory.create(), by=editor, at=NOW)

    def test_nothing_is_answered_about_a_post_in_the_trash(
        self, asked: JointPublication, post: Post, editor: User, stranger: User
    ) -> None:
        trash_post(post, by=editor, at=NOW)
        assert not JointPublication.objects.waiting_for(stranger).exists()
        assert not JointPublication.objects.answerable_by(stranger).exists()
        with pytest.raises(NotJointAnyMoreError):
            accept(asked, stranger)
        with pytest.raises(PostError):
            joint.ask(post, OrganizationFactory.create(), by=editor, at=NOW)

    @staticmethod
    def do(deed: str, agreement: JointPublication, by: User) -> None:
        if deed == "accept":
            accept(agreement, by)
        else:
            {"decline": joint.decline, "leave": joint.leave}[deed](agreement, by=by, at=NOW)


class TestWhatHappensToThePost:
    def test_moved_it_is_nobody_s_but_the_new_organization_s(
        self, accepted: JointPublication, post: Post, editor: User
    ) -> None:
        third = MembershipFactory.create(user=editor, role=Role.EDITOR).organization
        other = joint.ask(post, OrganizationFactory.create(), by=editor, at=NOW)
        told = mails(lambda: move_post(post, third, by=editor, at=NOW))
        assert told == ["stranger@example.org Not to be published jointly: “Ports”"]
        assert (state_of(accepted), state_of(other)) == (JointState.WITHDRAWN, JointState.WITHDRAWN)
        assert partners(post) == []

    def test_moved_to_one_that_published_it_jointly_it_names_that_one_once(
        self, accepted: JointPublication, post: Post, editor: User, other_organization: Organization
    ) -> None:
        MembershipFactory.create(user=editor, organization=other_organization, role=Role.EDITOR)
        move_post(post, other_organization, by=editor, at=NOW)
        assert [each.name for each in Post.objects.get().publishers] == ["Other Chamber"]
        assert state_of(accepted) == JointState.WITHDRAWN

    @pytest.mark.usefixtures("accepted")
    def test_it_outlasts_the_trash(self, post: Post, editor: User) -> None:
        trash_post(post, by=editor, at=NOW)
        restore_post(post, by=editor, at=NOW)
        assert partners(post) == ["Other Chamber"]

    @pytest.mark.usefixtures("accepted")
    def test_a_copy_is_its_own_organization_s_alone(self, post: Post, editor: User) -> None:
        assert partners(duplicate_post(post, by=editor, at=NOW)) == []

    def test_it_goes_with_the_other_organization_and_with_the_post(self, post: Post) -> None:
        first, second = JointPublicationFactory.create_batch(2, post=post)
        first.organization.delete()
        assert partners(post) == [second.organization.name]
        post.delete()
        assert not JointPublication.objects.exists()

    @pytest.mark.usefixtures("accepted")
    def test_it_outlasts_those_who_agreed(self, stranger: User, editor: User, post: Post) -> None:
        for person in (stranger, editor):
            person.delete()
        stored = JointPublication.objects.get()
        assert (stored.asked_by, stored.decided_by, stored.state) == (None, None, JointState.ACCEPTED)
        assert partners(post) == ["Other Chamber"]


def test_a_superuser_does_it_all(post: Post, superuser: User, other_organization: Organization) -> None:
    agreement = joint.ask(post, other_organization, by=superuser, at=NOW)
    accept(agreement, superuser)
    joint.leave(agreement, by=superuser, at=NOW)
    assert state_of(agreement) == JointState.LEFT


def test_a_draft_is_agreed_about_before_it_is_public(
    organization: Organization, editor: User, stranger: User, other_organization: Organization
) -> None:
    draft = PostFactory.create(organization=organization, status=Status.DRAFT)
    accept(joint.ask(draft, other_organization, by=editor, at=NOW), stranger)
    assert partners(draft) == ["Other Chamber"]


def test_who_does_not_publish_for_an_organization_any_more_hears_nothing(
    post: Post, editor: User, stranger: User, other_organization: Organization
) -> None:
    UserFactory.create(email="elsewhere@example.org")
    stranger.memberships.all().delete()
    assert mails(lambda: joint.ask(post, other_organization, by=editor, at=NOW)) == []
