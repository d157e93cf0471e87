"""The start page of the admin and its navigation: what waits for whoever is signed in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.comments.models import State
from blog.imports.models import ImportedDocument
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.posts.models import Status
from tests.factories import LONG_AGO, CommentFactory, MembershipFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
OF_MODERATORS = ["Moderation", "Comments", "Moderation log", "Block list", "Bans"]
SECTIONS = [
    "Posts",
    "Categories",
    "Tags",
    "Imported documents",
    *OF_MODERATORS,
    "Organizations",
    "Audit log",
    "Users",
    "Redirects",
]


@pytest.fixture
def page_of(client: Client) -> Callable[[User], str]:
    def load(user: User) -> str:
        client.force_login(user)
        return client.get("/admin/").content.decode()

    return load


def links(page: str) -> list[str]:
    return [section for section in SECTIONS if f"<span>{section}</span>" in page]


def fill(organization: Organization, author: User, rows: int) -> None:
    for _number in range(rows):
        draft = PostFactory.create(organization=organization, status=Status.DRAFT)
        draft.authors.add(author)
        later = timezone.now() + timedelta(days=1)
        PostFactory.create(organization=organization, status=Status.SCHEDULED, published_at=later)
        post = PostFactory.create(organization=organization)
        audit.record(Verb.POSTS_CHANGE, post, organization=organization.pk, by=author, at=timezone.now())
        CommentFactory.create(post=post, state=State.HELD)
        moments = {"imported_at": LONG_AGO, "updated_at": LONG_AGO}
        ImportedDocument.objects.create(
            source="file", source_id=f"{post.pk}.txt", post=post, organization=organization, **moments
        )


@pytest.mark.parametrize("rows", [1, 40])
def test_the_start_page_costs_the_same_queries_at_any_size(
    client: Client, editor: User, organization: Organization, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(organization, editor, rows)
    client.force_login(editor)
    with django_assert_num_queries(18):
        client.get("/admin/")


def test_it_shows_ones_own_drafts_and_not_those_of_others(
    page_of: Callable[[User], str], editor: User, organization: Organization
) -> None:
    PostFactory.create(organization=organization, status=Status.DRAFT, title="Mine").authors.add(editor)
    PostFactory.create(organization=organization, status=Status.DRAFT, title="Of somebody else")
    page = page_of(editor)
    assert "Mine" in page
    assert "Of somebody else" not in page


def test_it_shows_what_is_scheduled_next_first(
    page_of: Callable[[User], str], editor: User, organization: Organization
) -> None:
    for title, days in (("In a week", 7), ("Tomorrow", 1)):
        moment = timezone.now() + timedelta(days=days)
        PostFactory.create(organization=organization, status=Status.SCHEDULED, published_at=moment, title=title)
    page = page_of(editor)
    assert page.index("Tomorrow") < page.index("In a week")


def test_it_counts_the_comments_that_wait(page_of: Callable[[User], str], moderator: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization)
    CommentFactory.create_batch(3, post=post, state=State.HELD)
    CommentFactory.create(post=post)
    assert 'gz-count--warning">3<' in "".join(page_of(moderator).split(" "))


def test_it_counts_the_comments_that_were_reported(
    page_of: Callable[[User], str], moderator: User, organization: Organization
) -> None:
    post = PostFactory.create(organization=organization)
    CommentFactory.create(post=post, comment="Rude words", open_reports=2)
    page = page_of(moderator)
    assert "Rude words" in page
    assert 'href="/admin/comments/comment/queue/?tab=reported">Reported comments' in page


def test_the_navigation_leads_to_the_queue_and_says_how_much_waits_there(
    page_of: Callable[[User], str], moderator: User, organization: Organization
) -> None:
    post = PostFactory.create(organization=organization)
    CommentFactory.create(post=post, state=State.HELD, open_reports=1)
    CommentFactory.create(post=post, open_reports=1)
    entry = page_of(moderator).partition("<span>Moderation</span>")
    assert 'href="/admin/comments/comment/queue/"' in entry[0][-900:]
    assert ">2<" in "".join(entry[2][:600].split())


@pytest.mark.parametrize(
    ("address", "name"), [("comment/queue/", "Moderation"), ("comment/", "Comments"), ("decision/", "Moderation log")]
)
def test_one_page_of_the_navigation_is_the_current_one(client: Client, moderator: User, address: str, name: str) -> None:
    client.force_login(moderator)
    groups = client.get(f"/admin/comments/{address}").context["sidebar_navigation"]
    assert [item["title"] for group in groups for item in group["items"] if item["active"]] == [name]


def test_comments_of_another_organization_are_not_counted(
    page_of: Callable[[User], str], stranger: User, organization: Organization
) -> None:
    CommentFactory.create(post=PostFactory.create(organization=organization), state=State.HELD, open_reports=1)
    assert "gz-count--warning" not in page_of(stranger)


def test_a_count_of_comments_ends_at_99(page_of: Callable[[User], str], moderator: User, organization: Organization) -> None:
    CommentFactory.create_batch(101, post=PostFactory.create(organization=organization), state=State.HELD)
    assert "99+" in page_of(moderator)


def test_a_moderator_finds_the_conversation_and_nothing_else(page_of: Callable[[User], str], moderator: User) -> None:
    page = page_of(moderator)
    assert links(page) == OF_MODERATORS
    assert "Write a post" not in page


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        (Role.OWNER, {"Users", "Redirects"}),
        (Role.EDITOR, {"Users", "Redirects"}),
        (Role.AUTHOR, {"Users", "Redirects", *OF_MODERATORS, "Imported documents", "Audit log"}),
    ],
)
def test_the_navigation_shows_what_a_role_may_open(
    page_of: Callable[[User], str], organization: Organization, role: Role, missing: set[str]
) -> None:
    user = MembershipFactory.create(organization=organization, role=role, user=UserFactory.create(is_staff=True)).user
    assert set(SECTIONS) - set(links(page_of(user))) == missing


def test_a_superuser_finds_everything(page_of: Callable[[User], str], superuser: User) -> None:
    assert links(page_of(superuser)) == SECTIONS


def test_somebody_without_an_organization_is_told_how_to_join_one(page_of: Callable[[User], str]) -> None:
    page = page_of(UserFactory.create(is_staff=True))
    assert "You belong to no organization yet." in page
    assert links(page) == []
