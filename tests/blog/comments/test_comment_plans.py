"""What moderators see of the comments of their organizations is read from indexes, however many comments there are."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.services import add_imported_comments
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from tests.bench.looking import Looked, looking
from tests.blog.comments.samples import NOW, Item
from tests.factories import MembershipFactory, PostFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans tables that are as small as in tests"),
]
SIZES = (1_000, 2_000)  # replies to a post of either organization
MOST = 1.1  # times as much for twice as many
PAGES = [
    *("/admin/comments/comment/", "/admin/comments/comment/?state=spam"),
    *(f"/admin/comments/comment/queue/?tab={tab}" for tab in ("held", "reported", "spam", "recent")),
    "/admin/comments/comment/queue/?before=800",
]
# Of every hundred, some wait or were put away: more than a page of each, and fewer than are counted.
WAITING: dict[str, dict[str, str | int]] = {
    "held": {"state": State.HELD},
    "reported": {"open_reports": 1},
    "spam": {"state": State.SPAM},
}
SOME = 40

type Fill = Callable[[int], None]


@pytest.fixture
def fill(organization: Organization, other_organization: Organization) -> Fill:
    """Give either organization so many replies: some newer and some older than those of the other."""
    posts = PostFactory.create(organization=organization), PostFactory.create(organization=other_organization)

    def add(rows: int) -> None:
        Comment.objects.all().delete()
        for _half in range(2):
            for post in posts:
                add_imported_comments(post, [Item(text=f"Words {number}") for number in range(rows // 2)], at=NOW)
        for post in posts:
            numbers = list(Comment.objects.of_post(post).oldest_first().values_list("pk", flat=True))
            for first, columns in enumerate(WAITING.values()):
                Comment.objects.filter(pk__in=numbers[first :: rows // SOME]).update(is_shown=False, **columns)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    return add


def read(client: Client, address: str) -> Looked:
    client.get(address)
    with looking({"comments_comment", "django_comments"}) as found:
        assert client.get(address).status_code == 200
    return found


def costs(client: Client, fill: Fill) -> dict[str, list[int]]:
    costs: dict[str, list[int]] = {address: [] for address in PAGES}
    for rows in SIZES:
        fill(rows)
        for address, taken in costs.items():
            found = read(client, address)
            assert found.faults == [], address
            taken.append(found.read)
    return costs


@pytest.mark.parametrize("organizations", [1, 2])
def test_a_moderator_s_pages_read_the_same_at_any_size(
    client: Client, moderator: User, other_organization: Organization, fill: Fill, organizations: int
) -> None:
    if organizations > 1:
        MembershipFactory.create(user=moderator, organization=other_organization, role=Role.MODERATOR)
    client.force_login(moderator)
    grown = {address: (few, many) for address, (few, many) in costs(client, fill).items() if many > few * MOST}
    assert grown == {}
