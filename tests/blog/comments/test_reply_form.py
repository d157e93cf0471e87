"""What the reply form takes, and what it says about the rest."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings

from blog.accounts.models import User
from blog.comments.forms import OPEN_FOR_TOO_LONG, TRAP_WAS_FILLED, CommentForm
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, Fields
from tests.factories import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def sent(post: Post, **typed: str) -> CommentForm:
    fresh = CommentForm(post, user=None)
    hidden: Fields = {name: str(fresh[name].value() or "") for name in ("timestamp", "security_hash", "reply_to")}
    guest = {"name": "Guest One", "email": "guest@example.org", "url": "", "comment": "Well said.", "honeypot": ""}
    return CommentForm(post, hidden | guest | typed, user=None)


def test_a_form_that_is_filled_in_is_valid(post: Post) -> None:
    form = sent(post)
    assert form.is_valid(), form.errors


def test_a_signed_in_person_gives_the_text_alone(post: Post, reader: User) -> None:
    assert [field.name for field in CommentForm(post, user=reader).visible_fields()] == ["comment", "honeypot", "followup"]


@pytest.mark.parametrize("text", ["", "   \n", "\u200b\u200d", "\x00\x01", "&nbsp;", "> ", "* "])
def test_a_text_with_nothing_to_read_is_refused(post: Post, text: str) -> None:
    assert "comment" in sent(post, comment=text).errors


@pytest.mark.parametrize("text", ["👍", "?", "不错", "נכון", "**x**", "<b>"])
def test_a_short_text_in_any_script_is_taken(post: Post, text: str) -> None:
    assert sent(post, comment=text).is_valid()


def test_the_longest_text_is_taken_and_one_character_more_is_told_and_kept(post: Post) -> None:
    longest = "a" * settings.REPLY_CHARACTERS
    assert sent(post, comment=longest).is_valid()
    form = sent(post, comment=longest + "b")
    assert "comment" in form.errors
    assert form["comment"].value() == longest + "b"


def test_the_browser_is_not_asked_to_cut_a_long_text(post: Post) -> None:
    assert "maxlength" not in str(CommentForm(post, user=None)["comment"])


def test_line_ends_are_counted_once_and_control_characters_go(post: Post) -> None:
    form = sent(post, comment="one\r\ntwo\x00\x0b\x9f three")
    assert form.is_valid()
    assert form.cleaned_data["comment"] == "one\ntwo three"


@pytest.mark.parametrize(
    "name",
    ["", " ", "a\nb\x07", "\x00name", "user\u202egro.elpmaxe", "\u2066x\u2069", "\u200b", "N" * 51],
)
def test_a_name_that_is_none_or_plays_tricks_is_refused(post: Post, name: str) -> None:
    assert "name" in sent(post, name=name).errors


@pytest.mark.parametrize(
    "name",
    ["Guest One", "  Guest\t One ", "Ştefan Öz", "Ольга", "علی\u200cرضا", "山田", "a\u2028b", "N" * 50],  # noqa: RUF001
)
def test_a_name_in_any_script_is_taken(post: Post, name: str) -> None:
    form = sent(post, name=name)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == " ".join(name.split())


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "a b@example.org", "a@example.org\nbcc: b@example.org", "a" * 250 + "@x.org"]
)
def test_what_is_no_address_is_refused(post: Post, email: str) -> None:
    assert "email" in sent(post, email=email).errors


def test_an_address_is_kept_in_lower_case(post: Post) -> None:
    form = sent(post, email=" Guest@Example.ORG ")
    assert form.is_valid()
    assert form.cleaned_data["email"] == "guest@example.org"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "mailto:a@example.org", "https://" + "a" * 300 + ".org"],
)
def test_what_is_no_web_address_is_refused(post: Post, url: str) -> None:
    assert "url" in sent(post, url=url).errors


def test_a_web_address_without_a_scheme_is_taken_as_https(post: Post) -> None:
    form = sent(post, url="example.org")
    assert form.is_valid()
    assert form.cleaned_data["url"] == "https://example.org"


def test_a_form_older_than_two_hours_comes_again_with_the_text_and_a_new_hash(post: Post) -> None:
    fresh = CommentForm(post, user=None)
    old = {name: str(fresh[name].value()) for name in ("timestamp", "security_hash")}
    with time_machine.travel(NOW + timedelta(hours=2, seconds=1), tick=False):
        form = sent(post, **old)
        assert form.non_field_errors() == [OPEN_FOR_TOO_LONG]
        again = {name: str(form[name].value()) for name in ("timestamp", "security_hash", "comment", "name")}
        assert again["security_hash"] != old["security_hash"]
        assert again["comment"] == "Well said."
        assert sent(post, **again).is_valid()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("security_hash", "0" * 64),
        ("security_hash", ""),
        ("security_hash", "ж" * 64),
        ("timestamp", "1"),
        ("timestamp", "x"),
        ("timestamp", ""),
        ("timestamp", "9" * 5000),
    ],
)
def test_a_form_that_this_site_did_not_give_out_comes_again(post: Post, field: str, value: str) -> None:
    form = sent(post, **{field: value})
    assert form.non_field_errors() == [OPEN_FOR_TOO_LONG]
    assert form["comment"].value() == "Well said."


def test_a_form_for_another_post_comes_again(post: Post) -> None:
    elsewhere = CommentForm(PostFactory.create(), user=None)
    form = sent(post, security_hash=str(elsewhere["security_hash"].value()))
    assert form.non_field_errors() == [OPEN_FOR_TOO_LONG]


def test_a_filled_trap_is_explained_and_emptied(post: Post) -> None:
    form = sent(post, honeypot="x")
    assert form.non_field_errors() == [TRAP_WAS_FILLED]
    assert (form["honeypot"].value(), form["comment"].value()) == ("", "Well said.")


@pytest.mark.parametrize("number", ["x", "-1", "0", str(2**31), "9" * 5000])
def test_an_answer_to_no_comment_is_told_and_stands_on_its_own_when_sent_again(post: Post, number: str) -> None:
    form = sent(post, reply_to=number)
    assert len(form.non_field_errors()) == 1
    assert form["reply_to"].value() == ""


def test_the_hash_is_not_sha1(post: Post) -> None:
    assert len(str(CommentForm(post, user=None)["security_hash"].value())) == 64
