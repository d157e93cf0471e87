"""What the API tells of what is public: whole, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from blog.comments.models import Comment, State
from blog.comments.services import set_state
from blog.media.models import OrganizationLook
from blog.media.services import add_image
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.blog.media.pictures import emblem, photo
from tests.factories import LONG_AGO, CommentFactory, OrganizationFactory, PostFactory

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


def read(client: Client, address: str, **parameters: Any) -> Any:
    response = client.get(address, parameters)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def slugs(client: Client, **parameters: Any) -> list[str]:
    return [post["slug"] for post in read(client, "/api/posts/", **parameters)["results"]]


def test_a_post_is_told_whole(client: Client, post: Post) -> None:
    found = read(client, "/api/posts/a-post/")
    assert found["id"] == post.pk
    assert (found["title"], found["excerpt"], found["byline"]) == ("A <post> & more", "What it is about", "Reader One")
    assert (found["language"], found["published_at"], found["is_featured"]) == ("ro", "2017-08-10T10:00:00Z", True)
    assert found["url"] == f"{SITE}/ro/posts/a-post/"
    assert found["comments_url"] == f"{SITE}/api/posts/a-post/comments/"
    assert f'<a href="{SITE}/posts/other/">' in found["content_html"]
    assert found["organization"]["api_url"] == f"{SITE}/api/organizations/institute-of-examples/"
    assert [term["name"] for term in found["categories"]] == ["News"]
    assert [term["name"] for term in found["tags"]] == ["Trade", "Что"]
    cover = found["cover"]
    assert (cover["description"], cover["media_type"]) == ("A harbour", "image/jpeg")
    assert client.get(cover["url"]).status_code == 200


def test_every_address_that_is_told_answers(client: Client, post: Post) -> None:  # noqa: ARG001  # what is told of
    told: set[str] = set()

    def collect(part: Any) -> None:
        for name, value in part.items() if isinstance(part, dict) else enumerate(part):
            if isinstance(value, dict | list):
                collect(value)
            elif str(name).endswith(("url", "next", "previous")) and value:
                told.add(value)

    for address in ("/api/posts/?page_size=1", "/api/posts/a-post/", "/api/posts/a-post/comments/", "/api/organizations/"):
        collect(read(client, address))
    for address in ("/api/categories/", "/api/tags/", "/api/search/?q=words&page_size=1"):
        collect(read(client, address))
    assert len(told) > 15
    assert [address for address in told if client.get(address).status_code not in {200, 302}] == []


def test_a_date_that_nobody_knows_is_null(client: Client, post: Post) -> None:  # noqa: ARG001  # beside it
    assert read(client, "/api/posts/other/")["published_at"] is None


def test_what_is_not_public_is_nowhere(client: Client, post: Post) -> None:  # noqa: ARG001  # as above
    later = LONG_AGO.replace(year=2100)
    PostFactory.create(slug="planned", status="scheduled", published_at=later, first_published_at=later)
    PostFactory.create(slug="expired", expires_at=LONG_AGO + timedelta(days=1))
    PostFactory.create(slug="trashed", trashed_at=LONG_AGO)
    assert slugs(client) == ["a-post", "other"]
    answers = {slug: client.get(f"/api/posts/{slug}/") for slug in ("draft", "planned", "expired", "withdrawn", "trashed")}
    assert {slug: response.status_code for slug, response in answers.items()} == {
        "draft": 404,
        "planned": 404,
        "expired": 410,
        "withdrawn": 410,
        "trashed": 410,
    }
    assert client.get("/api/posts/draft/comments/").status_code == 404
    assert client.get("/api/posts/expired/comments/").status_code == 410


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["a-post", "other"]),
        ({"organization": "institute-of-examples"}, ["a-post"]),
        ({"category": "news"}, ["a-post"]),
        ({"tag": "что"}, ["a-post"]),
        ({"language": "ro"}, ["a-post"]),
        ({"language": "en"}, ["other"]),
        ({"year": 2017}, ["a-post", "other"]),
        ({"year": 2018}, []),
        ({"month": "2017-08"}, ["a-post", "other"]),
        ({"month": "2017-09"}, []),
        ({"year": 2018, "month": "2017-08"}, []),
        ({"featured": "true"}, ["a-post"]),
        ({"featured": "false"}, ["other"]),
        ({"organization": "institute-of-examples", "category": "news", "tag": "trade", "language": "ro"}, ["a-post"]),
        ({"organization": "institute-of-examples", "language": "en"}, []),
    ],
)
@pytest.mark.usefixtures("post")
def test_every_filter_leaves_its_posts_alone(client: Client, parameters: dict[str, object], expected: list[str]) -> None:
    assert slugs(client, **parameters) == expected


def test_an_organization_is_told_with_its_description(client: Client, post: Post, organization: Organization) -> None:  # noqa: ARG001
    found = read(client, "/api/organizations/institute-of-examples/")
    assert (found["name"], found["short_name"], found["country"]) == ("Institute of Examples", "IoE", "RO")
    assert (found["founded_year"], found["website"]) == (1987, "https://example.org/")
    assert found["description_html"] == "<p>It makes examples.</p>"
    assert found["url"] == SITE + organization.get_absolute_url()
    assert slugs(client, organization=found["slug"]) == ["a-post"]


def test_an_organization_is_told_with_its_logo_and_cover(client: Client, organization: Organization) -> None:
    address = "/api/organizations/institute-of-examples/"
    assert (read(client, address)["logo"], read(client, address)["cover"]) == (None, None)
    logo, cover = (add_image(content, organization=organization) for content in (emblem(), photo(1600, 400)))
    OrganizationLook.objects.create(organization=organization, logo=logo, cover=cover, cover_alt="Our house")
    found = read(client, address)
    assert (found["logo"]["media_type"], found["cover"]["description"]) == ("image/png", "Our house")
    assert [client.get(found[name]["url"]).status_code for name in ("logo", "cover")] == [200, 200]
    assert {name: entry[name] for entry in read(client, "/api/organizations/")["results"] for name in ("logo", "cover")} == {
        name: found[name] for name in ("logo", "cover")
    }


def test_a_post_names_its_public_versions_in_other_languages(client: Client, post: Post) -> None:
    assert read(client, "/api/posts/a-post/")["translations"] == []
    Post.objects.numbered([post.pk]).update(original=post)
    PostFactory.create(language="ru", original=post, outdated_at=LONG_AGO, slug="russian", title="Запись")
    PostFactory.create(language="tk", original=post, status="draft", first_published_at=None, published_at=None)
    found = read(client, "/api/posts/a-post/")
    assert (found["is_outdated"], found["translations"]) == (
        False,
        [
            {
                "language": "ru",
                "title": "Запись",
                "is_original": False,
                "is_outdated": True,
                "url": f"{SITE}/ru/posts/russian/",
                "api_url": f"{SITE}/api/posts/russian/",
            }
        ],
    )
    other = read(client, "/api/posts/russian/")
    assert other["is_outdated"]
    assert [(version["language"], version["is_original"]) for version in other["translations"]] == [("ro", True)]


def test_replies_are_told_in_the_order_in_which_they_came(client: Client, post: Post) -> None:  # noqa: ARG001  # theirs
    first, second = read(client, "/api/posts/a-post/comments/")["results"]
    assert (first["author_name"], first["author_website"]) == ("The Guest", "https://guest.example.org/")
    assert (first["in_reply_to"], second["in_reply_to"]) == (None, first["id"])
    assert (second["author_name"], second["content_html"]) == ("The Member", "<p>A reply.</p>")
    assert first["url"] == f"{SITE}/comments/{first['id']}/"


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.REMOVED])
def test_a_reply_that_is_not_public_is_not_told(client: Client, post: Post, state: State) -> None:
    hidden = CommentFactory.create(post=post, comment="Hidden words.")
    set_state(Comment.objects.numbered(hidden.pk), state, by=None, at=LONG_AGO)
    assert len(read(client, "/api/posts/a-post/comments/")["results"]) == 2


def test_a_search_finds_posts_and_organizations(client: Client, post: Post) -> None:  # noqa: ARG001  # it is found
    found = read(client, "/api/search/", q="words")
    assert [(result["slug"], result["snippet_html"]) for result in found["results"]] == [
        ("a-post", "<mark>Words</mark> of another post.")
    ]
    assert [body["slug"] for body in read(client, "/api/search/", q="institute ex")["organizations"]] == [
        "institute-of-examples"
    ]
    assert read(client, "/api/search/", q="wodrs")["suggestion"] == "words"
    assert read(client, "/api/search/", q="words", tag="trade", language="ro", year=2017)["results"] != []
    assert read(client, "/api/search/", q="words", language="en")["results"] == []


@pytest.mark.parametrize(
    ("address", "parameters"),
    [
        ("/api/posts/", {}),
        ("/api/posts/", {"language": "en", "year": 2017}),
        ("/api/organizations/", {}),
        ("/api/tags/", {}),
        ("/api/posts/many/comments/", {}),
        ("/api/search/", {"q": "harvest"}),
    ],
)
def test_parts_follow_one_another_without_a_gap_or_a_repetition(
    client: Client, address: str, parameters: dict[str, object]
) -> None:
    many = PostFactory.create(slug="many", title="Harvest")
    CommentFactory.create_batch(7, post=many)
    PostFactory.create_batch(6, title="Harvest", organization=OrganizationFactory.create())
    OrganizationFactory.create_batch(3)
    whole = read(client, address, **parameters)["results"]
    seen: list[Any] = []
    following, parts = read(client, address, page_size=2, **parameters), []
    while True:
        parts.append(following["results"])
        seen += following["results"]
        if following["next"] is None:
            break
        following = read(client, following["next"])
    assert seen == whole
    if "previous" in following:
        for expected in reversed(parts[:-1]):
            following = read(client, following["previous"])
            assert following["results"] == expected
        assert following["previous"] is None


def test_a_post_whose_address_has_changed_is_found_under_the_old_one(client: Client, post: Post) -> None:
    from blog.redirects.services import move, retire  # noqa: PLC0415

    move(old_path="/posts/old/", new_path="/posts/a-post/")
    for below in ("", "comments/"):
        response = client.get(f"/api/posts/old/{below}?page_size=2")
        assert (response.status_code, response["Location"]) == (301, f"/api/posts/{post.slug}/{below}?page_size=2")
        assert response["Access-Control-Allow-Origin"] == "*"
    retire("/organizations/gone/")
    assert client.get("/api/organizations/gone/").status_code == 410
