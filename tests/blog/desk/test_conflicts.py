"""Two people at one post: a stale save is refused, compared three ways, and nothing of either is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from blog.accounts.models import User
from blog.desk.models import Autosave
from blog.organizations.models import Organization
from blog.posts.models import Post, Revision, Status
from tests.blog.desk.post_form import filled_in
from tests.factories import PostFactory, TagFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
STALE = "Somebody saved this post after you opened it"
BODY = "<p>The first paragraph.</p><p>The second paragraph.</p>"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


class Desks:
    """The form of one post at two desks. Both have opened it before anybody saved."""

    def __init__(self, client: Client, post: Post, mine: User, theirs: User) -> None:
        self.client, self.post, self.mine, self.theirs = client, post, mine, theirs
        self.opened = self.number()

    def number(self) -> str:
        return str(Post.objects.get(pk=self.post.pk).revision_number)

    def save_theirs(self, **changes: Any) -> None:
        self._send(self.theirs, {"title": "As opened", "body": BODY, "version": self.opened} | changes)

    def save_mine(self, **changes: Any) -> str:
        return self._send(self.mine, {"title": "As opened", "body": BODY, "version": self.opened} | changes)

    def _send(self, user: User, fields: dict[str, Any]) -> str:
        self.client.force_login(user)
        form = filled_in(self.post.organization, slug=self.post.slug, **fields)
        response = self.client.post(f"/admin/posts/post/{self.post.pk}/change/", form, follow=True)
        return " ".join(unescape(response.content.decode()).split())

    def stored(self) -> Post:
        return Post.objects.get(pk=self.post.pk)


@pytest.fixture
def desks(client: Client, editor: User, owner: User, organization: Organization) -> Desks:
    post = PostFactory.create(organization=organization, status=Status.DRAFT, title="As opened", body=BODY, slug="a-post")
    desks = Desks(client, post, mine=editor, theirs=owner)
    desks.save_theirs()
    desks.opened = desks.number()
    return desks


def fieldset(page: str, name: str) -> str:
    """Return the part of the page in which a field is chosen; empty where it is not."""
    found = [part for part in page.split("<fieldset")[1:] if f'name="keep_{name}"' in part]
    return found[0].split("</fieldset>")[0] if found else ""


def is_chosen(part: str, side: str) -> bool:
    return "checked" in part.split(f'value="{side}"')[1].split(">", maxsplit=1)[0]


def test_a_stale_save_is_refused_and_nothing_is_overwritten(desks: Desks) -> None:
    desks.save_theirs(title="Theirs")
    page = desks.save_mine(title="Mine")
    assert STALE in page
    assert "The owner saved this post on 03/01/2026 9 a.m., while you were writing" in page
    assert desks.stored().title == "Theirs"


def test_a_field_that_both_changed_is_shown_three_ways_and_mine_stays_chosen(desks: Desks) -> None:
    desks.save_theirs(title="As they say")
    part = fieldset(desks.save_mine(title="As I say"), "title")
    assert "changed by both" in part
    assert is_chosen(part, "mine")
    assert not is_chosen(part, "theirs")
    theirs, mine = part.split("What they changed")[1].split("What you changed")
    assert '<del><span class="gz-unseen">removed: </span>opened</del>' in theirs
    assert "they say</ins>" in theirs
    assert "I say</ins>" in mine


def test_the_text_is_compared_by_words(desks: Desks) -> None:
    desks.save_theirs(body=BODY.replace("first", "FIRST"))
    part = fieldset(desks.save_mine(body=BODY.replace("second", "SECOND")), "body")
    theirs, mine = part.split("What they changed")[1].split("What you changed")
    assert "FIRST" in theirs
    assert "SECOND" not in theirs
    assert "SECOND" in mine
    assert "FIRST" not in mine


def test_what_only_they_changed_is_theirs_without_asking_and_merged_by_one_save(desks: Desks) -> None:
    tag = TagFactory.create()
    desks.save_theirs(summary="Their summary.", tags=[tag.pk])
    page = desks.save_mine(title="My title")
    assert is_chosen(fieldset(page, "summary"), "theirs")
    assert is_chosen(fieldset(page, "tags"), "theirs")
    assert is_chosen(fieldset(page, "title"), "mine")
    assert fieldset(page, "body") == ""
    choices = {"keep_summary": "theirs", "keep_tags": "theirs", "keep_title": "mine"}
    assert STALE not in desks.save_mine(title="My title", version=desks.number(), **choices)
    post = desks.stored()
    assert (post.title, post.summary, list(post.tags.all())) == ("My title", "Their summary.", [tag])


@pytest.mark.parametrize(("choice", "title"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_each_side_can_be_kept(desks: Desks, choice: str, title: str) -> None:
    desks.save_theirs(title="Theirs")
    desks.save_mine(title="Mine")
    desks.save_mine(title="Mine", version=desks.number(), keep_title=choice)
    assert desks.stored().title == title


def test_theirs_takes_the_place_of_what_could_not_be_stored(desks: Desks) -> None:
    desks.save_theirs(title="Theirs")
    desks.save_mine(title="")
    desks.save_mine(title="", version=desks.number(), keep_title="theirs")
    assert desks.stored().title == "Theirs"


def test_a_third_save_in_between_is_refused_again(desks: Desks) -> None:
    desks.save_theirs(title="Theirs")
    desks.save_mine(title="Mine")
    seen = desks.number()
    desks.opened = seen
    desks.save_theirs(title="Theirs again")
    assert STALE in desks.save_mine(title="Mine", version=seen, keep_title="mine")
    assert desks.stored().title == "Theirs again"


def test_walking_away_loses_nothing(desks: Desks) -> None:
    desks.save_theirs(title="Theirs")
    desks.save_mine(title="Mine")
    assert Autosave.objects.of(desks.mine).get().title == "Mine"
    assert [revision.content["title"] for revision in Revision.objects.order_by("-number")[:1]] == ["Theirs"]


def test_who_wrote_the_same_has_nothing_to_choose(desks: Desks) -> None:
    desks.save_theirs(title="The same")
    assert "Both of you have written the same." in desks.save_mine(title="The same")


def test_of_a_version_that_is_not_known_both_sides_are_shown(desks: Desks) -> None:
    desks.save_theirs(title="Theirs")
    assert fieldset(desks.save_mine(title="Mine", version="999"), "title")
    assert fieldset(desks.save_mine(title="Mine", version="nonsense"), "title")
    assert desks.stored().title == "Theirs"


def test_what_was_never_saved_before_is_compared_with_how_it_stood(
    client: Client, editor: User, owner: User, organization: Organization
) -> None:
    post = PostFactory.create(organization=organization, status=Status.DRAFT, title="As opened", body=BODY, slug="a-post")
    desks = Desks(client, post, mine=editor, theirs=owner)
    assert desks.opened == "0"
    desks.save_theirs(summary="Their summary.")
    part = fieldset(desks.save_mine(title="Mine"), "summary")
    assert is_chosen(part, "theirs")
    assert "changed by both" not in part
