"""What the database holds of every agreement, whoever writes it, and what two who write at once can do."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from blog.accounts.models import User
from blog.organizations.models import Organization
from blog.posts.fingerprint import fingerprint
from blog.posts.models import JointPublication, JointState, Post
from blog.posts.models.errors import AskedAlreadyError, NotJointAnyMoreError
from blog.posts.models.joint import LIVE
from blog.posts.services import joint
from tests.concurrency import AtOnce, at_once
from tests.factories import LONG_AGO, JointPublicationFactory, PostFactory

__all__ = ["at_once"]
NOW = LONG_AGO + timedelta(days=1)


def refuses(change: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


@pytest.mark.django_db
class TestConstraints:
    def test_an_organization_has_one_live_agreement_about_a_post_and_many_that_have_ended(self) -> None:
        first = JointPublicationFactory.create()
        same = {"post": first.post, "organization": first.organization}
        for state in LIVE:
            assert refuses(partial(JointPublicationFactory.create, **same, state=state)), state
        for state in (JointState.DECLINED, JointState.LEFT, JointState.LEFT):
            JointPublicationFactory.create(**same, state=state)

    def test_no_other_state_is_stored(self) -> None:
        assert refuses(lambda: JointPublicationFactory.create(state="unknown"))

    @pytest.mark.parametrize("state", [JointState.ACCEPTED, JointState.DECLINED, JointState.WITHDRAWN, JointState.LEFT])
    def test_what_was_decided_says_when(self, state: JointState) -> None:
        assert refuses(lambda: JointPublicationFactory.create(state=state, decided_at=None))

    @pytest.mark.parametrize("state", [JointState.PROPOSED, JointState.ASKED])
    def test_what_waits_was_not_decided(self, state: JointState) -> None:
        assert refuses(lambda: JointPublicationFactory.create(state=state, decided_at=LONG_AGO))


@pytest.mark.django_db
class TestTheCopiedDate:
    def test_it_follows_the_post_whatever_changes_it(self) -> None:
        agreement, other = JointPublicationFactory.create_batch(2)
        later = LONG_AGO + timedelta(days=5)
        Post.objects.filter(pk=agreement.post_id).update(published_at=later)
        assert JointPublication.objects.get(pk=agreement.pk).published_at == later
        with connection.cursor() as cursor:
            cursor.execute("UPDATE posts_post SET status = 'draft', published_at = NULL WHERE id = %s", [agreement.post_id])
        assert JointPublication.objects.get(pk=agreement.pk).published_at is None
        assert JointPublication.objects.get(pk=other.pk).published_at == LONG_AGO

    def test_whoever_asks_stores_the_one_that_holds(self, editor: User, organization: Organization, stranger: User) -> None:
        post = PostFactory.create(organization=organization)
        partner = stranger.organizations.get()
        assert joint.ask(post, partner, by=editor, at=NOW).published_at == post.published_at


class TestTwoAtOnce:
    def test_two_who_ask_ask_once(
        self,
        at_once: AtOnce,
        editor: User,
        organization: Organization,
        other_organization: Organization,
    ) -> None:
        post = PostFactory.create(organization=organization)
        raised = at_once([lambda: joint.ask(post, other_organization, by=editor, at=NOW)] * 3)
        assert [type(error) for error in raised] == [AskedAlreadyError] * 2
        assert JointPublication.objects.count() == 1

    def test_of_two_answers_one_counts(self, at_once: AtOnce, stranger: User) -> None:
        agreement = JointPublicationFactory.create(organization=stranger.organizations.get(), state=JointState.ASKED)
        version = fingerprint(agreement.post)
        raised = at_once(
            [
                lambda: joint.accept(agreement, version=version, by=stranger, at=NOW),
                lambda: joint.decline(agreement, by=stranger, at=NOW),
            ]
        )
        assert [type(error) for error in raised] == [NotJointAnyMoreError]
        assert JointPublication.objects.get().state in {JointState.ACCEPTED, JointState.DECLINED}
