"""Tags and categories that are made while they are typed."""

import pytest
from django.test import Client

from blog.accounts.models import User
from blog.posts.models import Category, Tag
from blog.posts.services.terms import NotATermError, term_named
from tests.factories import TagFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["статистика", "СТАТИСТИКА", "  Статистика \n"])
def test_the_same_word_in_other_case_is_the_same_tag(typed: str) -> None:
    tag = term_named(Tag, "Статистика")
    assert term_named(Tag, typed) == tag
    assert Tag.objects.count() == 1


def test_a_renamed_address_does_not_hide_a_tag() -> None:
    tag = TagFactory.create(name="Trade", slug="commerce")
    assert term_named(Tag, "TRADE") == tag


@pytest.mark.parametrize(("first", "second"), [("C", "C++"), ("Öl", "Ol"), ("a b", "a-b")])
def test_other_words_are_other_tags(first: str, second: str) -> None:
    assert term_named(Tag, first) != term_named(Tag, second)
    assert len(set(Tag.objects.values_list("slug", flat=True))) == 2


@pytest.mark.parametrize("name", ["", " ", "\x01", "x" * 101])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(NotATermError):
        term_named(Tag, name)


def test_a_writer_makes_a_tag_by_typing_it(client: Client, author: User) -> None:
    client.force_login(author)
    answer = client.post("/admin/posts/tag/typed/", {"name": "Water"}).json()
    tag = Tag.objects.get()
    assert answer == {"id": tag.pk, "text": "Water"}
    assert tag.slug == "water"


def test_a_writer_makes_no_category_and_an_editor_does(client: Client, author: User, editor: User) -> None:
    for user, status in ((author, 404), (editor, 200)):
        client.force_login(user)
        assert client.post("/admin/posts/category/typed/", {"name": "Economy"}).status_code == status
    assert Category.objects.get().name == "Economy"


def test_who_only_moderates_and_who_is_signed_out_make_nothing(client: Client, moderator: User) -> None:
    assert client.post("/admin/posts/tag/typed/", {"name": "Water"}).status_code == 302
    client.force_login(moderator)
    assert client.post("/admin/posts/tag/typed/", {"name": "Water"}).status_code == 404
    assert not Tag.objects.exists()


def test_a_bad_name_and_a_plain_visit_are_refused(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.post("/admin/posts/tag/typed/", {"name": " "}).status_code == 400
    assert client.get("/admin/posts/tag/typed/").status_code == 404
