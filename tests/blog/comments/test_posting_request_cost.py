"""What sending a reply costs as a whole: the request of a signed-in person, with the task that follows it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from blog.accounts.models import User
from blog.organizations.models import CommentPolicy, Organization
from blog.posts.models import Post
from tests.blog.comments.samples import Fields, thread

pytestmark = pytest.mark.django_db
ABOUT_TRANSACTIONS = ("SAVEPOINT", "RELEASE SAVEPOINT")


@pytest.mark.parametrize("length", [1, 200])
@pytest.mark.parametrize("policy", [CommentPolicy.OPEN, CommentPolicy.ALL_HELD])
def test_replying_to_a_comment_costs_the_same_in_every_thread(  # noqa: PLR0917
    client: Client,
    post: Post,
    reader: User,
    form_of: Callable[..., Fields],
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    length: int,
    policy: CommentPolicy,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    root = thread(post, [None] * length)[0]
    client.force_login(reader)
    form = form_of(client, f"/posts/a-post/reply/?to={root.pk}", comment="Well said.")
    Organization.objects.update(comment_policy=policy)
    with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
        assert client.post("/posts/a-post/reply/", form).status_code == 302
    asked = [query for query in queries.captured_queries if not query["sql"].startswith(ABOUT_TRANSACTIONS)]
    who_asks, the_post, in_the_service, task = 2, 1, 8, 1
    moderator_or_not = {CommentPolicy.OPEN: 0, CommentPolicy.ALL_HELD: 1}[policy]
    assert len(asked) == who_asks + the_post + in_the_service + moderator_or_not + task
