"""Who writes, and from where."""

import pytest

from blog.comments.people import Author, parse_address
from blog.posts.models import Post
from tests.factories import CommentFactory, UserFactory


@pytest.mark.parametrize(
    ("ip_address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", ""),
        (None, ""),
    ],
)
def test_what_counts_as_one_place(ip_address: str | None, network: str) -> None:
    assert Author(ip_address=ip_address).network == network


def test_a_zone_is_no_part_of_an_address() -> None:
    assert str(parse_address("fe80::1%eth0")) == "fe80::1"


@pytest.mark.django_db
def test_an_address_of_a_user_is_not_copied_into_comments() -> None:
    user = UserFactory.create(email="reader.one@example.org", name="Reader One")
    assert (Author.of_user(user).email, Author.of_user(user).name) == ("", "Reader One")


@pytest.mark.django_db
def test_a_comment_calls_itself_by_name_and_beginning(post: Post) -> None:
    comment = CommentFactory.create(post=post, user_name="Reader One", comment="word " * 30)
    assert str(comment).startswith("Reader One: word word")
    assert len(str(comment)) <= len("Reader One: ") + 50
    assert comment.get_content_object_url() == "/posts/a-post/"
