"""The pages that ask before several posts change, and that undo it."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from blog.accounts.models import User
from blog.desk.models import Batch
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LIST = "/admin/posts/post/"


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> object:
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "*"}]  # each post goes through its service
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def of_editor(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def posts(organization: Organization) -> list[Post]:
    public = PostFactory.create(organization=organization, title="Ports")
    return [public, PostFactory.create(organization=organization, title="Never out", status=Status.DRAFT)]


def said(client: Client, address: str, **fields: object) -> str:
    return " ".join(unescape(client.post(address, fields, follow=True).content.decode()).split())


def chosen(posts: list[Post], action: str = "archive") -> dict[str, object]:
    return {"action": action, "_selected_action": [post.pk for post in posts]}


def test_first_it_is_said_what_will_change_and_what_will_not(of_editor: Client, posts: list[Post]) -> None:
    page = said(of_editor, LIST, **chosen(posts), index=0)
    assert "Archive: 1 post will change" in page
    assert "<li>Ports (Institute of Examples)</li>" in page
    assert "1 post will not" in page
    assert "<li>“Never out” was never published: publish it first, or delete it.</li>" in page
    sent = page.partition('name="action" value="archive"')[2].partition("</form>")[0]
    assert f'name="_selected_action" value="{posts[0].pk}"' in sent
    assert f'name="_selected_action" value="{posts[1].pk}"' not in sent
    assert Post.objects.published(NOW).count() == 1
    assert not Batch.objects.exists()


def test_where_nothing_would_change_there_is_no_button(of_editor: Client, posts: list[Post]) -> None:
    page = said(of_editor, LIST, **chosen(posts[1:]), index=0)
    assert "Archive: 0 posts will change" in page
    assert 'name="confirmed"' not in page


def test_once_confirmed_it_is_done_and_undone_by_a_button(of_editor: Client, posts: list[Post]) -> None:
    page = said(of_editor, LIST, **chosen(posts[:1]), confirmed="yes")
    address = f"{LIST}undo/{Batch.objects.get().pk}/"
    assert f'1 post was archived. <a class="gz-link" href="{address}">Undo</a>' in page
    assert not Post.objects.published(NOW).exists()
    asked = " ".join(of_editor.get(address).content.decode().split())
    assert "Archive (03/01/2026 9 a.m.): 1 post. It goes back to what it was, unless it was changed since." in asked
    assert not Post.objects.published(NOW).exists()
    assert "1 post is back as it was." in said(of_editor, address)
    assert Post.objects.published(NOW).count() == 1
    assert "This was undone already." in said(of_editor, address)


def test_what_was_changed_since_is_named(of_editor: Client, posts: list[Post]) -> None:
    said(of_editor, LIST, **chosen(posts[:1], "trash"), confirmed="yes")
    said(of_editor, f"{LIST}?state=trash", action="restore", _selected_action=posts[0].pk)
    page = said(of_editor, f"{LIST}undo/{Batch.objects.get().pk}/")
    assert "0 posts are back as they were." in page
    assert "“Ports” stays as it is: it was changed since." in page


def test_after_a_day_it_is_too_late(of_editor: Client, editor: User, posts: list[Post]) -> None:
    said(of_editor, LIST, **chosen(posts[:1]), confirmed="yes")
    with time_machine.travel(NOW + timedelta(days=1, minutes=1), tick=False):
        of_editor.force_login(editor)
        assert "for a day only" in said(of_editor, f"{LIST}undo/{Batch.objects.get().pk}/")
    assert not Post.objects.published(NOW).exists()


@pytest.mark.parametrize("who", ["stranger", "owner", "author", "superuser"])
def test_nobody_else_finds_it(of_editor: Client, posts: list[Post], who: str, request: pytest.FixtureRequest) -> None:
    said(of_editor, LIST, **chosen(posts[:1]), confirmed="yes")
    address = f"{LIST}undo/{Batch.objects.get().pk}/"
    of_editor.force_login(request.getfixturevalue(who))
    assert (of_editor.get(address).status_code, of_editor.post(address).status_code) == (404, 404)
    assert not Post.objects.published(NOW).exists()


def test_it_is_not_done_without_the_token_of_the_page(editor: User, posts: list[Post]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(LIST, chosen(posts[:1]) | {"confirmed": "yes"}).status_code == 403
    assert Post.objects.published(NOW).count() == 1


def test_deleting_without_a_way_back_is_not_offered(of_editor: Client, posts: list[Post]) -> None:
    page = of_editor.get(LIST).content.decode()
    assert 'value="trash"' in page
    assert "delete_selected" not in page
    of_editor.post(LIST, chosen(posts, "delete_selected") | {"post": "yes"})
    assert Post.objects.kept().count() == 2
