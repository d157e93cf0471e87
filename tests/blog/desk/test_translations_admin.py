"""The versions of a post in other languages, at the desk."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from pytest_django import Settings

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.services import link_translation, save_post
from tests.blog.desk.post_form import filled_in
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db
NOW = LONG_AGO + timedelta(days=1000)


@pytest.fixture
def post(organization: Organization, author: User) -> Post:
    post: Post = PostFactory.create(
        organization=organization, title="Ports", slug="ports", body="<p>Ports on the river grow.</p>"
    )
    post.authors.add(author)
    return post


@pytest.fixture
def romanian(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, title="Porturi", slug="porturi", language="ro")


@pytest.fixture
def outdated(post: Post, romanian: Post, editor: User) -> Post:
    """A translation of a post that has changed since."""
    link_translation(post, romanian, by=editor, at=NOW)
    post.body = "<p>Ports on the river shrink.</p>"
    save_post(post, by=editor, at=NOW + timedelta(days=1))
    return romanian


@pytest.fixture
def editing(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def address(post: Post) -> str:
    return f"/admin/posts/post/{post.pk}/translations/"


def form_of(client: Client, post: Post) -> str:
    return unescape(client.get(f"/admin/posts/post/{post.pk}/change/").content.decode())


def press(client: Client, post: Post, act: str, **more: object) -> str:
    response = client.post(address(post), {"act": act, **more}, follow=True)
    return unescape(response.content.decode())


def test_a_translation_is_begun(editing: Client, post: Post, settings: Settings) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "*"}]  # of the post and of its copy
    shown = unescape(editing.get(address(post)).content.decode())
    assert '<option value="ro">Română</option>' in shown
    assert '<option value="fa">فارسی</option>' in shown
    assert '<option value="en">' not in shown
    assert "This is the translation" in press(editing, post, "translate", language="fa")
    draft = Post.objects.get(language="fa")
    assert (draft.title, draft.status, draft.original) == ("Ports", Status.DRAFT, post)
    assert "Ports" in form_of(editing, draft).split('id="translation"')[1].split("</section>")[0]


@pytest.mark.parametrize("language", ["en", "xx", ""])
def test_not_into_what_is_taken_or_no_language(editing: Client, post: Post, language: str) -> None:
    assert editing.post(address(post), {"act": "translate", "language": language}).context["form"].errors["language"]
    assert Post.objects.count() == 1


@pytest.mark.parametrize(("act", "is_original"), [("link", False), ("link_original", True)])
def test_two_posts_are_linked(editing: Client, post: Post, romanian: Post, act: str, *, is_original: bool) -> None:
    assert "Porturi" in editing.get(address(post)).content.decode()
    assert "“Porturi” is linked." in press(editing, post, act, other=romanian.pk)
    post.refresh_from_db()
    assert post.original == (romanian if is_original else post)


def test_the_other_post_is_found_by_its_words(editing: Client, post: Post, romanian: Post) -> None:
    PostFactory.create(organization=post.organization, title="Vinuri", language="ro")
    found = editing.get(address(post), {"q": "porturi"}).context["candidates"]
    assert found == [romanian]
    assert editing.get(address(post), {"q": "nothing"}).context["candidates"] == []


def test_only_what_can_be_linked_is_offered(editing: Client, post: Post, outdated: Post) -> None:
    PostFactory.create(language="ru", title="Another organization's")
    PostFactory.create(organization=post.organization, language="ro", title="In a language that is there")
    fitting = PostFactory.create(organization=post.organization, language="ru")
    for subject in (post, outdated):
        assert editing.get(address(subject)).context["candidates"] == [fitting]


@pytest.mark.parametrize("other", ["", "x", "0"])
def test_a_post_that_is_not_there_is_not_linked(editing: Client, post: Post, other: str) -> None:
    assert editing.post(address(post), {"act": "link", "other": other}).status_code == 404


def test_a_post_of_another_organization_is_not_there(editing: Client, post: Post) -> None:
    foreign = PostFactory.create(language="ru")
    assert editing.post(address(post), {"act": "link", "other": foreign.pk}).status_code == 404


def test_a_refusal_is_told(editing: Client, post: Post, outdated: Post) -> None:
    again = PostFactory.create(organization=post.organization, language="ro", title="Again")
    assert "“Again”: there is a version in this language already." in press(editing, post, "link", other=again.pk)
    assert outdated.original_id == post.pk


def test_a_version_is_unlinked(editing: Client, post: Post, outdated: Post) -> None:
    assert "“Porturi” stands by itself again." in press(editing, outdated, "unlink")
    post.refresh_from_db()
    assert post.original is None


def test_what_is_out_of_date_is_told_compared_and_confirmed(editing: Client, post: Post, outdated: Post) -> None:
    shown = form_of(editing, outdated)
    assert "Out of date" in shown
    link = f"/admin/posts/post/{post.pk}/revisions/compare/?old=1&new=public"
    assert link in shown
    compared = editing.get(link)
    assert compared.status_code == 200
    assert "added: </span>shrink</ins>." in compared.content.decode()
    assert "“Porturi” is up to date with its original." in press(editing, outdated, "confirm")
    assert "Out of date" not in form_of(editing, outdated)


def test_the_list_is_narrowed_to_it(editing: Client, outdated: Post) -> None:
    PostFactory.create(organization=outdated.organization)
    response = editing.get("/admin/posts/post/", {"state": "outdated"})
    assert [row.pk for row in response.context["cl"].result_list] == [outdated.pk]
    assert "translation out of date" in response.content.decode()


def test_the_form_refuses_a_language_that_is_there(editing: Client, post: Post, outdated: Post) -> None:
    sent = filled_in(post.organization, title="Porturi", language="en", slug="porturi", status=Status.DRAFT)
    response = editing.post(f"/admin/posts/post/{outdated.pk}/change/", sent)
    assert "There is a version in this language already." in str(response.context["adminform"].form.errors["language"])


def test_who_may_not_change_the_original_is_offered_no_comparison(
    client: Client, post: Post, outdated: Post, author: User
) -> None:
    outdated.authors.add(author)
    post.authors.clear()
    client.force_login(author)
    shown = form_of(client, outdated)
    assert "Out of date" in shown
    assert "/revisions/compare/?old" not in shown
    assert "up to date with its original" in press(client, outdated, "confirm")


def test_the_page_is_for_who_may_change_the_post(
    client: Client, post: Post, author: User, moderator: User, stranger: User
) -> None:
    for user, status in ((author, 200), (moderator, 404), (stranger, 404)):
        client.force_login(user)
        assert client.get(address(post)).status_code == status
    client.force_login(stranger)
    assert client.post(address(post), {"act": "translate", "language": "ru"}).status_code == 404
    assert Post.objects.count() == 1
