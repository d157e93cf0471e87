"""The list of posts in admin: what it shows, how it is narrowed, and what can be done with several posts at once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries, Settings

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts import services
from blog.posts.content import content_of
from blog.posts.models import Post, Status
from tests.factories import CategoryFactory, PostFactory, TagFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LIST = "/admin/posts/post/"
Act = Callable[..., str]


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def act(client: Client, settings: Settings) -> Act:
    """Let a user do something with posts and return the page that follows."""
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "*"}]  # each post goes through its service

    def run(user: User, action: str, *posts: Post) -> str:
        client.force_login(user)
        chosen = {"action": action, "_selected_action": [post.pk for post in posts], "confirmed": "yes"}
        return unescape(client.post(LIST, chosen, follow=True).content.decode())

    return run


def shown(client: Client, user: User, query: str = "") -> set[str]:
    """Return which of the posts named by single letters the list shows."""
    client.force_login(user)
    page = client.get(LIST + query).content.decode()
    return {title for title in "ABCDE" if f">{title}</a>" in "".join(page.split())}


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_costs_the_same_queries_at_any_length(
    client: Client, editor: User, organization: Organization, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    category, tag = CategoryFactory.create(), TagFactory.create()
    for _number in range(rows):
        post = PostFactory.create(organization=organization, categories=[category], tags=[tag])
        post.authors.add(editor, UserFactory.create())
    client.force_login(editor)
    with django_assert_num_queries(8):
        client.get(LIST)


@pytest.mark.parametrize("query", ["", "?q=Harbour", "?q=none"])
def test_the_heading_tells_no_number_of_rows(client: Client, editor: User, organization: Organization, query: str) -> None:
    PostFactory.create(organization=organization, title="The Harbour")
    client.force_login(editor)
    heading = client.get(LIST + query).content.decode().partition("<h1")[2].partition("</h1>")[0]
    assert "Posts" in heading
    assert not re.search(r"\d", strip_tags(f"<h1{heading}"))


def test_what_was_changed_last_stands_first(client: Client, editor: User, organization: Organization) -> None:
    for minutes, title in enumerate(["Oldest", "Newest"]):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            PostFactory.create(organization=organization, title=title)
    client.force_login(editor)
    page = client.get(LIST).content.decode()
    assert page.index("Newest") < page.index("Oldest")


def test_a_scheduled_post_says_when_and_says_published_once_it_is(
    client: Client, editor: User, organization: Organization
) -> None:
    moment = NOW + timedelta(days=1)
    PostFactory.create(organization=organization, status=Status.SCHEDULED, published_at=moment)
    client.force_login(editor)
    assert "Scheduled · 03/02/2026 9 a.m." in client.get(LIST).content.decode()
    with time_machine.travel(moment, tick=False):
        page = client.get(LIST).content.decode()
    assert "Scheduled ·" not in page
    assert "Published" in page


def test_each_post_is_shown_with_its_credit_and_the_number_of_its_comments(
    client: Client, editor: User, organization: Organization
) -> None:
    PostFactory.create(organization=organization, comment_count=7).authors.add(editor)
    client.force_login(editor)
    page = client.get(LIST).content.decode()
    cells = {
        name: page.rpartition(f"field-{name}")[2].partition(">")[2].partition("<")[0] for name in ("credit", "comment_total")
    }
    assert {name: text.strip() for name, text in cells.items()} == {"credit": "The editor", "comment_total": "7"}


def test_an_author_sees_only_their_own_posts(client: Client, author: User, organization: Organization) -> None:
    PostFactory.create(organization=organization, title="A").authors.add(author)
    PostFactory.create(organization=organization, title="B")
    assert shown(client, author) == {"A"}


@pytest.mark.parametrize(
    ("state", "titles"),
    [("draft", {"A"}), ("scheduled", {"B"}), ("published", {"C"}), ("expired", {"D"}), ("archived", {"E"})],
)
def test_the_list_is_narrowed_to_a_status(
    client: Client, editor: User, organization: Organization, state: str, titles: set[str]
) -> None:
    PostFactory.create(organization=organization, title="A", status=Status.DRAFT)
    PostFactory.create(organization=organization, title="B", status=Status.SCHEDULED, published_at=NOW + timedelta(days=1))
    PostFactory.create(organization=organization, title="C")
    PostFactory.create(organization=organization, title="D", expires_at=NOW)
    PostFactory.create(organization=organization, title="E", status=Status.ARCHIVED)
    assert shown(client, editor, f"?state={state}") == titles


def test_the_list_is_narrowed_to_a_category_and_to_a_language(client: Client, editor: User, organization: Organization) -> None:
    category = CategoryFactory.create()
    PostFactory.create(organization=organization, title="A", categories=[category], language="ro")
    PostFactory.create(organization=organization, title="B", language="fr")
    assert shown(client, editor, f"?category={category.pk}") == {"A"}
    assert shown(client, editor, "?language=ro") == {"A"}
    assert shown(client, editor, "?language=other") == {"B"}


def test_a_superuser_narrows_it_to_an_organization(
    client: Client, superuser: User, organization: Organization, other_organization: Organization
) -> None:
    PostFactory.create(organization=organization, title="A")
    PostFactory.create(organization=other_organization, title="B")
    assert shown(client, superuser, f"?organization={organization.pk}") == {"A"}
    assert shown(client, superuser, "?organization=nonsense") == {"A", "B"}


def test_it_is_searched_by_title_summary_byline_and_organization(
    client: Client, editor: User, organization: Organization
) -> None:
    PostFactory.create(organization=organization, title="A", summary="About needles")
    PostFactory.create(organization=organization, title="B", byline="The Needle Office")
    PostFactory.create(organization=organization, title="C")
    assert shown(client, editor, "?q=needle") == {"A", "B"}
    assert shown(client, editor, "?q=institute") == {"A", "B", "C"}


def test_a_search_finds_drafts_and_words_of_the_text_but_nothing_of_others(
    client: Client, editor: User, superuser: User, author: User, organization: Organization, other_organization: Organization
) -> None:
    own = PostFactory.create(organization=organization, title="A", body="<p>Needles</p>", status=Status.DRAFT)
    own.authors.add(author)
    PostFactory.create(organization=organization, title="B", summary="needles", status=Status.ARCHIVED)
    PostFactory.create(organization=other_organization, title="C", body="<p>Needles</p>")
    assert shown(client, superuser, "?q=needle") == {"A", "B", "C"}
    assert shown(client, editor, "?q=needle") == {"A", "B"}
    assert shown(client, author, "?q=needle") == {"A"}
    assert shown(client, editor, "?q=other+chamber") == set()
    assert shown(client, editor, "?q=%25") == set()


def test_publishing_several_counts_them_and_tells_what_was_left_out(act: Act, editor: User, organization: Organization) -> None:
    drafts = PostFactory.create_batch(2, organization=organization, status=Status.DRAFT)
    public = PostFactory.create(organization=organization, title="Known")
    page = act(editor, "publish", *drafts, public)
    assert "2 posts were published." in page
    assert "“Known” stays as it is: it is published or scheduled already." in page
    assert Post.objects.published(NOW).count() == 3


def test_publishing_what_is_public_publishes_the_changes_that_wait(act: Act, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization, title="Old title")
    services.save_revision(post, content_of(post) | {"title": "New title"}, by=editor, at=NOW)
    assert "1 post was published." in act(editor, "publish", post)
    post.refresh_from_db()
    assert (post.title, post.has_unpublished_changes) == ("New title", False)


@pytest.mark.parametrize(("action", "kind"), [("archive", "archived"), ("return_to_draft", "returned")])
def test_a_status_given_to_several_is_a_version_of_each_and_changes_that_wait_go_on_waiting(
    act: Act, editor: User, organization: Organization, action: str, kind: str
) -> None:
    post = PostFactory.create(organization=organization)
    services.save_revision(post, content_of(post) | {"title": "New title"}, by=editor, at=NOW)
    act(editor, action, post)
    post.refresh_from_db()
    newest = post.revisions.get(number=post.revision_number)
    assert (newest.kind, newest.by, newest.content["title"], post.has_unpublished_changes) == (kind, editor, "New title", True)


def test_the_list_says_where_changes_wait_and_is_narrowed_to_them(
    client: Client, editor: User, organization: Organization
) -> None:
    waiting = PostFactory.create(organization=organization, title="A")
    PostFactory.create(organization=organization, title="B")
    services.save_revision(waiting, content_of(waiting), by=editor, at=NOW)
    assert shown(client, editor, "?state=changed") == {"A"}
    assert "Published · changes wait" in client.get(LIST).content.decode()


def test_a_draft_that_would_have_expired_is_not_published(act: Act, editor: User, organization: Organization) -> None:
    draft = PostFactory.create(organization=organization, status=Status.DRAFT, expires_at=NOW - timedelta(days=1))
    assert "would expire before it is published" in act(editor, "publish", draft)
    assert not Post.objects.published(NOW).exists()


def test_archiving_leaves_out_what_was_never_public(act: Act, editor: User, organization: Organization) -> None:
    public = PostFactory.create(organization=organization)
    draft = PostFactory.create(organization=organization, status=Status.DRAFT)
    page = act(editor, "archive", public, draft)
    assert "1 post was archived." in page
    assert "was never published" in page
    assert set(Post.objects.values_list("status", flat=True)) == {Status.ARCHIVED, Status.DRAFT}


def test_returning_to_draft_takes_posts_from_the_public(act: Act, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization)
    assert "1 post is a draft again." in act(editor, "return_to_draft", post)
    assert not Post.objects.published(NOW).exists()


def test_only_some_reasons_are_shown_when_many_are_left_out(act: Act, editor: User, organization: Organization) -> None:
    page = act(editor, "publish", *PostFactory.create_batch(8, organization=organization))
    assert page.count("it is published or scheduled already") == 5
    assert "And 3 more were left as they are." in page


def test_what_was_done_with_several_stands_in_each_history(act: Act, editor: User, organization: Organization) -> None:
    act(editor, "archive", PostFactory.create(organization=organization))
    assert LogEntry.objects.get().user_id == editor.pk


@pytest.mark.parametrize("action", ["publish", "archive", "return_to_draft"])
def test_authors_are_not_offered_what_editors_do(act: Act, author: User, organization: Organization, action: str) -> None:
    draft = PostFactory.create(organization=organization, status=Status.DRAFT)
    draft.authors.add(author)
    act(author, action, draft)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert not LogEntry.objects.exists()


def test_who_edits_one_organization_and_writes_for_another_publishes_only_in_the_first(
    act: Act, editor: User, other_organization: Organization
) -> None:
    other_organization.memberships.create(user=editor, role="author")
    foreign = PostFactory.create(organization=other_organization, status=Status.DRAFT)
    foreign.authors.add(editor)
    assert "your role does not allow this" in act(editor, "publish", foreign)
    assert not Post.objects.published(NOW).exists()


def test_deleting_several_leaves_their_addresses_answered(
    act: Act, client: Client, editor: User, organization: Organization
) -> None:
    post = PostFactory.create(organization=organization, slug="gone")
    act(editor, "trash", post)
    assert not Post.objects.kept().exists()
    client.logout()
    assert client.get("/posts/gone/").status_code == 410


def test_an_author_cannot_delete_a_public_post_of_theirs_among_others(
    act: Act, author: User, organization: Organization
) -> None:
    public = PostFactory.create(organization=organization, title="Out already")
    public.authors.add(author)
    act(author, "trash", public)
    assert Post.objects.kept().filter(pk=public.pk).exists()


def test_the_history_of_a_post_has_pages_of_its_own(client: Client, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization)
    client.force_login(editor)
    response = client.get(f"{LIST}{post.pk}/history/")
    assert response.status_code == 200
    assert response.context["action_list"].paginator.num_pages == 1
