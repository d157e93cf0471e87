"""In which time zone the admin shows and takes dates: the reader's, their organization's or the site's."""

from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from blog.accounts.models import User
from blog.accounts.services import choose_time_zone
from blog.accounts.zones import check_zone, choices
from blog.audit.models import Line
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from blog.posts.models import Post, Status
from tests.blog.desk.post_form import filled_in
from tests.factories import CommentFactory, PostFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ADD = "/admin/posts/post/add/"
PAGE = "/admin/time-zone/"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def zone_shown(client: Client, user: User) -> str:
    client.force_login(user)
    said = client.get(ADD).content.decode()
    assert said.count("Time zone: ") == 2  # beside both dates
    return said.partition("Time zone: ")[2].partition(",")[0]


def choose(name: str, *organizations: Organization) -> None:
    Organization.objects.filter(pk__in=[row.pk for row in organizations]).update(time_zone=name)


def work_in(name: str, user: User) -> None:
    choose_time_zone(user, name)
    user.refresh_from_db()


def test_it_is_the_sites_where_nobody_has_chosen(client: Client, editor: User) -> None:
    assert zone_shown(client, editor) == "UTC"


def test_it_is_the_organizations_where_it_has_chosen(client: Client, editor: User, organization: Organization) -> None:
    choose("Europe/Bucharest", organization)
    assert zone_shown(client, editor) == "Europe/Bucharest"


def test_ones_own_choice_comes_first(client: Client, editor: User, organization: Organization) -> None:
    choose("Europe/Bucharest", organization)
    work_in("Asia/Ashgabat", editor)
    assert zone_shown(client, editor) == "Asia/Ashgabat"


def test_of_organizations_that_do_not_agree_none_decides(
    client: Client, editor: User, organization: Organization, other_organization: Organization
) -> None:
    Membership.objects.create(user=editor, organization=other_organization, role=Role.AUTHOR)
    choose("Europe/Bucharest", organization)
    assert zone_shown(client, editor) == "UTC"
    choose("Europe/Bucharest", other_organization)
    assert zone_shown(client, editor) == "Europe/Bucharest"


def test_a_zone_that_the_database_has_no_more_is_none(client: Client, editor: User) -> None:
    work_in("Mars/Olympus", editor)
    assert zone_shown(client, editor) == "UTC"


def test_what_is_typed_is_stored_in_utc(client: Client, editor: User, organization: Organization) -> None:
    choose("Europe/Bucharest", organization)
    client.force_login(editor)
    form = filled_in(organization, status=Status.SCHEDULED, published_at="2026-03-29 04:30:00")
    page = unescape(client.post(ADD, form, follow=True).content.decode())
    assert "It appears by itself on 03/29/2026 4:30 a.m. (EEST), 01:30 UTC." in page
    post = Post.objects.get()
    assert post.published_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert 'value="04:30:00"' in client.get(f"/admin/posts/post/{post.pk}/change/").content.decode()
    assert not Post.objects.published(datetime(2026, 3, 29, 1, 29, tzinfo=UTC)).exists()
    assert Post.objects.published(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)).exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("2026-03-29 03:30:00", "this time does not exist"), ("2026-10-25 03:30:00", "this time comes twice")],
)
def test_a_time_that_no_clock_shows_once_is_refused_at_its_field(
    client: Client, editor: User, organization: Organization, typed: str, words: str
) -> None:
    choose("Europe/Bucharest", organization)
    client.force_login(editor)
    page = client.post(ADD, filled_in(organization, status=Status.SCHEDULED, published_at=typed)).content.decode()
    assert words in page
    assert not Post.objects.exists()


def test_the_calendar_is_in_the_same_zone(client: Client, editor: User, organization: Organization) -> None:
    work_in("Asia/Ashgabat", editor)
    moment = datetime(2026, 3, 4, 21, 30, tzinfo=UTC)
    PostFactory.create(organization=organization, status=Status.SCHEDULED, published_at=moment)
    client.force_login(editor)
    page = client.get("/admin/posts/post/calendar/?month=2026-03").content.decode()
    assert "Times are those of Asia/Ashgabat." in page
    assert "2:30 a.m." in page.partition('datetime="2026-03-05"')[2].partition('datetime="2026-03-06"')[0]


def test_public_pages_and_the_preview_keep_the_sites_zone(client: Client, editor: User, organization: Organization) -> None:
    choose("Asia/Ashgabat", organization)
    work_in("Asia/Ashgabat", editor)
    post = PostFactory.create(organization=organization, published_at=datetime(2026, 2, 28, 23, 30, tzinfo=UTC))
    CommentFactory.create(post=post, submit_date=datetime(2026, 2, 28, 23, 40, tzinfo=UTC))
    before = client.get(post.get_absolute_url()).content
    client.force_login(editor)
    client.get("/admin/comments/comment/")
    preview = client.get(f"/admin/posts/post/{post.pk}/preview/").content.decode()
    assert "Feb. 28, 2026" in preview
    assert "March 1, 2026" not in preview
    assert client.get(post.get_absolute_url()).content == before
    assert timezone.get_current_timezone_name() == "UTC"


def test_everybody_in_the_admin_chooses_their_own(client: Client, author: User, editor: User) -> None:
    client.force_login(author)
    assert "Now it is March 1, 2026, 9 a.m. in UTC." in client.get(PAGE).content.decode()
    page = client.post(PAGE, {"time_zone": "Europe/Bucharest"}, follow=True).content.decode()
    assert "Now it is March 1, 2026, 11 a.m. in Europe/Bucharest." in page
    assert set(User.objects.values_list("email", "time_zone")) == {(author.email, "Europe/Bucharest"), (editor.email, "")}
    assert "Select a valid choice" in client.post(PAGE, {"time_zone": "Mars/Olympus"}).content.decode()
    client.post(PAGE, {"time_zone": ""})
    assert not User.objects.exclude(time_zone="").exists()


def test_it_is_a_page_of_the_admin_alone(client: Client, author: User) -> None:
    assert client.get(PAGE).status_code == 302
    User.objects.update(is_staff=False)
    client.force_login(author)
    assert client.post(PAGE, {"time_zone": "Europe/Bucharest"}).status_code == 302
    assert not User.objects.exclude(time_zone="").exists()


def test_an_owner_chooses_for_the_organization_and_it_is_recorded(
    client: Client, owner: User, organization: Organization
) -> None:
    client.force_login(owner)
    address = f"/admin/organizations/organization/{organization.pk}/change/"
    page = client.get(address)
    form = {name: value for name, value in page.context["adminform"].form.initial.items() if value is not None}
    row = organization.memberships.get()
    rows: dict[str, object] = {"memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 1}
    rows |= {"memberships-0-id": row.pk, "memberships-0-organization": organization.pk, "memberships-0-role": row.role}
    client.post(address, form | rows | {"time_zone": "Europe/Bucharest"})
    assert Organization.objects.get().time_zone == "Europe/Bucharest"
    assert Line.objects.get().after == {"time_zone": "Europe/Bucharest"}


def test_every_zone_that_is_offered_is_one() -> None:
    names = [name for _region, some in choices() for name, _words in some]
    assert names[0] == "UTC"
    assert {"Europe/Bucharest", "Asia/Ashgabat", "America/Argentina/Buenos_Aires"} < set(names)
    for name in names:
        check_zone(name)
    for wrong in ("", "Mars/Olympus", "../etc/passwd", "/etc/passwd"):
        with pytest.raises(ValidationError):
            check_zone(wrong)
