"""Where posts come from, in admin: each line of a document beside what became of it."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from blog.accounts.models import User
from blog.imports.admin import LABELS, LINES_A_PAGE
from blog.imports.document import LineRole
from blog.imports.models import ImportedDocument
from blog.organizations.models import Organization
from blog.posts.models import Post
from tests.factories import LONG_AGO, PostFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/imports/importeddocument/"


def record(organization: Organization | None, post: Post | None = None, count: int = 1, **fields: Any) -> ImportedDocument:
    number = ImportedDocument.objects.count()
    source = [
        {"number": line, "text": f"Line {line}.", "role": "body", "became": f"paragraph {line}"} for line in range(1, count + 1)
    ]
    defaults = {
        "source": "file",
        "source_id": f"{number}.txt",
        "lines": source,
        "imported_at": LONG_AGO,
        "updated_at": LONG_AGO,
    }
    return ImportedDocument.objects.create(organization=organization, post=post, **(defaults | fields))


def page_of(client: Client, user: User, document: ImportedDocument, query: str = "") -> str:
    client.force_login(user)
    return client.get(f"{LIST}{document.pk}/change/{query}").content.decode()


def test_every_role_of_a_line_has_a_name_for_people() -> None:
    assert set(LABELS) == set(LineRole)


def test_a_line_stands_beside_its_role_and_what_became_of_it(client: Client, editor: User, organization: Organization) -> None:
    page = page_of(client, editor, record(organization))
    assert "Line 1." in page
    assert '<span class="gz-role">Text</span>' in page
    assert "paragraph 1" in page


def test_a_role_that_came_later_is_shown_by_its_own_name(client: Client, editor: User, organization: Organization) -> None:
    line = {"number": 1, "text": "x", "role": "footnote", "became": ""}
    assert "footnote" in page_of(client, editor, record(organization, lines=[line]))


def test_the_text_of_a_source_is_shown_as_text(client: Client, editor: User, organization: Organization) -> None:
    line = {"number": 1, "text": "<script>x()</script>", "role": "unknown", "became": ""}
    assert "<script>x()" not in page_of(client, editor, record(organization, lines=[line]))


def test_what_the_page_offered_and_the_warnings_are_told(client: Client, editor: User, organization: Organization) -> None:
    offers: dict[str, Any] = {
        "offers_replies": True,
        "offers_likes": True,
        "identity_services": ["Google"],
        "warnings": ["Mind the gap"],
    }
    page = page_of(client, editor, record(organization, **offers))
    assert all(text in page for text in ("replies", "likes", "signing in with Google", "Mind the gap"))


def test_a_long_document_is_shown_page_by_page(client: Client, editor: User, organization: Organization) -> None:
    document = record(organization, None, LINES_A_PAGE + 1)
    assert f"Line {LINES_A_PAGE + 1}." not in page_of(client, editor, document)
    assert f"Line {LINES_A_PAGE + 1}." in page_of(client, editor, document, "?p=2")


def test_it_leads_to_the_post_that_was_made_of_it(client: Client, editor: User, organization: Organization) -> None:
    post = PostFactory.create(organization=organization)
    assert f'href="/admin/posts/post/{post.pk}/change/"' in page_of(client, editor, record(organization, post))


def test_the_document_of_a_post_belongs_to_who_publishes_the_post_now(
    client: Client, editor: User, stranger: User, organization: Organization, other_organization: Organization
) -> None:
    document = record(organization, PostFactory.create(organization=other_organization))
    client.force_login(stranger)
    assert client.get(f"{LIST}{document.pk}/change/").status_code == 200
    client.force_login(editor)
    assert client.get(f"{LIST}{document.pk}/change/").status_code == 302


def test_a_document_of_no_organization_is_for_superusers(client: Client, editor: User, superuser: User) -> None:
    document = record(None)
    client.force_login(editor)
    assert client.get(f"{LIST}{document.pk}/change/").status_code == 302
    assert document.source_id in page_of(client, superuser, document)


@pytest.mark.parametrize("verb", ["add", "{}/delete"])
def test_records_are_read_and_nothing_else(client: Client, superuser: User, organization: Organization, verb: str) -> None:
    document = record(organization)
    client.force_login(superuser)
    assert client.post(f"{LIST}{verb.format(document.pk)}/", {"post": "yes"}).status_code == 404
    assert client.post(f"{LIST}{document.pk}/change/", {"source_id": "other"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_costs_the_same_queries_at_any_length(
    client: Client, editor: User, organization: Organization, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        record(organization, PostFactory.create(organization=organization))
    client.force_login(editor)
    with django_assert_num_queries(5):
        client.get(LIST)
