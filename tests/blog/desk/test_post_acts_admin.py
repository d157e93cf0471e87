"""Putting posts into the trash and taking them out, copying and moving, in admin."""

from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.models import Post, Status
from blog.posts.services import trash_post
from tests.factories import LONG_AGO, CommentFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/posts/post/"
TRASH = f"{LIST}?state=trash"


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, title="Ports", slug="ports")


@pytest.fixture
def of_editor(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture(autouse=True)
def _each_goes_through_its_service(settings: Settings) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "*"}]


def said(client: Client, address: str, **fields: object) -> str:
    return " ".join(unescape(client.post(address, fields, follow=True).content.decode()).split())


def listed(client: Client, address: str) -> str:
    return client.get(address).content.decode().partition('id="result_list"')[2]


def test_deleting_puts_a_post_into_the_trash_and_says_so(of_editor: Client, post: Post) -> None:
    address = f"{LIST}{post.pk}/delete/"
    assert "for 30 days" in of_editor.get(address).content.decode()
    page = said(of_editor, address, post="yes")
    assert "“Ports” is in the trash for 30 days." in page
    assert f'<a href="{TRASH}">Open the trash</a>' in page
    assert "Ports" not in listed(of_editor, LIST)
    table = listed(of_editor, TRASH)
    assert "Ports" in table
    assert "The editor" in table
    assert f"/{post.pk}/change/" not in table
    assert of_editor.get(f"{LIST}{post.pk}/change/").status_code in {302, 404}


def test_it_is_taken_out_of_the_trash(of_editor: Client, editor: User, post: Post) -> None:
    trash_post(post, by=editor, at=LONG_AGO)
    assert "1 post is out of the trash." in said(of_editor, TRASH, action="restore", _selected_action=post.pk, index=0)
    assert "Ports" in listed(of_editor, LIST)
    assert Post.objects.published().exists()


def test_for_good_it_goes_after_a_question_only(of_editor: Client, editor: User, post: Post) -> None:
    CommentFactory.create(post=post)
    Post.objects.update(comment_count=1)
    trash_post(post, by=editor, at=LONG_AGO)
    chosen = {"action": "delete_for_good", "_selected_action": post.pk}
    page = said(of_editor, TRASH, **chosen, index=0)
    assert "Nobody can bring it back. 1 public comment goes too." in page
    assert Post.objects.exists()
    assert "1 post is deleted for good." in said(of_editor, TRASH, **chosen, confirmed="yes")
    assert not Post.objects.exists()
    assert Client().get("/posts/ports/").status_code == 410


@pytest.mark.parametrize("action", ["restore", "delete_for_good"])
def test_outside_the_trash_nothing_is_done_that_belongs_there(of_editor: Client, post: Post, action: str) -> None:
    of_editor.post(LIST, {"action": action, "_selected_action": post.pk, "confirmed": "yes"})
    assert Post.objects.kept().exists()


def test_an_author_has_their_own_drafts_in_the_trash(client: Client, author: User, organization: Organization) -> None:
    for title, status in (("Mine", Status.DRAFT), ("Public one", Status.PUBLISHED)):
        own = PostFactory.create(organization=organization, title=title, status=status)
        own.authors.add(author)
        trash_post(own, by=author, at=LONG_AGO)
    client.force_login(author)
    table = listed(client, TRASH)
    assert "Mine" in table
    assert "Public one" not in table


@pytest.mark.parametrize("rows", [1, 40])
def test_the_trash_costs_the_same_queries_at_any_length(
    of_editor: Client,
    editor: User,
    organization: Organization,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for post in PostFactory.create_batch(rows, organization=organization):
        trash_post(post, by=editor, at=LONG_AGO)
    with django_assert_num_queries(8):
        of_editor.get(TRASH)


def test_a_copy_is_made_by_the_button_and_opened(of_editor: Client, post: Post) -> None:
    address = f"{LIST}{post.pk}/duplicate/"
    assert address in of_editor.get(f"{LIST}{post.pk}/change/").content.decode()
    of_editor.get(address)
    assert Post.objects.count() == 1
    assert "This is the copy" in said(of_editor, address)
    assert Post.objects.get(title="Copy of Ports").status == Status.DRAFT


def test_a_post_is_moved_where_one_publishes_too(
    of_editor: Client, editor: User, post: Post, other_organization: Organization
) -> None:
    address = f"{LIST}{post.pk}/move/"
    assert "You publish for no other organization." in of_editor.get(address).content.decode()
    MembershipFactory.create(user=editor, organization=other_organization, role=Role.AUTHOR)
    assert "Other Chamber" not in of_editor.get(address).content.decode()
    said(of_editor, address, organization=other_organization.pk)
    assert Post.objects.get().organization_id == post.organization_id
    editor.memberships.update(role=Role.EDITOR)
    assert "The post belongs to Other Chamber now." in said(of_editor, address, organization=other_organization.pk)
    assert Post.objects.get().organization == other_organization


@pytest.mark.parametrize("act", ["duplicate", "move", "delete"])
def test_a_stranger_finds_none_of_it(client: Client, stranger: User, post: Post, act: str) -> None:
    client.force_login(stranger)
    for response in (client.get(f"{LIST}{post.pk}/{act}/"), client.post(f"{LIST}{post.pk}/{act}/", {"post": "yes"})):
        assert response.status_code in {302, 404}
    assert Post.objects.kept().count() == 1


def test_an_author_does_not_move_what_is_public(client: Client, author: User, post: Post) -> None:
    post.authors.add(author)
    client.force_login(author)
    assert client.get(f"{LIST}{post.pk}/move/").status_code == 404
    assert "This is the copy" in said(client, f"{LIST}{post.pk}/duplicate/")
