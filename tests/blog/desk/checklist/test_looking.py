"""The rules applied to a post: what it brings, and where its links on this site lead."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.desk.checklist.looking import broken_links, look_at
from blog.desk.checklist.rules import Rule
from blog.organizations.models import Organization
from blog.posts.models import Status
from blog.redirects import services as redirects
from tests.factories import CategoryFactory, PostFactory, TagFactory

pytestmark = pytest.mark.django_db


def test_links_on_this_site_are_looked_up_by_one_query(organization: Organization) -> None:
    PostFactory.create(slug="public")
    PostFactory.create(slug="draft", status=Status.DRAFT)
    CategoryFactory.create(slug="economy")
    TagFactory.create(slug="статистика")
    redirects.move(old_path="/posts/was/", new_path="/posts/public/")
    redirects.retire("/posts/retired/")
    good = {
        "/",
        "/archive/2017/",
        "/feed/",
        "/posts/public/",
        "/posts/public/#section-a",
        "/posts/public/?from=mail",
        "/posts/was/",
        "/categories/economy/",
        "/tags/статистика/",
        "/tags/%D1%81%D1%82%D0%B0%D1%82%D0%B8%D1%81%D1%82%D0%B8%D0%BA%D0%B0/",
        organization.get_absolute_url(),
        "http://testserver/posts/public/",
        "https://example.org/posts/gone/",
        "//example.org/posts/gone/",
        "mailto:a@example.org",
        "#below",
        "https://[broken",
        "/media/a.pdf",
    }
    bad = {
        "/posts/gone/",
        "/posts/draft/",
        "/posts/retired/",
        "/no-such-page/",
        "/categories/public/",
        "http://testserver/tags/x/",
    }
    with CaptureQueriesContext(connection) as queries:
        assert broken_links(good | bad) == bad
    assert len(queries) == 1


def test_without_links_nothing_is_asked() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert broken_links({"https://example.org/", "/archive/"}) == frozenset()
    assert len(queries) == 0


def test_a_post_is_looked_at_with_what_search_engines_are_told(organization: Organization) -> None:
    post = PostFactory.create(
        organization=organization,
        title="x",
        seo_title="A title for search engines",
        summary="A summary that is long enough to be shown whole by everybody.",
        body="<p>The IoE met. See <a href='/posts/gone/'>the report of May</a>.</p>",
    )
    assert [finding.rule for finding in look_at(post)] == [Rule.BROKEN_LINKS]
    post.summary = post.seo_title = ""
    assert [finding.rule for finding in look_at(post)] == [Rule.TITLE, Rule.DESCRIPTION, Rule.BROKEN_LINKS]
