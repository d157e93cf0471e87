"""What the desk costs an editor on a site of 100,000 posts and 500 organizations: `python -m tests.bench.desk [POSTS]`.

The small site is an editor's whose organization has ten posts, the large one that of an editor with a fifth of all posts.
"""

import os
import sys
from functools import partial
from http import HTTPStatus

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.db import connection  # noqa: E402  # models are there once Django is set up
from django.test import Client  # noqa: E402
from rich.console import Console  # noqa: E402

from blog.accounts.models import User  # noqa: E402
from blog.organizations.models import Membership, Organization  # noqa: E402
from blog.organizations.roles import Role  # noqa: E402
from blog.posts.models import Post, Status  # noqa: E402
from tests.bench.large_site import FIRST_DAY  # noqa: E402
from tests.bench.loading import ROWS_A_STATEMENT  # noqa: E402
from tests.bench.measuring import Case, add_row, empty_database, new_table  # noqa: E402
from tests.bench.threads import make_users  # noqa: E402

POSTS, ORGANIZATIONS, LARGE_SHARE, FEW = 100_000, 500, 5, 10
PAGES = {
    "The list": ("/admin/posts/post/", 12),
    "What is scheduled": ("/admin/posts/post/?state=scheduled", 12),
    "The form of a new post": ("/admin/posts/post/add/", 30),
    "The start page": ("/admin/", 17),
}


def fill(count: int) -> list[Organization]:
    """Store the site: one post in five of the first organization, ten of the last, the others of all between."""
    names = [Organization(name=f"Institute {number}", slug=f"institute-{number}") for number in range(ORGANIZATIONS)]
    stored = Organization.objects.bulk_create(names)
    first, between, last = stored[0], stored[1:-1], stored[-1]
    dates = {"status": Status.PUBLISHED, "published_at": FIRST_DAY, "first_published_at": FIRST_DAY}
    for start in range(0, count, ROWS_A_STATEMENT):
        numbers = range(start, min(count, start + ROWS_A_STATEMENT))
        owners = {n: last if n < FEW else between[n % len(between)] if n % LARGE_SHARE else first for n in numbers}
        Post.objects.bulk_create(
            Post(organization=owners[n], title=f"Post {n}", slug=f"post-{n}", body="<p>A text.</p>", **dates) for n in numbers
        )
    return [last, first]


def open_page(client: Client, address: str) -> None:
    """Load a page, which is there."""
    if client.get(address).status_code != HTTPStatus.OK:
        raise AssertionError(address)


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if sys.argv[1:] else POSTS
    with empty_database():
        clients = []
        for organization, user in zip(fill(count), make_users(2), strict=True):
            Membership.objects.create(organization=organization, user=user, role=Role.EDITOR)
            User.objects.filter(pk=user.pk).update(is_staff=True)
            client = Client()
            client.force_login(user)
            clients.append(client)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database does by itself after a while
        table = new_table(f"The desk, {count:,} posts, {connection.vendor}", "few", "many")
        for name, (address, bar) in PAGES.items():
            small, large = (partial(open_page, client, address) for client in clients)
            add_row(table, Case(name=name, small=small, large=large, queries=bar, rounds=11))
        Console().print(table)


if __name__ == "__main__":
    main()
