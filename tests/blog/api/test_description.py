"""What the API says of itself is what it does: Schemathesis asks whatever the description allows, and more."""

import json
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, settings

from blog.api.description import written
from blog.posts.models import Post
from tests.cms.pagecache.asking import keeping_the_connection

pytestmark = pytest.mark.django_db


described = schemathesis.openapi.from_dict(json.loads(written("json")))
described.app = WSGIHandler()


@described.parametrize()
@settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_answer_contradicts_the_description(post: Post, case: Any) -> None:  # noqa: ARG001  # the site holds something
    with keeping_the_connection():
        case.call_and_validate(headers={"Accept-Encoding": "identity"})  # its client unpacks nothing
