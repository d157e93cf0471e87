"""The rules applied to a post: what it brings, and where its links on this site lead."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.accounts.models import User
from blog.desk.checklist.looking import broken_links, look_at
from blog.desk.checklist.rules import Rule
from blog.desk.services.checklist import require_checks
from blog.media.services import add_image
from blog.organizations.models import Organization
from blog.posts.models import Status
from blog.redirects import services as redirects
from tests.blog.desk.post_form import filled_in
from tests.blog.media.pictures import photo
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


def test_of_a_cover_the_own_words_count_then_those_of_the_shelf(organization: Organization) -> None:
    image = add_image(photo(30, 20), organization=organization, alt="IMG_2041")
    post = PostFactory.create(organization=organization, cover=image)

    def is_found() -> bool:
        return Rule.COVER_TEXT in {finding.rule for finding in look_at(post)}

    assert is_found()
    post.cover_alt = "Ships in the harbour"
    assert not is_found()
    post.cover_alt, post.cover_is_decorative = "", True
    assert not is_found()
    post.cover_is_decorative, post.cover = False, None
    assert not is_found()


def test_the_checklist_of_a_form_looks_at_its_cover(client: Client, editor: User, organization: Organization) -> None:
    image = add_image(photo(30, 20), organization=organization)
    client.force_login(editor)
    words = "The cover has no text for those who do not see it."
    cases: list[tuple[dict[str, object], bool]] = [
        ({"cover": image.pk}, True),
        ({"cover": image.pk, "cover_alt": "Ships"}, False),
        ({"cover": image.pk, "cover_is_decorative": "on"}, False),
        ({"cover": "", "cover_alt": ""}, False),
        ({"cover": "4711"}, False),
        ({"cover": "x"}, False),
    ]
    for typed, is_expected in cases:
        page = client.post("/admin/posts/post/checklist/", typed | {"title": "A", "organization": organization.pk})
        assert (words in page.content.decode()) == is_expected, typed
    post = PostFactory.create(organization=organization, cover=image)
    assert words in client.get(f"/admin/posts/post/{post.pk}/change/").content.decode()


def test_a_required_text_of_the_cover_stops_publishing(client: Client, editor: User, organization: Organization) -> None:
    image = add_image(photo(30, 20), organization=organization)
    require_checks(organization, [Rule.COVER_TEXT])
    client.force_login(editor)
    form = filled_in(organization, status=Status.PUBLISHED, cover=image.pk, cover_alt="", cover_caption="")
    page = client.post("/admin/posts/post/add/", form).content.decode()
    assert "Not published yet" in page
    post = PostFactory.create(organization=organization, cover=image)
    form |= {"cover": "", "title": "Without a cover", "version": "0"}
    client.post(f"/admin/posts/post/{post.pk}/change/", form | {"slug": post.slug})
    post.refresh_from_db()
    assert (post.cover, post.title) == (None, "Without a cover")
