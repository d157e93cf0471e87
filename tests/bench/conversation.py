"""What a long thread costs against a short one: `make bench`, or `python -m tests.bench.conversation`.

Both are measured in one run, on an empty site made for it, so that the ratios mean the same on every machine. A page is
asked for through all middleware, compressed. With `DATABASE_URL` it runs in a test database of that server.
"""

import os
from datetime import timedelta
from http import HTTPStatus
from itertools import count

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.test import Client  # noqa: E402  # models need what stands above
from django.utils import timezone  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import track  # noqa: E402

from blog.comments.models import Comment, State  # noqa: E402
from blog.comments.people import Author  # noqa: E402
from blog.comments.services import post_comment, set_state  # noqa: E402
from blog.comments.thread import Order  # noqa: E402
from blog.organizations.models import Organization  # noqa: E402
from blog.posts.models import Post  # noqa: E402
from tests.bench.measuring import Action, Case, add_row, empty_database, new_table  # noqa: E402
from tests.bench.threads import Shape, branches, make_thread, make_users, roots  # noqa: E402

LONG, BRANCH = 5_000, 2_000
PAGE_QUERIES, PAGE_MILLISECONDS = 6, 50
REPLY_QUERIES, HIDING_QUERIES, LINK_QUERIES, FEED_QUERIES = 12, 10, 6, 3


class Conversation:
    """The threads, and what is done to them."""

    def __init__(self) -> None:
        self.organization = Organization.objects.create(name="Institute of Examples", slug="institute-of-examples")
        self.users = make_users(20)
        self.ten, self.fifty = self.make("ten", roots(10)), self.make("fifty", roots(50))
        self.wide, self.deep = self.make("wide", roots(LONG)), self.make("deep", branches(50, LONG // 50 - 1))
        self.twig, self.bough = self.make("twig", branches(1, 20)), self.make("bough", branches(1, BRANCH))

    def make(self, slug: str, shape: Shape) -> Post:
        """Store a thread in which some have signed in."""
        return make_thread(self.organization, slug, shape, users=self.users)

    def cases(self) -> list[Case]:
        """Return what is measured."""
        return [
            *(self.page(f"A page of 50 roots, {order.label.lower()}", self.wide, f"?order={order}") for order in Order),
            self.page("A page of 50 roots in the middle", self.wide, f"?replies={nth(self.wide, LONG // 2)}"),
            self.page("A page of 50 branches with 500 replies", self.deep),
            self.page("A page of one branch", self.deep, f"?branch={nth(self.deep, 0)}"),
            self.page(
                "A page of one branch of 2,000, at its end",
                self.bough,
                f"?branch={nth(self.bough, 0)}&replies={nth(self.bough, 1900)}",
            ),
            Case(name="The way of a permalink", small=follow(self.fifty), large=follow(self.wide), queries=LINK_QUERIES),
            Case(name="The feed of a post's replies", small=feed(self.fifty), large=feed(self.wide), queries=FEED_QUERIES),
            Case(name="Replying", small=reply(self.ten), large=reply(self.wide), queries=REPLY_QUERIES),
            Case(
                name="Hiding a branch of 20, of 2,000",
                small=hide(self.twig),
                large=hide(self.bough),
                queries=HIDING_QUERIES,
                rounds=7,
                undo=self.show_all,
            ),
        ]

    def page(self, name: str, post: Post, query: str = "") -> Case:
        """Return how a page of a long thread compares with the page of fifty comments."""
        small, large = get(self.fifty.get_absolute_url()), get(post.get_absolute_url() + query)
        return Case(name=name, small=small, large=large, queries=PAGE_QUERIES, milliseconds=PAGE_MILLISECONDS)

    def show_all(self) -> None:
        """Make public again what was hidden."""
        set_state(Comment.objects.filter(state=State.HELD), State.PUBLIC, by=None, at=timezone.now())


def nth(post: Post, index: int) -> int:
    """Return the number of a post's comment."""
    return int(Comment.objects.of_post(post).oldest_first().values_list("pk", flat=True)[index])


def get(address: str) -> Action:
    """Return the request for a page, which must be found."""
    client = Client(headers={"accept-encoding": "gzip"})

    def load() -> None:
        response = client.get(address)
        if response.status_code not in {HTTPStatus.OK, HTTPStatus.FOUND}:
            raise RuntimeError(f"{address} answers {response.status_code}")

    return load


def follow(post: Post) -> Action:
    """Return the request for the permalink of the last comment."""
    return get(f"/comments/{Comment.objects.of_post(post).latest_first()[0].pk}/")


def feed(post: Post) -> Action:
    """Return the request for the feed of a post's replies."""
    return get(f"{post.get_absolute_url()}comments/feed/")


def reply(post: Post) -> Action:
    """Return the writing of a reply to the first comment; an hour passes before each, so that no limit is reached."""
    (writer,) = make_users(1)
    author, to, hours = Author.of_user(writer, ip_address="192.0.2.1"), nth(post, 0), count()

    def write() -> None:
        hour = next(hours)
        moment = timezone.now() + timedelta(hours=hour)
        post_comment(post, by=author, text=f"What I think at {hour} o'clock.", reply_to=to, at=moment)

    return write


def hide(post: Post) -> Action:
    """Return the decision that takes a branch from the public."""
    root = nth(post, 0)
    return lambda: set_state(Comment.objects.numbered(root), State.HELD, by=None, at=timezone.now())


def main() -> None:
    """Print the table."""
    console = Console()
    with empty_database():
        with console.status("Making the threads …"):
            conversation = Conversation()
        table = new_table("A thread of 50 comments against one of 5,000", "50", "5,000")
        for case in track(conversation.cases(), "Measuring …", console=console, transient=True):
            add_row(table, case)
    console.print(table)


if __name__ == "__main__":
    main()
