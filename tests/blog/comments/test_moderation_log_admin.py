"""The moderation log in admin: who reads what of it, and that nobody writes in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.comments.models import Comment, Decision, State, Via
from blog.comments.services import decide, set_state, undo
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.factories import CommentFactory, MembershipFactory

pytestmark = pytest.mark.django_db
LOG = "/admin/comments/decision/"
Read = Callable[..., str]


@pytest.fixture
def read(client: Client, moderator: User) -> Read:
    """Open a page of the log as the moderator and return it, each run of white space as one space."""

    def page(address: str = LOG, user: User = moderator) -> str:
        client.force_login(user)
        return " ".join(client.get(address).content.decode().split())

    return page


def decision(post: Post, state: State = State.SPAM, **columns: object) -> Decision:
    comment = CommentFactory.create(post=post, comment="The decided words")
    given = {"by": None, "at": NOW, "reason": "", "via": Via.ADMIN} | columns
    return decide(Comment.objects.numbered(comment.pk), state, **given)[0]  # type: ignore[arg-type]


def test_the_log_says_who_what_why_and_when(read: Read, post: Post, moderator: User) -> None:
    decision(post, by=moderator, reason="Advertising")
    page = read()
    for words in ("The moderator", "Spam", "Advertising", "Institute of Examples", "May 1, 2020"):
        assert words in page
    assert moderator.email not in page.partition('id="result_list"')[2]


def test_a_decision_has_a_page_with_the_comments(read: Read, post: Post, moderator: User, owner: User) -> None:
    one = decision(post, by=moderator, reason="Advertising")
    undo(one, by=owner, at=NOW + timedelta(hours=1))
    page = read(f"{LOG}{one.pk}/change/")
    for words in ("Spam (1)", "The moderator, Admin", "Advertising", "The owner", "The decided words"):
        assert words in page


def test_a_standing_decision_can_be_undone_from_its_page(read: Read, post: Post, moderator: User, client: Client) -> None:
    one = decision(post, by=moderator)
    assert f'name="decision" value="{one.pk}"' in read(f"{LOG}{one.pk}/change/")
    client.post("/admin/comments/comment/undo/", {"decision": one.pk})
    assert 'name="decision"' not in read(f"{LOG}{one.pk}/change/")
    assert Comment.objects.get().state == State.PUBLIC


def test_what_an_author_did_is_not_offered_to_be_undone(read: Read, post: Post) -> None:
    one = decision(post, State.REMOVED, via=Via.AUTHOR)
    page = read(f"{LOG}{one.pk}/change/")
    assert "The author" in page
    assert 'name="decision"' not in page


def test_of_many_comments_the_first_hundred_are_shown(read: Read, post: Post, moderator: User) -> None:
    CommentFactory.create_batch(101, post=post)
    (one,) = decide(Comment.objects.all(), State.SPAM, by=moderator, at=NOW)
    assert "100 of 101 are shown." in read(f"{LOG}{one.pk}/change/")


@pytest.mark.parametrize("rows", [1, 50])
def test_the_log_costs_the_same_queries_at_any_length(
    client: Client, post: Post, moderator: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        decision(post, by=moderator)
    client.force_login(moderator)
    with django_assert_num_queries(7):
        client.get(LOG)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("?state=spam", True),
        ("?state=held", False),
        ("?state=undone", False),
        ("?state=nonsense", True),
        ("?by=nobody", False),
        ("?at_from=2020-05-01", True),
        ("?at_from=2020-05-02", False),
        ("?at_to=2020-05-01", True),
        ("?at_to=2020-04-30", False),
        ("?at_from=nonsense", True),
        ("?q=Advertising", True),
        ("?q=Nothing", False),
    ],
)
def test_the_log_is_narrowed(read: Read, post: Post, moderator: User, query: str, is_found: bool) -> None:  # noqa: FBT001  # pytest's way
    one = decision(post, by=moderator, reason="Advertising")
    assert (f'href="{LOG}{one.pk}/change/' in read(f"{LOG}{query}")) is is_found


def test_the_log_is_narrowed_to_one_moderator(read: Read, post: Post, moderator: User, owner: User) -> None:
    mine, other = decision(post, by=moderator), decision(post, by=owner)
    page = read(f"{LOG}?by={moderator.pk}")
    assert [f"{LOG}{one.pk}/change/" in page for one in (mine, other)] == [True, False]


def test_the_log_is_narrowed_to_an_organization(
    read: Read, post: Post, moderator: User, other_organization: Organization
) -> None:
    MembershipFactory.create(user=moderator, organization=other_organization, role=Role.MODERATOR)
    here = decision(post)
    there = decision(CommentFactory.create(post__organization=other_organization).post)
    page = read(f"{LOG}?organization={other_organization.pk}")
    assert [f"{LOG}{one.pk}/change/" in page for one in (here, there)] == [False, True]


def test_only_who_decided_here_is_offered_as_moderator(read: Read, post: Post, moderator: User, stranger: User) -> None:
    decision(post, by=moderator)
    decision(CommentFactory.create(post__organization=stranger.organizations.get()).post, by=stranger)
    page = read()
    assert f"?by={moderator.pk}" in page or f'value="{moderator.pk}"' in page
    assert "The stranger" not in page


def test_a_stranger_reads_nothing_of_another_organization(client: Client, read: Read, post: Post, stranger: User) -> None:
    one = decision(post, reason="Between us")
    assert "Between us" not in read(LOG, stranger)
    assert client.get(f"{LOG}{one.pk}/change/", follow=True).redirect_chain != []
    assert "Between us" not in client.get(f"{LOG}{one.pk}/change/", follow=True).content.decode()


def test_an_author_reads_no_log(client: Client, author: User) -> None:
    client.force_login(author)
    assert client.get(LOG).status_code == 404


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_nobody_adds_or_deletes_what_stands_in_it(client: Client, superuser: User, post: Post, page: str) -> None:
    one = decision(post)
    client.force_login(superuser)
    address = LOG + page.format(pk=one.pk)
    assert client.get(address).status_code == 404
    client.post(address, {"post": "yes"})
    assert Decision.objects.get() == one


def test_nobody_changes_what_stands_in_it(client: Client, superuser: User, post: Post) -> None:
    one = decision(post, reason="Advertising")
    client.force_login(superuser)
    assert client.post(f"{LOG}{one.pk}/change/", {"reason": "Something else"}).status_code == 404
    client.post(LOG, {"action": "delete_selected", "_selected_action": one.pk, "post": "yes"})
    assert Decision.objects.get().reason == "Advertising"


def test_the_log_of_a_superuser_holds_all_organizations(read: Read, post: Post, superuser: User) -> None:
    set_state(Comment.objects.filter(pk=CommentFactory.create(post=post).pk), State.HELD, by=None, at=NOW)
    assert "The system" in read(LOG, superuser)
