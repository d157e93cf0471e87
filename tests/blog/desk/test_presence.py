"""Who has a post open: noted while the form says so, over soon after, and told only to those who may see the post."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from blog.accounts.models import User
from blog.desk.models import Presence
from blog.desk.models.presence import STAYS
from blog.desk.services.presence import delete_old_presences, forget_presence, note_presence
from blog.organizations.models import Organization
from blog.posts.models import Post, Status
from blog.posts.services import record_revision
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def post(organization: Organization) -> Post:
    return PostFactory.create(organization=organization, status=Status.DRAFT)


def told_to(user: User, client: Client, post: Post) -> str:
    client.force_login(user)
    return " ".join(str(client.get(f"/admin/posts/post/{post.pk}/presence/").json()["notes"]).split())


def test_who_opened_a_post_is_told_to_another_with_how_long_ago(client: Client, editor: User, owner: User, post: Post) -> None:
    note_presence(post, by=owner, at=NOW - timedelta(minutes=2))
    note_presence(post, by=owner, at=NOW - timedelta(minutes=1))
    assert "<strong>The owner</strong> opened this post 2 minutes ago." in told_to(editor, client, post).replace("\xa0", " ")


def test_the_form_says_so_itself(client: Client, editor: User, owner: User, post: Post) -> None:
    note_presence(post, by=owner, at=NOW)
    client.force_login(editor)
    page = client.get(f"/admin/posts/post/{post.pk}/change/").content.decode()
    assert "<strong>The owner</strong> opened this post" in page
    assert Presence.objects.filter(user=editor).exists()


def test_nobody_is_told_of_themselves(client: Client, editor: User, post: Post) -> None:
    note_presence(post, by=editor, at=NOW)
    assert told_to(editor, client, post) == ""


def test_who_is_silent_is_gone(client: Client, editor: User, owner: User, post: Post) -> None:
    note_presence(post, by=owner, at=NOW - STAYS)
    assert told_to(editor, client, post) == ""
    assert delete_old_presences(at=NOW) == 1
    assert Presence.objects.get().user == editor


def test_who_comes_back_has_opened_it_anew(owner: User, post: Post) -> None:
    for at in (NOW - timedelta(hours=1), NOW):
        note_presence(post, by=owner, at=at)
    assert Presence.objects.get().opened_at == NOW


def test_who_has_saved_is_done(owner: User, editor: User, post: Post) -> None:
    for user in (owner, editor):
        note_presence(post, by=user, at=NOW)
    forget_presence(post, by=owner)
    assert [presence.user for presence in Presence.objects.all()] == [editor]


def test_a_stranger_learns_nothing_and_is_not_noted(client: Client, stranger: User, owner: User, post: Post) -> None:
    note_presence(post, by=owner, at=NOW)
    client.force_login(stranger)
    assert client.get(f"/admin/posts/post/{post.pk}/presence/").status_code == 404
    assert not Presence.objects.filter(user=stranger).exists()


def test_the_form_of_a_new_post_has_nobody_beside(client: Client, editor: User) -> None:
    client.force_login(editor)
    answer = client.get("/admin/posts/post/presence/").json()
    assert (answer["user"], answer["notes"]) == (editor.pk, "")
    assert answer["token"]


def test_a_form_is_told_that_somebody_has_saved_meanwhile(client: Client, editor: User, post: Post) -> None:
    client.force_login(editor)
    record_revision(post, by=None, at=NOW)
    for version, is_told in (("0", True), ("1", False), ("", False)):
        notes = client.get(f"/admin/posts/post/{post.pk}/presence/", {"version": version}).json()["notes"]
        assert ("Somebody saved this post" in notes) is is_told


def test_the_database_refuses_a_second_note_and_one_that_is_seen_before_it_begins(editor: User, post: Post) -> None:
    note = {"post": post, "user": editor, "opened_at": NOW}
    with pytest.raises(IntegrityError, match="presence_is_seen_after_opening"):
        Presence.objects.bulk_create([Presence(seen_at=NOW - timedelta(seconds=1), **note)])


def test_the_database_refuses_two_notes_of_one_person_at_one_post(editor: User, post: Post) -> None:
    with pytest.raises(IntegrityError):
        Presence.objects.bulk_create([Presence(post=post, user=editor, opened_at=NOW, seen_at=NOW) for _ in range(2)])
