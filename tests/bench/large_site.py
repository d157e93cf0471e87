"""A site of any number of posts, comments and organizations, made in a stream. The same seed makes the same site.

Posts are as on a real site: most are public, each newer one has the higher number, the first organizations, categories and
tags have more of them than the last, and some have many comments. Each has its author, its revisions, related posts and
likes; some were imported, renamed, expired, archived or lie in the trash.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from random import Random

from blog.accounts.models import User
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from blog.posts.models import Category, Post, Series, SeriesPart, Tag
from tests.bench.beside import Beside
from tests.bench.large_posts import MOST_TAGS, Posts
from tests.bench.large_threads import Threads
from tests.bench.loading import Row, batches, count_rows, in_bulk, number_anew, store_all, without_indexes, without_triggers
from tests.bench.words import Vocabulary

FIRST_DAY = datetime(2012, 1, 1, tzinfo=UTC)
DAYS = 14 * 365
SEED = 1
CATEGORIES, TAGS, READERS, SERIES_PARTS = 12, 200, 1_000, 10
ROLES = (Role.OWNER, Role.EDITOR, Role.AUTHOR)


class LargeSite:
    """The rows of a site. `grow` stores them; afterwards the search index and the record of changes are whole."""

    def __init__(self, seed: int = SEED, *, organizations: int = 50, comments_a_post: float = 0) -> None:
        self.random = Random(seed)  # noqa: S311  # the same words each time
        vocabulary = Vocabulary(self.random)
        self.words, self.count, self.comments, self.rows = vocabulary.words, 0, 0, 0
        self.organizations = Organization.objects.bulk_create(
            [Organization(name=f"Institute {number}", slug=f"institute-{number}") for number in range(organizations)]
        )
        self.categories = Category.objects.bulk_create(
            [Category(name=f"Section {n}", slug=f"section-{n}") for n in range(CATEGORIES)]
        )
        self.tags = Tag.objects.bulk_create([Tag(name=f"Subject {n}", slug=f"subject-{n}") for n in range(TAGS)])
        self.authors = self._make_people()
        readers = User.objects.bulk_create([User(email=f"r{n}@example.org", name=f"Reader {n}") for n in range(READERS)])
        users = range(readers[0].pk, readers[-1].pk + 1)
        self.threads = Threads(self.random, vocabulary, users, comments_a_post=comments_a_post)
        self.posts = Posts(self.random, vocabulary, self.threads)
        self._making = Beside(self._make)

    def _make_people(self) -> dict[int, int]:
        """Store an owner, an editor and an author of each organization; return who writes for which."""
        people = [(organization, role) for organization in self.organizations for role in ROLES]
        users = User.objects.bulk_create([_person(organization, role) for organization, role in people])
        Membership.objects.bulk_create(
            Membership(organization=organization, role=role, user=user)
            for (organization, role), user in zip(people, users, strict=True)
        )
        return {organization.pk: user.pk for (organization, _role), user in zip(people, users, strict=True)}

    def grow(self, count: int) -> Iterator[int]:
        """Store posts until there are so many, yielding after each batch how many there are; the new ones span all years."""
        first, tables = self.count, self.posts.tables
        with without_triggers(), in_bulk(), nullcontext() if first else without_indexes(rows.model for rows in tables):
            for number, made in self._making(first, count):
                store_all(zip(tables, made, strict=True))
                self.rows += sum(map(len, made))
                self.comments += len(made[tables.index(self.threads.own)])
                self.count = number
                yield number
            number_anew(*(rows.model for rows in tables))
            if not first:
                self._make_series()
        count_rows()

    def _make(self, first: int, count: int) -> Iterator[tuple[int, list[list[Row]]]]:
        """Yield the rows of all tables for some posts at a time, and how many posts there are then."""
        step = timedelta(days=DAYS) / max(1, count - first)
        for numbers in batches(range(first + 1, count + 1)):
            for number in numbers:
                self._add(number, FIRST_DAY + (number - first - self.random.random()) * step)
            yield numbers[-1], [rows.take() for rows in self.posts.tables]

    def _add(self, number: int, at: datetime) -> None:
        organization = self._one(self.organizations).pk
        tags = {self._one(self.tags).pk for _ in range(int(self.random.random() * (MOST_TAGS + 1)))}
        self.posts.add(
            number,
            at,
            organization=organization,
            author=self.authors[organization],
            categories=[self._one(self.categories).pk],
            tags=sorted(tags),
        )

    def _one[ItemT](self, items: list[ItemT]) -> ItemT:
        return items[int(len(items) * self.random.random() ** 2)]  # the first ones have more posts

    def _make_series(self) -> None:
        """Store a series of some posts of the greatest organization."""
        series = Series.objects.create(organization=self.organizations[0], title="A series", slug="a-series")
        parts = Post.objects.published().of(self.organizations[0]).order_by("pk")[:SERIES_PARTS]
        SeriesPart.objects.bulk_create(
            SeriesPart(series=series, post=post, position=position) for position, post in enumerate(parts, start=1)
        )


def _person(organization: Organization, role: Role) -> User:
    return User(email=f"{role.value}@{organization.slug}.example.org", name="An editor", is_staff=True)
