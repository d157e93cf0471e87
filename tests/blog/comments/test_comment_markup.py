"""How a comment stands in the page: its parts for other software, and what of a stranger's words gets into the HTML."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from blog.comments.models import Comment
from blog.comments.services import add_imported_comments
from blog.organizations.models import CommentPolicy
from blog.posts.models import Post
from tests.blog.comments.samples import NOW, Item
from tests.factories import LONG_AGO, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get("/posts/a-post/").content.decode()


def test_a_comment_is_an_h_cite_with_its_own_parts(client: Client, post: Post) -> None:
    comment = CommentFactory.create(post=post, user_name="Reader One", comment="So *it* is.")
    html = page(client)
    assert '<article class="u-comment h-cite">' in html
    assert re.search(
        r'<div class="reply__card p-author h-card"><svg[^>]*><path[^>]*/></svg>'
        r'<p class="reply__author"><bdi class="p-name">Reader One</bdi></p></div>',
        html,
    )
    assert f'<a class="u-url" href="/comments/{comment.pk}/" rel="nofollow">' in html
    assert '<time class="dt-published" datetime="2017-08-09T10:00Z">' in html
    assert 'e-content" dir="auto"><p>So <em>it</em> is.</p></div>' in html


def test_an_authors_website_is_a_link_that_nobody_vouches_for(client: Client, post: Post) -> None:
    CommentFactory.create(post=post, user_name="Reader One", user_url="https://reader.example.org/?a=1&b=2")
    link = '<a class="u-url" href="https://reader.example.org/?a=1&amp;b=2" rel="nofollow ugc noopener">'
    assert f'{link}<bdi class="p-name">Reader One</bdi></a>' in page(client)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "//example.org/", "x"])
def test_a_website_that_is_no_web_address_is_no_link(client: Client, post: Post, url: str) -> None:
    CommentFactory.create(post=post, user_url=url)
    html = page(client)
    assert f'href="{url}' not in html
    assert "nofollow ugc" not in html


def test_names_and_texts_are_escaped(client: Client, post: Post) -> None:
    CommentFactory.create(post=post, user_name="<b>\"A\" & 'B'", comment="<script>alert(1)</script>")
    html = page(client)
    assert "&lt;b&gt;&quot;A&quot; &amp; &#x27;B&#x27;" in html
    assert "<script>alert" not in html


def test_a_name_with_percent_signs_and_braces_is_only_a_name(client: Client, post: Post) -> None:
    comment = CommentFactory.create(post=post, user_name="{0} %(name)s %d")
    CommentFactory.create(post=post, reply_to=comment)
    assert '<bdi class="p-name">{0} %(name)s %d</bdi>' in page(client)


def test_a_signed_in_person_is_named_as_today(client: Client, post: Post) -> None:
    user = UserFactory.create(name="Old Name")
    CommentFactory.create(post=post, user=user, user_name="Old Name")
    user.name = "New Name"
    user.save()
    assert '<bdi class="p-name">New Name</bdi>' in page(client)


def test_a_signed_in_person_without_a_name_is_never_named_by_the_address(client: Client, post: Post) -> None:
    CommentFactory.create(post=post, user=UserFactory.create(name="", email="secret@example.org"), user_email="")
    html = page(client)
    assert '<bdi class="p-name">Member</bdi>' in html
    assert "secret" not in html


def test_after_a_user_is_deleted_the_name_stays(client: Client, post: Post) -> None:
    user = UserFactory.create(name="Reader One")
    CommentFactory.create(post=post, user=user, user_name="Reader One")
    user.delete()
    assert '<bdi class="p-name">Reader One</bdi>' in page(client)


def test_a_comment_without_a_name_is_anonymous(client: Client, post: Post) -> None:
    CommentFactory.create(post=post, user_name="")
    assert '<bdi class="p-name">Anonymous</bdi>' in page(client)


def test_no_address_and_no_hash_of_one_is_in_the_page(client: Client, post: Post) -> None:
    CommentFactory.create(post=post, user_email="reader.one@example.org", user_name="Reader One")
    html = page(client)
    assert "reader.one" not in html
    assert "gravatar" not in html
    assert "@example" not in html


def test_a_date_that_nobody_knows_is_not_invented(client: Client, post: Post) -> None:
    add_imported_comments(post, [Item(submitted_at=None)], at=NOW)
    html = page(client).partition('id="discussion"')[2]
    assert "Date unknown" in html
    assert "<time" not in html


def test_dates_are_written_in_the_language_of_the_page(client: Client, post: Post) -> None:
    CommentFactory.create(post=post)
    assert "Aug. 9, 2017" in page(client)
    Post.objects.update(language="ro")
    assert "August 2017" in client.get("/ro/posts/a-post/").content.decode()


def test_the_reply_link_names_whom_it_answers(client: Client, post: Post) -> None:
    comment = CommentFactory.create(post=post, user_name="Reader One")
    link = f'<a href="/posts/a-post/reply/?to={comment.pk}" rel="nofollow" data-reply>Reply'
    assert f'{link}<span class="visually-hidden"> to Reader One</span></a>' in page(client)


@pytest.mark.parametrize(("likes", "shown"), [(0, ""), (1, "1"), (12, "12")])
def test_a_like_link_says_how_many_like_it_and_whose_reply_it_is(client: Client, post: Post, likes: int, shown: str) -> None:
    comment = CommentFactory.create(post=post, user_name="Reader One", like_count=likes)
    link = f'<a class="like" href="/comments/{comment.pk}/like/" rel="nofollow" data-like>Like'
    words = f'<span class="visually-hidden"> the reply by Reader One</span><span data-like-count>{shown}</span></a>'
    assert link + words in page(client)


def test_a_reply_can_be_reported(client: Client, post: Post) -> None:
    comment = CommentFactory.create(post=post, user_name="Reader One")
    link = f'<a class="reply__report" href="/comments/{comment.pk}/report/" rel="nofollow">Report'
    assert f'{link}<span class="visually-hidden"> the reply by Reader One</span></a>' in page(client)


def test_where_replies_are_closed_there_is_no_reply_link_but_the_others_stay(client: Client, post: Post) -> None:
    CommentFactory.create(post=post)
    Post.objects.update(comment_policy=CommentPolicy.CLOSED)
    html = page(client)
    assert "data-reply>" not in html
    assert "/posts/a-post/follow/" not in html
    assert ("/like/" in html, "/report/" in html) == (True, True)


@pytest.mark.parametrize(
    ("after", "shown"), [(timedelta(minutes=9), "10:09 a.m."), (timedelta(days=1), "Aug. 10, 2017, 10 a.m.")]
)
def test_an_edited_comment_says_when(client: Client, post: Post, after: timedelta, shown: str) -> None:
    CommentFactory.create(post=post, edited_at=LONG_AGO + after)
    moment = f"{LONG_AGO + after:%Y-%m-%dT%H:%MZ}"
    mark = f'<span class="reply__edited">edited <time class="dt-updated" datetime="{moment}">{shown}</time></span>'
    assert mark in page(client)


def test_a_comment_that_was_not_edited_carries_no_mark(client: Client, post: Post) -> None:
    CommentFactory.create(post=post)
    assert "edited" not in page(client)


def test_the_text_is_rendered_when_it_is_saved(post: Post) -> None:
    comment = CommentFactory.create(post=post, comment="old")
    comment.comment = "*new*"
    comment.save(update_fields=["comment"])
    assert Comment.objects.get().body_html == "<p><em>new</em></p>"
