"""The pictures beside names: a member's own, or one that is drawn from a number."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from blog.accounts.models import User
from blog.comments.avatars import HUES, PATTERNS, ROWS, identicon
from blog.comments.models import Comment
from blog.posts.models import Post
from tests.factories import CommentFactory

NUMBERS = st.integers(min_value=1, max_value=2**31 - 1)


@given(NUMBERS)
def test_a_drawing_is_small_well_formed_and_without_a_style_of_its_own(number: int) -> None:
    drawing = identicon(number)
    assert len(drawing) <= 150
    assert ET.fromstring(drawing).tag == "svg"  # noqa: S314  # our own words
    assert "style" not in drawing


@given(NUMBERS)
def test_a_drawing_is_the_same_from_both_sides(number: int) -> None:
    cells = set[tuple[int, int]]()
    for x, y, reach in re.findall(r"M(\d) (\d)h(\d)", identicon(number)):
        cells |= {(int(x) + step, int(y)) for step in range(int(reach) + 1)}
    assert cells == {(6 - x, y) for x, y in cells}
    assert {y for _x, y in cells} == set(range(1, ROWS + 1))


def test_neighboring_numbers_look_different() -> None:
    drawings = HUES * len(PATTERNS) ** ROWS
    assert drawings == 93_312
    assert len({identicon(number) for number in range(1, 1001)}) == 1000


@pytest.mark.django_db
def test_each_comment_carries_the_drawing_of_its_number(client: Client, post: Post) -> None:
    first, second = CommentFactory.create(post=post), CommentFactory.create(post=post)
    Comment.objects.numbered(first.pk).update(identicon=77)
    Comment.objects.numbered(second.pk).update(identicon=0)
    page = client.get("/posts/a-post/").content.decode()
    assert re.findall(r"<svg.*?</svg>", page) == [identicon(77), identicon(0)]


@pytest.mark.django_db
def test_a_member_shows_the_picture_that_they_gave(client: Client, post: Post, reader: User) -> None:
    name = "0123456789abcdef" * 2
    User.objects.update(picture=name)
    CommentFactory.create(post=post, user=reader)
    page = client.get("/posts/a-post/").content.decode()
    (picture,) = re.findall(r"<img[^>]*>", page)
    assert 'alt=""' in picture
    assert 'loading="lazy"' in picture
    assert re.search(r'width="\d+" height="\d+"', picture)
    assert f'src="{reverse("picture", args=[name])}"' in picture
    assert "<svg" not in page
