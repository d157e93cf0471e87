"""A guest's button pressed many times at once: one reply waits."""

from blog.comments.models import PendingComment
from blog.comments.people import Author
from blog.comments.services import request_confirmation
from tests.blog.comments.samples import NOW
from tests.concurrency import AtOnce, at_once
from tests.factories import PostFactory

__all__ = ["at_once"]


def test_a_guests_words_sent_twenty_times_at_once_wait_once(at_once: AtOnce) -> None:
    post = PostFactory.create()
    guest = Author(name="Guest One", email="guest.one@example.org", ip_address="192.0.2.7")
    assert at_once([lambda: request_confirmation(post, by=guest, text="Well said.", at=NOW)] * 20) == []
    assert PendingComment.objects.count() == 1
