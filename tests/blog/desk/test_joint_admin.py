"""Joint publication in admin: the section of a post's form, the page of the other organization, and what neither shows."""

from collections.abc import Callable, Iterator
from html import unescape

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.audit.models import Line
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.fingerprint import fingerprint
from blog.posts.models import JointPublication, JointState, Post, Status
from blog.posts.services import joint, trash_post
from tests.blog.desk.samples import NOW
from tests.factories import JointPublicationFactory, MembershipFactory, OrganizationFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
Press = Callable[..., str]
LIST = "/admin/posts/jointpublication/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asked(draft: Post, editor: User, other_organization: Organization) -> JointPublication:
    return joint.ask(draft, other_organization, note="About our plans.", by=editor, at=NOW)


@pytest.fixture
def press(client: Client) -> Press:
    """Let a user press a button at an address and return the page that follows."""

    def run(user: User, address: str, act: str, **more: object) -> str:
        client.force_login(user)
        return unescape(client.post(address, {"act": act} | more, follow=True).content.decode())

    return run


def page_of(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


def status_of(client: Client, user: User, address: str) -> int:
    client.force_login(user)
    return client.get(address).status_code


def form_of(post: Post) -> str:
    return f"/admin/posts/post/{post.pk}/change/"


def acts_of(post: Post) -> str:
    return f"/admin/posts/post/{post.pk}/joint/"


def answer_of(agreement: JointPublication) -> str:
    return f"{LIST}{agreement.pk}/change/"


class TestTheForm:
    def test_an_editor_asks(self, draft: Post, editor: User, other_organization: Organization, press: Press) -> None:
        given = {"joint-organization": other_organization.pk, "joint-note": "Together?"}
        page = press(editor, acts_of(draft), "ask", **given)
        assert "Other Chamber is asked now, and told by mail." in page
        assert "gz-badge--asked" in page
        agreement = JointPublication.objects.get()
        assert (agreement.state, agreement.request_note) == (JointState.ASKED, "Together?")

    def test_an_author_proposes_and_the_editor_asks(
        self, draft: Post, author: User, editor: User, other_organization: Organization, press: Press
    ) -> None:
        page = press(author, acts_of(draft), "ask", **{"joint-organization": other_organization.pk})
        assert "Proposed: your editors ask Other Chamber, or not." in page
        agreement = JointPublication.objects.get()
        page = press(editor, acts_of(draft), "confirm", agreement=agreement.pk)
        assert "Other Chamber is asked now" in page
        agreement.refresh_from_db()
        assert agreement.state == JointState.ASKED

    def test_it_is_taken_back(self, draft: Post, asked: JointPublication, editor: User, press: Press) -> None:
        page = press(editor, acts_of(draft), "withdraw", agreement=asked.pk)
        assert "Other Chamber does not publish it jointly; whoever knew of it is told." in page
        assert "gz-badge--withdrawn" in page

    @pytest.mark.parametrize("chosen", ["", "x", "0"])
    def test_without_an_organization_nothing_happens(self, draft: Post, editor: User, press: Press, chosen: str) -> None:
        press(editor, acts_of(draft), "ask", **{"joint-organization": chosen})
        assert not JointPublication.objects.exists()

    def test_what_the_service_refuses_is_said(
        self, draft: Post, editor: User, organization: Organization, press: Press
    ) -> None:
        page = press(editor, acts_of(draft), "ask", **{"joint-organization": organization.pk})
        assert "belongs to this organization already" in page

    @pytest.mark.parametrize("data", [{"act": "confirm"}, {"act": "withdraw", "agreement": "x"}, {"act": "unknown"}, {}])
    def test_what_means_nothing_does_nothing(
        self, client: Client, draft: Post, asked: JointPublication, editor: User, data: dict[str, str]
    ) -> None:
        client.force_login(editor)
        assert client.post(acts_of(draft), data).status_code == 302
        asked.refresh_from_db()
        assert asked.state == JointState.ASKED

    def test_an_agreement_about_another_post_is_not_reached(self, draft: Post, editor: User, press: Press) -> None:
        other = JointPublicationFactory.create(state=JointState.ASKED)
        press(editor, acts_of(draft), "withdraw", agreement=other.pk)
        other.refresh_from_db()
        assert other.state == JointState.ASKED

    @pytest.mark.parametrize("who", ["stranger", "moderator"])
    def test_others_find_nothing(self, request: pytest.FixtureRequest, client: Client, draft: Post, who: str) -> None:
        user = request.getfixturevalue(who)
        for address in (acts_of(draft), f"{acts_of(draft)}choices/?term=in"):
            assert status_of(client, user, address) in {302, 404}
        assert client.post(acts_of(draft), {"act": "ask"}).status_code == 404

    def test_organizations_are_found_by_their_public_names_once_something_is_typed(
        self, client: Client, draft: Post, editor: User
    ) -> None:
        for name in ("Harbour Board", "Harbour Museum"):
            OrganizationFactory.create(name=name)
        OrganizationFactory.create(name="Office of Ports", short_name="Harbours")
        client.force_login(editor)
        found = client.get(f"{acts_of(draft)}choices/", {"term": "harb"}).json()
        assert [row["text"] for row in found["results"]] == ["Harbour Board", "Harbour Museum", "Office of Ports"]
        for term in ("", "h", "institute of examples"):
            assert client.get(f"{acts_of(draft)}choices/", {"term": term}).json()["results"] == []

    def test_who_may_not_change_the_post_is_offered_nothing(self, client: Client, draft: Post, author: User) -> None:
        services.submit_for_review(draft, by=author, at=NOW)
        assert "joint-organization" not in page_of(client, author, form_of(draft))

    def test_the_form_names_no_organization_that_nobody_chose(self, client: Client, draft: Post, editor: User) -> None:
        OrganizationFactory.create(name="Harbour Board")
        page = page_of(client, editor, form_of(draft))
        assert 'name="joint-organization"' in page
        assert "Harbour Board" not in page

    @pytest.mark.parametrize("number", [1, 9])
    def test_the_section_costs_one_query(
        self, client: Client, draft: Post, editor: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        JointPublicationFactory.create_batch(number, post=draft)
        JointPublicationFactory.create_batch(number, post=draft, state=JointState.LEFT, asked_by=UserFactory.create())
        client.force_login(editor)
        client.get(form_of(draft))
        with django_assert_num_queries(31):
            client.get(form_of(draft))


class TestTheAnswer:
    def test_the_start_page_shows_what_waits_to_those_who_publish(
        self, client: Client, asked: JointPublication, stranger: User
    ) -> None:
        page = page_of(client, stranger, "/admin/")
        assert f'href="{answer_of(asked)}"' in page
        assert "Institute of Examples asks Other Chamber" in " ".join(page.split())

    def test_the_editors_find_what_their_author_proposes(
        self, client: Client, draft: Post, author: User, editor: User, other_organization: Organization
    ) -> None:
        joint.ask(draft, other_organization, by=author, at=NOW)
        assert f'href="{form_of(draft)}#joint"' in page_of(client, editor, "/admin/")

    def test_the_post_is_read_and_accepted(self, client: Client, asked: JointPublication, stranger: User, press: Press) -> None:
        page = page_of(client, stranger, answer_of(asked))
        for words in ("Not out yet", "Secret plans.", "About our plans.", "The editor"):
            assert words in page
        assert "Secret plans." in page_of(client, stranger, f"{LIST}{asked.pk}/preview/")
        page = press(stranger, answer_of(asked), "accept", version=fingerprint(asked.post), note="Gladly.")
        assert "Other Chamber publishes “Not out yet” jointly from now on" in page
        asked.refresh_from_db()
        assert (asked.state, asked.answer_note, asked.decided_by) == (JointState.ACCEPTED, "Gladly.", stranger)
        page = press(stranger, answer_of(asked), "leave")
        assert "does not publish “Not out yet” jointly any more" in page
        assert status_of(client, stranger, answer_of(asked)) == 404

    def test_it_is_declined_and_gone(self, client: Client, asked: JointPublication, stranger: User, press: Press) -> None:
        assert "does not publish “Not out yet” jointly; whoever asked is told" in press(stranger, answer_of(asked), "decline")
        assert status_of(client, stranger, f"{LIST}{asked.pk}/preview/") == 404
        assert "Not out yet" not in page_of(client, stranger, LIST)

    def test_a_text_that_changed_meanwhile_is_read_again(self, asked: JointPublication, stranger: User, press: Press) -> None:
        assert "was changed meanwhile: read it again" in press(stranger, answer_of(asked), "accept", version="0")
        asked.refresh_from_db()
        assert asked.state == JointState.ASKED

    @pytest.mark.parametrize("act", ["", "unknown"])
    def test_what_means_nothing_does_nothing(self, asked: JointPublication, stranger: User, press: Press, act: str) -> None:
        press(stranger, answer_of(asked), act)
        asked.refresh_from_db()
        assert asked.state == JointState.ASKED

    def test_a_version_that_waits_is_not_shown(
        self, client: Client, organization: Organization, editor: User, stranger: User, other_organization: Organization
    ) -> None:
        post = PostFactory.create(organization=organization, title="Public title")
        services.save_revision(post, content_of(post) | {"title": "Waiting title"}, by=editor, at=NOW)
        asked = joint.ask(post, other_organization, by=editor, at=NOW)
        for address in (answer_of(asked), f"{LIST}{asked.pk}/preview/", LIST, "/admin/"):
            page = page_of(client, stranger, address)
            assert "Public title" in page
            assert "Waiting title" not in page


class TestWhatStaysApart:
    @pytest.mark.parametrize("role", [Role.AUTHOR, Role.MODERATOR])
    def test_authors_and_moderators_of_the_other_organization_find_nothing(
        self, client: Client, asked: JointPublication, other_organization: Organization, role: Role
    ) -> None:
        person = UserFactory.create(is_staff=True)
        MembershipFactory.create(user=person, organization=other_organization, role=role)
        for address in (answer_of(asked), f"{LIST}{asked.pk}/preview/", LIST):
            assert status_of(client, person, address) in {302, 404}, address
        assert "Not out yet" not in page_of(client, person, "/admin/")
        assert client.post(answer_of(asked), {"act": "accept", "version": fingerprint(asked.post)}).status_code == 404

    def test_the_other_organization_reads_that_post_and_nothing_else(
        self, client: Client, asked: JointPublication, organization: Organization, author: User, stranger: User
    ) -> None:
        PostFactory.create(organization=organization, status=Status.DRAFT, title="Hidden plan")
        post = asked.post
        for address in (form_of(post), f"/admin/posts/post/{post.pk}/preview/", f"/admin/posts/post/{post.pk}/revisions/"):
            assert status_of(client, stranger, address) in {302, 404}, address
        for address in ("/admin/", LIST, answer_of(asked), f"{LIST}{asked.pk}/preview/", "/admin/posts/post/"):
            page = page_of(client, stranger, address)
            assert "Hidden plan" not in page
            assert author.email not in page
        assert "Not out yet" not in page_of(client, stranger, "/admin/posts/post/?q=plans")

    def test_its_log_tells_what_it_was_asked_and_no_more(self, asked: JointPublication, stranger: User) -> None:
        own = Line.objects.of_organizations(Organization.objects.of_member(stranger))
        assert [str(line) for line in own] == [f"The editor asked another organization to publish jointly: {asked.post}"]

    def test_a_proposal_is_unknown_to_it(
        self, client: Client, draft: Post, author: User, stranger: User, other_organization: Organization
    ) -> None:
        proposed = joint.ask(draft, other_organization, by=author, at=NOW)
        assert status_of(client, stranger, answer_of(proposed)) == 404
        assert "Not out yet" not in page_of(client, stranger, "/admin/")

    def test_what_went_into_the_trash_is_not_shown(
        self, client: Client, asked: JointPublication, editor: User, stranger: User
    ) -> None:
        trash_post(asked.post, by=editor, at=NOW)
        assert status_of(client, stranger, answer_of(asked)) == 404
        assert "Not out yet" not in page_of(client, stranger, LIST)
        assert answer_of(asked) not in page_of(client, stranger, "/admin/")

    def test_nobody_changes_a_row_by_hand(self, client: Client, asked: JointPublication, superuser: User) -> None:
        client.force_login(superuser)
        assert client.get(f"{LIST}add/").status_code == 404
        assert client.post(f"{LIST}{asked.pk}/delete/", {"post": "yes"}).status_code == 404
        client.post(answer_of(asked), {"state": "accepted"})
        asked.refresh_from_db()
        assert asked.state == JointState.ASKED

    @pytest.mark.parametrize("number", [1, 40])
    def test_the_list_costs_the_same_at_any_length(
        self,
        client: Client,
        stranger: User,
        other_organization: Organization,
        number: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        JointPublicationFactory.create_batch(number, organization=other_organization, state=JointState.ASKED)
        client.force_login(stranger)
        client.get(LIST)
        with django_assert_num_queries(6):
            client.get(LIST)
