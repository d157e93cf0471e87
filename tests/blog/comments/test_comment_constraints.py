"""What the database itself refuses, whoever writes to it."""

import pytest
from django.db import IntegrityError, connection

from blog.comments.models import Comment, PendingComment, State
from blog.comments.people import Author
from blog.comments.services import request_confirmation
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, thread

pytestmark = pytest.mark.django_db


def test_a_state_that_does_not_exist_is_refused(post: Post) -> None:
    thread(post, [None])
    with pytest.raises(IntegrityError, match="comment_state_is_known"):
        Comment.objects.update(state="maybe", is_shown=False)


@pytest.mark.parametrize("state", [State.HELD, State.SPAM])
def test_a_held_comment_can_have_no_place_in_the_public_thread(post: Post, state: State) -> None:
    thread(post, [None])
    with pytest.raises(IntegrityError, match="comment_shown_only_if_public"):
        Comment.objects.update(state=state)


def test_a_reply_without_a_root_is_refused(post: Post) -> None:
    thread(post, [None, 0])
    with pytest.raises(IntegrityError, match="comment_reply_has_a_root"):
        Comment.objects.exclude(root=None).update(root=None)


def test_a_confirmed_reply_keeps_no_text(post: Post, guest: Author) -> None:
    request_confirmation(post, by=guest, text="Well said.", at=NOW)
    with pytest.raises(IntegrityError, match="pending_comment_text_only_until_confirmed"):
        PendingComment.objects.update(confirmed_at=NOW)


def test_a_guests_public_comments_are_found_through_an_index() -> None:
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, "django_comments")
    assert indexes["comment_author_address"]["columns"] == ["user_email"]
