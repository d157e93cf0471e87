"""What an organization requires: chosen by its owner, and nothing is published past it."""

from html import unescape

import pytest
from django.db import IntegrityError
from django.test import Client

from blog.accounts.models import User
from blog.desk.checklist.rules import Rule
from blog.desk.models import RequiredCheck
from blog.desk.services.checklist import require_checks, required_checks, unmet_checks
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.blog.desk.post_form import filled_in
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/posts/post/add/"
BAD_LINK = "<p>The report is <a href='/a'>here</a>.</p>"


@pytest.fixture
def links_required(organization: Organization) -> None:
    require_checks(organization, [Rule.LINK_TEXTS])


def page_after(client: Client, address: str, form: dict[str, object]) -> str:
    return unescape(client.post(address, form, follow=True).content.decode())


def test_what_is_chosen_is_required_and_nothing_else(organization: Organization, other_organization: Organization) -> None:
    require_checks(organization, [Rule.TITLE, Rule.LINK_TEXTS])
    require_checks(organization, [Rule.LINK_TEXTS, Rule.IMAGE_TEXTS])
    assert required_checks(organization.pk) == {Rule.LINK_TEXTS, Rule.IMAGE_TEXTS}
    assert required_checks(other_organization.pk) == required_checks(None) == frozenset()


def test_the_database_refuses_a_rule_that_is_none_and_one_twice(organization: Organization) -> None:
    with pytest.raises(IntegrityError, match="required_check_is_a_rule"):
        RequiredCheck.objects.bulk_create([RequiredCheck(organization=organization, rule="beauty")])


def test_the_database_refuses_a_rule_twice(organization: Organization) -> None:
    with pytest.raises(IntegrityError):
        RequiredCheck.objects.bulk_create([RequiredCheck(organization=organization, rule=Rule.TITLE) for _ in range(2)])


@pytest.mark.usefixtures("links_required")
def test_only_required_findings_stand_against_publishing(organization: Organization) -> None:
    post = PostFactory.build(organization=organization, title="x", body=BAD_LINK)
    assert [finding.rule for finding in unmet_checks(post)] == [Rule.LINK_TEXTS]


@pytest.mark.usefixtures("links_required")
def test_a_post_that_fails_is_not_published_and_the_reason_is_said(
    client: Client, editor: User, organization: Organization
) -> None:
    client.force_login(editor)
    page = page_after(client, ADD, filled_in(organization, body=BAD_LINK, status=Status.PUBLISHED))
    assert "Not published yet: your organization requires what is missing here. You can save a draft." in page
    assert "A link says only “here”. Let its words say where it leads." in page
    assert not Post.objects.exists()


@pytest.mark.usefixtures("links_required")
def test_a_draft_may_be_as_it_is_and_a_mended_post_is_published(
    client: Client, editor: User, organization: Organization
) -> None:
    client.force_login(editor)
    page_after(client, ADD, filled_in(organization, title="A draft", body=BAD_LINK))
    mended = "<p>Read <a href='/a'>the report of May</a>.</p>"
    page_after(client, ADD, filled_in(organization, title="Mended", body=mended, status=Status.PUBLISHED))
    assert set(Post.objects.values_list("title", "status")) == {("A draft", "draft"), ("Mended", "published")}


@pytest.mark.usefixtures("links_required")
def test_another_organization_requires_nothing(client: Client, superuser: User, other_organization: Organization) -> None:
    client.force_login(superuser)
    page_after(client, ADD, filled_in(other_organization, body=BAD_LINK, status=Status.PUBLISHED))
    assert Post.objects.get().status == Status.PUBLISHED


@pytest.mark.usefixtures("links_required")
def test_the_list_publishes_nothing_past_it_either(client: Client, editor: User, organization: Organization) -> None:
    draft = PostFactory.create(organization=organization, status=Status.DRAFT, title="A draft", body=BAD_LINK)
    client.force_login(editor)
    chosen: dict[str, object] = {"action": "publish", "_selected_action": [draft.pk], "confirmed": "yes"}
    page = page_after(client, "/admin/posts/post/", chosen)
    assert "“A draft” stays as it is: A link says only “here”" in page
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_an_owner_chooses_what_is_required(client: Client, owner: User, organization: Organization) -> None:
    client.force_login(owner)
    address = f"/admin/posts/post/checklist/required/?organization={organization.pk}"
    page = page_after(client, address, {"rules": ["image_texts", "headings"]})
    assert "From now on Institute of Examples requires this before publishing." in page
    assert page.count("checked") == 2
    assert required_checks(organization.pk) == {Rule.IMAGE_TEXTS, Rule.HEADINGS}


def test_a_rule_that_is_none_is_refused(client: Client, owner: User, organization: Organization) -> None:
    client.force_login(owner)
    address = f"/admin/posts/post/checklist/required/?organization={organization.pk}"
    assert "Select a valid choice." in page_after(client, address, {"rules": ["beauty"]})
    assert required_checks(organization.pk) == frozenset()


@pytest.mark.parametrize("who", ["editor", "author", "moderator", "stranger"])
def test_nobody_else_chooses_it(client: Client, organization: Organization, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    address = "/admin/posts/post/checklist/required/"
    assert client.post(f"{address}?organization={organization.pk}", {"rules": ["title"]}).status_code == 404
    assert client.get(f"{address}?organization=nonsense").status_code == 404
    assert not RequiredCheck.objects.exists()


@pytest.mark.usefixtures("links_required")
def test_the_form_shows_the_checklist_of_what_is_stored(client: Client, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization, status=Status.DRAFT, title="A title of some length", body=BAD_LINK)
    client.force_login(editor)
    page = " ".join(unescape(client.get(f"/admin/posts/post/{post.pk}/change/").content.decode()).split())
    assert "<strong> Required: </strong> A link says only “here”." in page
    assert "<strong> Warning: </strong> There is no summary" in page
    assert '<p class="gz-result__title">A title of some length</p>' in page


@pytest.mark.usefixtures("links_required")
def test_what_is_typed_is_looked_at_and_not_stored(client: Client, author: User, organization: Organization) -> None:
    client.force_login(author)
    form = filled_in(organization, title="Typed just now", body=BAD_LINK, seo_description="What search engines say.")
    page = " ".join(unescape(client.post("/admin/posts/post/checklist/", form).content.decode()).split())
    assert "<strong> Required: </strong> A link says only “here”." in page
    assert '<p class="gz-card__title">Typed just now</p> <p>What search engines say.</p>' in page
    assert "Choose what your organization requires" not in page
    assert not Post.objects.exists()


@pytest.mark.usefixtures("links_required")
def test_the_requirements_of_another_organization_are_not_told(
    client: Client, stranger: User, organization: Organization
) -> None:
    client.force_login(stranger)
    page = client.post("/admin/posts/post/checklist/", filled_in(organization, body=BAD_LINK)).content.decode()
    assert "Required:" not in page
    assert "Institute of Examples" not in page


def test_the_checklist_is_asked_by_writers_only(client: Client, moderator: User, editor: User) -> None:
    client.force_login(moderator)
    assert client.post("/admin/posts/post/checklist/", {}).status_code == 404
    client.force_login(editor)
    assert client.get("/admin/posts/post/checklist/").status_code == 404
    assert client.post("/admin/posts/post/checklist/", {}).status_code == 200
