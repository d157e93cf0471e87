"""What the reply form tells of how it was sent."""

from datetime import timedelta

import pytest
import time_machine

from blog.accounts.models import User
from blog.comments.forms import TRAP_WAS_FILLED, CommentForm
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, Fields

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
GUEST = {"name": "Guest One", "email": "guest@example.org", "url": "", "comment": "Well said.", "honeypot": ""}


def hidden_fields(form: CommentForm) -> Fields:
    return {field.name: str(field.value() or "") for field in form.hidden_fields()}


def send(post: Post, fields: Fields, user: User | None = None) -> CommentForm:
    form = CommentForm(post, fields, user=user)
    form.is_valid()
    return form


def test_it_tells_for_how_long_it_was_open(post: Post, reader: User) -> None:
    for user in (None, reader):
        fields = GUEST | hidden_fields(CommentForm(post, user=user))
        with time_machine.travel(NOW + timedelta(seconds=42), tick=False):
            author = send(post, fields, user).author(ip_address="192.0.2.1", visitor_key="a" * 64)
        assert (author.user, author.form_seconds, author.filled_trap) == (user, 42, False)
        assert (author.ip_address, author.visitor_key) == ("192.0.2.1", "a" * 64)


def test_a_form_that_comes_again_knows_when_it_was_opened_first(post: Post) -> None:
    fields = GUEST | hidden_fields(CommentForm(post, user=None))
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        again = send(post, fields | {"email": "no address"})
        corrected = fields | hidden_fields(again)
    with time_machine.travel(NOW + timedelta(minutes=1, seconds=2), tick=False):
        assert send(post, corrected).author(ip_address=None).form_seconds == 62


def test_a_form_that_was_open_for_too_long_begins_anew(post: Post) -> None:
    fields = GUEST | hidden_fields(CommentForm(post, user=None))
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        again = send(post, fields)
        assert send(post, fields | hidden_fields(again)).author(ip_address=None).form_seconds == 0


def test_a_trap_that_is_filled_in_again_is_taken_and_told(post: Post) -> None:
    fields = GUEST | hidden_fields(CommentForm(post, user=None)) | {"honeypot": "filled in by a browser"}
    first = send(post, fields)
    assert first.non_field_errors() == [TRAP_WAS_FILLED]
    second = send(post, fields | hidden_fields(first))
    assert second.errors == {}
    assert second.author(ip_address=None).filled_trap


def test_a_trap_that_is_left_empty_the_second_time_is_forgiven(post: Post) -> None:
    fields = GUEST | hidden_fields(CommentForm(post, user=None))
    first = send(post, fields | {"honeypot": "x"})
    assert not send(post, fields | hidden_fields(first)).author(ip_address=None).filled_trap
