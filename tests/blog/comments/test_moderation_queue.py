"""The moderation queue in admin: what waits in it, for whom, and what it says about each comment."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.comments.models import Comment, Report, State
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/queue/"
Look = Callable[..., str]


@pytest.fixture
def look(client: Client, moderator: User) -> Look:
    """Open the queue as the moderator and return the page, each run of white space as one space."""

    def open_queue(query: str = "", user: User = moderator) -> str:
        client.force_login(user)
        return " ".join(client.get(f"{QUEUE}{query}").content.decode().split())

    return open_queue


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="entry-(\d+)"', page)]


def tabs(page: str) -> list[str]:
    inside = page.partition('<nav class="gz-tabs"')[2].partition("</nav>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", link).split()) for link in re.findall(r"<a [^>]*>(.*?)</a>", inside)]


def test_each_tab_shows_its_comments_the_latest_first(look: Look, post: Post) -> None:
    held = CommentFactory.create_batch(2, post=post, state=State.HELD)
    reported = CommentFactory.create(post=post, open_reports=2)
    spam = CommentFactory.create(post=post, state=State.SPAM)
    removed = CommentFactory.create(post=post, state=State.REMOVED)
    assert shown(look()) == [held[1].pk, held[0].pk]
    assert shown(look("?tab=reported")) == [reported.pk]
    assert shown(look("?tab=spam")) == [spam.pk]
    assert shown(look("?tab=recent")) == [removed.pk, reported.pk, held[1].pk, held[0].pk]


def test_what_its_author_withdrew_is_nobodys_to_decide(look: Look, post: Post) -> None:
    CommentFactory.create(post=post, state=State.REMOVED, comment="")
    assert shown(look("?tab=recent")) == []


def test_each_tab_says_how_many_wait(look: Look, post: Post) -> None:
    CommentFactory.create_batch(3, post=post, state=State.HELD)
    CommentFactory.create(post=post, state=State.HELD, open_reports=1)
    assert tabs(look()) == ["Held 4", "Reported 1", "Spam", "Recent"]


def test_counting_ends_at_99(look: Look, post: Post) -> None:
    CommentFactory.create_batch(101, post=post, state=State.SPAM)
    assert tabs(look()) == ["Held", "Reported", "Spam 99+", "Recent"]


def test_a_tab_without_anything_says_so(look: Look) -> None:
    assert "Nothing is held. Everything is decided." in look()


@pytest.mark.parametrize("query", ["?tab=nonsense", "?organization=x", "?before=x", "?done=x,,1", "?before=99999999999"])
def test_an_address_that_makes_no_sense_shows_what_is_held(look: Look, post: Post, query: str) -> None:
    comment = CommentFactory.create(post=post, state=State.HELD)
    assert shown(look(query)) == [comment.pk]


def test_the_queue_goes_on_further_back(look: Look, post: Post) -> None:
    comments = CommentFactory.create_batch(27, post=post, state=State.HELD)
    first = look()
    assert shown(first) == [comment.pk for comment in comments[:1:-1]]
    assert f"before={comments[2].pk}" in first
    second = look(f"?before={comments[2].pk}")
    assert shown(second) == [comments[1].pk, comments[0].pk]
    assert "To the latest" in second
    assert "There is nothing further back." in look(f"?before={comments[0].pk}")


@pytest.mark.parametrize("rows", [1, 50])
@pytest.mark.parametrize("tab", ["held", "recent"])
def test_the_queue_costs_the_same_queries_at_any_length(
    client: Client,
    moderator: User,
    post: Post,
    rows: int,
    tab: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    answered = CommentFactory.create(post=post, user=moderator)
    for number in range(rows):
        author = moderator if number % 2 else None
        comment = CommentFactory.create(post=post, state=State.HELD, user=author, reply_to=answered, open_reports=1)
        Report.objects.create(comment=comment, user=moderator, reason="abuse", created_at=NOW)
    client.force_login(moderator)
    with django_assert_num_queries(10):
        client.get(f"{QUEUE}?tab={tab}")


def test_an_entry_says_everything_that_helps_to_decide(look: Look, post: Post) -> None:
    answered = CommentFactory.create(post=post, user_name="Reader One", comment="What is answered")
    comment = CommentFactory.create(
        post=post,
        reply_to=answered,
        state=State.HELD,
        reason="The first reply of each person is held.",
        user_name="Guest One",
        user_email="guest@example.org",
        ip_address="192.0.2.7",
        comment="Some *words*",
        signals=[{"signal": "links", "points": 2, "detail": "3"}, {"signal": "of another version", "points": 9}],
        open_reports=1,
    )
    Report.objects.create(comment=comment, visitor_key="v", reason="abuse", text="Rude", created_at=NOW)
    page = look()
    for words in ("A post", "Reader One", "What is answered", "Guest One", "guest@example.org", "192.0.2.7", "Guest"):
        assert words in page
    assert "Some <em>words</em>" in page
    assert "The first reply of each person is held." in page
    assert 'Links in it: 3 <span class="gz-points">+2</span>' in page
    assert "A reader: Abuse or hate <q" in page


def test_an_entry_says_what_became_of_the_authors_other_comments(look: Look, post: Post) -> None:
    for state in (State.PUBLIC, State.PUBLIC, State.REMOVED, State.SPAM, State.HELD):
        CommentFactory.create(post=post, user_email="guest@example.org", state=state)
    assert "Other replies of this author: 2 public, 0 held, 2 taken down." in look()


def test_the_record_of_a_member_is_that_of_the_account(look: Look, post: Post, author: User) -> None:
    CommentFactory.create(post=post, user=author, user_email="an earlier address")
    CommentFactory.create(post=post, user_email=author.email)
    CommentFactory.create(post=post, user=author, state=State.HELD)
    assert "Other replies of this author: 1 public, 0 held, 0 taken down." in look()


def test_comments_without_an_address_are_not_taken_for_one_persons(look: Look, post: Post) -> None:
    CommentFactory.create(post=post, user_email="")
    CommentFactory.create(post=post, user_email="", state=State.HELD)
    assert "Nothing else of this author is known." in look()


def test_the_record_tells_nothing_of_other_organizations(look: Look, post: Post, other_organization: Organization) -> None:
    elsewhere = PostFactory.create(organization=other_organization)
    CommentFactory.create(post=elsewhere, user_email="guest@example.org", state=State.SPAM)
    CommentFactory.create(post=post, user_email="guest@example.org", state=State.HELD)
    assert "Nothing else of this author is known." in look()


def test_the_text_of_a_comment_is_never_markup_of_the_page(look: Look, post: Post) -> None:
    CommentFactory.create(post=post, state=State.HELD, comment="<script>alert(1)</script>", reason="<script>alert(2)")
    assert "<script>alert" not in look()


def test_a_comment_is_offered_what_changes_something(look: Look, post: Post) -> None:
    CommentFactory.create(post=post)
    page = look("?tab=recent")
    assert ['data-key="a"' in page, 'data-key="h"' in page, 'data-key="s"' in page] == [False, True, True]
    Comment.objects.update(open_reports=1)
    assert "Leave it public" in look("?tab=recent")


def test_a_stranger_finds_nothing_of_another_organization(look: Look, post: Post, stranger: User) -> None:
    CommentFactory.create(post=post, state=State.HELD, open_reports=1)
    for tab in ("held", "reported", "recent"):
        page = look(f"?tab={tab}&organization={post.organization_id}", stranger)
        assert shown(page) == []
        assert tabs(page)[:2] == ["Held", "Reported"]


def test_an_author_has_no_queue(client: Client, author: User) -> None:
    client.force_login(author)
    assert client.get(QUEUE).status_code == 404


def test_nobody_finds_the_queue_without_signing_in(client: Client) -> None:
    assert client.get(QUEUE).headers["Location"].startswith("/admin/login/")


def test_whoever_moderates_several_organizations_narrows_it_to_one(
    look: Look, post: Post, moderator: User, other_organization: Organization
) -> None:
    MembershipFactory.create(user=moderator, organization=other_organization, role=Role.EDITOR)
    CommentFactory.create(post=post, state=State.HELD)
    there = CommentFactory.create_batch(2, post=PostFactory.create(organization=other_organization), state=State.HELD)
    page = look(f"?organization={other_organization.pk}")
    assert shown(page) == [there[1].pk, there[0].pk]
    assert "Institute of Examples (1)" in page
    assert re.search(r"selected ?> Other Chamber \(2\)", page)
    assert f"tab=spam&amp;organization={other_organization.pk}" in page


def test_there_is_nothing_to_choose_for_whoever_moderates_one(look: Look) -> None:
    assert "All organizations" not in look()
