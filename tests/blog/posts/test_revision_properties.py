"""Whatever is done to a post in whatever order: addresses go on answering, and what is stored agrees with itself."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.organizations.models import Organization
from blog.posts import services
from blog.posts.content import Json, content_of
from blog.posts.models import Post, RevisionKind, Status
from blog.posts.models.errors import PostError
from blog.posts.services import Record
from tests.factories import OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
SLUGS = ("a", "b", "c")


class World:
    """A post with two organizations to stand in, and every address of it that was public once."""

    def __init__(self) -> None:
        self.organizations: list[Organization] = OrganizationFactory.create_batch(2)
        self.post = PostFactory.create(organization=self.organizations[0], slug="a", status=Status.DRAFT)
        self.now, self.public = START, set[str]()

    def stored(self) -> Post:
        return Post.objects.get(pk=self.post.pk)

    def give(self, status: Status) -> None:
        post = self.stored()
        post.status = status
        services.save_post(post, by=None, at=self.now)
        services.record_status(post, RevisionKind.SAVED, by=None, at=self.now)

    def rename(self, number: int) -> None:
        self.keep(slug=SLUGS[number])

    def move(self, number: int) -> None:
        post = self.stored()
        post.organization = self.organizations[number % 2]
        services.save_post(post, by=None, at=self.now)
        services.record_revision(post, by=None, at=self.now, record=Record())

    def keep(self, **changes: Json) -> None:
        post = self.stored()
        services.save_revision(post, content_of(post) | changes, by=None, at=self.now)

    def publish(self) -> None:
        post = self.stored()
        if post.revision_number:
            services.publish_newest(post, by=None, at=self.now)
        else:
            self.give(Status.PUBLISHED)

    def restore(self, number: int, *, is_at_once: bool) -> None:
        revision = self.stored().revisions.order_by("number").last()
        if revision is not None:
            older = self.post.revisions.get(number=1 + number % revision.number)
            services.restore_revision(older, by=None, at=self.now, is_at_once=is_at_once)

    def check(self, client: Client) -> None:
        post = self.stored()
        post.validate_constraints()
        assert list(post.revisions.order_by("number").values_list("number", flat=True)) == [*range(1, post.revision_number + 1)]
        newest = post.revisions.filter(number=post.revision_number).first()
        if newest is not None and not post.has_unpublished_changes:
            assert newest.content == content_of(post)
        with time_machine.travel(self.now, tick=False):
            if Post.objects.published(self.now).filter(pk=post.pk).exists():
                self.public.add(post.get_absolute_url())
            for address in self.public:
                response = client.get(address, follow=True)
                assert response.status_code in {200, 410}, address
                assert len(response.redirect_chain) <= 1, "no chains"


ACTS: dict[str, Callable[[World, int], object]] = {
    "publish": lambda world, _number: world.publish(),
    "publish as it stands": lambda world, _number: world.give(Status.PUBLISHED),
    "return to draft": lambda world, _number: world.give(Status.DRAFT),
    "archive": lambda world, _number: world.give(Status.ARCHIVED),
    "rename in a version": lambda world, number: world.rename(number),
    "move": lambda world, number: world.move(number),
    "restore": lambda world, number: world.restore(number, is_at_once=False),
    "restore at once": lambda world, number: world.restore(number, is_at_once=True),
    "discard": lambda world, _number: services.discard_changes(world.stored(), by=None, at=world.now),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 2)), max_size=12))
def test_in_any_order_every_address_answers_and_every_constraint_holds(client: Client, acts: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        world = World()
        for name, number in acts:
            world.now += timedelta(hours=1)
            with suppress(PostError), transaction.atomic():  # what is refused changes nothing
                ACTS[name](world, number)
            world.check(client)
        transaction.set_rollback(True)
