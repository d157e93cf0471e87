"""The review of a post in admin: its buttons, its history, the filters and the panels of the start page."""

from collections.abc import Callable, Iterator
from html import unescape

import pytest
import time_machine
from django.test import Client

from blog.accounts.models import User
from blog.organizations.models import Organization, PublishingPolicy
from blog.posts import services
from blog.posts.fingerprint import fingerprint
from blog.posts.models import Post, Review, ReviewState, Status
from tests.blog.desk.post_form import filled_in
from tests.blog.desk.samples import NOW
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
Press = Callable[..., str]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def press(client: Client) -> Press:
    """Let a user press a button of the review and return the page that follows."""

    def run(user: User, post: Post, act: str, **more: str) -> str:
        client.force_login(user)
        response = client.post(f"/admin/posts/post/{post.pk}/review/", {"act": act} | more, follow=True)
        return unescape(response.content.decode())

    return run


def page_of(client: Client, user: User, post: Post) -> str:
    client.force_login(user)
    return unescape(client.get(f"/admin/posts/post/{post.pk}/change/").content.decode())


def offered(page: str) -> set[str]:
    return {
        act
        for act in ("approve", "request_changes", "submit", "take_back")
        if f'name="act" value="{act}"' in " ".join(page.split())
    }


def test_a_new_post_is_saved_and_submitted_with_one_button(client: Client, author: User, organization: Organization) -> None:
    client.force_login(author)
    form = filled_in(organization) | {"_submit": "1"}
    page = unescape(client.post("/admin/posts/post/add/", form, follow=True).content.decode())
    assert "“A title” is in review now" in page
    post = Post.objects.get()
    assert (post.status, post.reviews.get().requested_by) == (Status.IN_REVIEW, author)


def test_it_goes_from_the_author_to_the_editor_and_back_and_onto_the_site(
    client: Client, press: Press, author: User, editor: User, draft: Post
) -> None:
    press(author, draft, "submit")
    assert offered(page_of(client, author, draft)) == {"take_back"}
    assert 'name="_save"' not in page_of(client, author, draft)
    assert offered(page_of(client, editor, draft)) == {"approve", "request_changes", "take_back"}
    press(editor, draft, "request_changes", note="Name the source.")
    assert "Name the source." in page_of(client, author, draft)
    client.force_login(author)
    form = filled_in(draft.organization, title="Better", body="<p>Source: us.</p>", slug="not-out-yet") | {"_submit": "1"}
    client.post(f"/admin/posts/post/{draft.pk}/change/", form)
    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("Better", Status.IN_REVIEW)
    assert "is approved" in press(editor, draft, "approve", version=fingerprint(draft))
    form = filled_in(draft.organization, title="Better", body="<p>Source: us.</p>", slug="not-out-yet", status="published")
    client.post(f"/admin/posts/post/{draft.pk}/change/", form | {"authors": [author.pk]})
    assert client.get("/posts/not-out-yet/").status_code == 200
    assert [review.state for review in Review.objects.of_post(draft)] == [ReviewState.APPROVED, ReviewState.CHANGES_REQUESTED]


def test_what_is_refused_is_said_and_nothing_changes(press: Press, author: User, editor: User, draft: Post) -> None:
    services.submit_for_review(draft, by=author, at=NOW)
    assert "write what is to be changed" in press(editor, draft, "request_changes", note="")
    assert "was changed meanwhile" in press(editor, draft, "approve", version="old")
    assert "your role does not allow this" in press(author, draft, "approve", version=fingerprint(draft))
    press(editor, draft, "destroy")
    assert Review.objects.get().state == ReviewState.REQUESTED


def test_an_editor_of_another_organization_finds_no_review(client: Client, stranger: User, draft: Post) -> None:
    client.force_login(stranger)
    assert client.post(f"/admin/posts/post/{draft.pk}/review/", {"act": "submit"}).status_code == 404
    assert not Review.objects.exists()


def test_following_the_address_does_nothing(client: Client, author: User, draft: Post) -> None:
    client.force_login(author)
    assert client.get(f"/admin/posts/post/{draft.pk}/review/", {"act": "submit"}).status_code == 302
    assert not Review.objects.exists()


def test_an_editor_who_submitted_is_not_offered_to_approve(client: Client, editor: User, owner: User, draft: Post) -> None:
    services.submit_for_review(draft, by=editor, at=NOW)
    assert "approve" not in offered(page_of(client, editor, draft))
    assert "approve" in offered(page_of(client, owner, draft))


def test_an_author_publishes_nothing_with_the_form(client: Client, author: User, draft: Post) -> None:
    client.force_login(author)
    form = filled_in(draft.organization, title="Mine", status="published")
    page = client.post(f"/admin/posts/post/{draft.pk}/change/", form).content.decode()
    assert "published is not one of the available choices" in page
    draft.refresh_from_db()
    assert (draft.status, draft.title) == (Status.DRAFT, "Not out yet")


def test_where_a_second_person_is_needed_the_form_says_so(client: Client, editor: User, draft: Post) -> None:
    draft.organization.publishing_policy = PublishingPolicy.SECOND_PERSON
    draft.organization.save()
    assert "a second person approves every text" in page_of(client, editor, draft)
    form = filled_in(draft.organization, title="Not out yet", status="published", slug="not-out-yet")
    page = unescape(client.post(f"/admin/posts/post/{draft.pk}/change/", form).content.decode())
    assert "“Not out yet” needs the approval of a second person before it is published" in page
    client.post("/admin/posts/post/", {"action": "publish", "_selected_action": [draft.pk], "confirmed": "yes"})
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_a_change_after_the_approval_is_shown(client: Client, author: User, editor: User, draft: Post) -> None:
    services.submit_for_review(draft, by=author, at=NOW)
    services.approve(draft, version=fingerprint(draft), by=editor, at=NOW)
    assert "changed after it was approved" not in page_of(client, editor, draft)
    draft.body = "<p>Another.</p>"
    draft.save()
    page = page_of(client, editor, draft)
    assert "changed after it was approved" in page
    assert offered(page) == {"submit", "take_back"}


@pytest.mark.parametrize("state", ["in_review", "approved", "changes_requested", "draft"])
def test_the_list_is_narrowed_to_where_a_post_stands(
    client: Client, author: User, editor: User, organization: Organization, state: str
) -> None:
    posts = {
        name: PostFactory.create(organization=organization, status=Status.DRAFT, title=f"Post {name}")
        for name in ("in_review", "approved", "changes_requested", "draft")
    }
    for name in ("in_review", "approved", "changes_requested"):
        posts[name].authors.add(author)
        services.submit_for_review(posts[name], by=author, at=NOW)
    services.approve(posts["approved"], version=fingerprint(posts["approved"]), by=editor, at=NOW)
    services.request_changes(posts["changes_requested"], note="x", by=editor, at=NOW)
    client.force_login(editor)
    page = client.get(f"/admin/posts/post/?state={state}").content.decode()
    shown = {name for name in posts if f">Post {name}</a>" in "".join(page.split("\n")).replace("  ", "")}
    assert shown == ({"draft", "changes_requested"} if state == "draft" else {state})


def test_the_start_page_says_what_waits_for_whom(
    client: Client, author: User, editor: User, stranger: User, draft: Post
) -> None:
    def panel(user: User, key: str) -> str:
        client.force_login(user)
        page = client.get("/admin/").content.decode()
        return page.partition(f'id="panel-{key}"')[2].partition("</section>")[0]

    services.submit_for_review(draft, by=author, at=NOW)
    assert ["Not out yet" in panel(user, "reviews") for user in (editor, author, stranger)] == [True, False, False]
    services.request_changes(draft, note="x", by=editor, at=NOW)
    assert "Not out yet" not in panel(editor, "reviews")
    assert ["Not out yet" in panel(user, "changes") for user in (author, editor, stranger)] == [True, False, False]
