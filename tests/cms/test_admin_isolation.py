"""Nobody finds anything of another organization anywhere in admin: every page of every model is opened and tried."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from pytest_django import Settings

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.desk.models import GuestReview, PreviewLink
from blog.imports.models import ImportedDocument
from blog.media.models import Document, Folder, Image, Usage
from blog.media.services import add_document, add_image
from blog.organizations.models import Membership, Organization
from blog.organizations.roles import Role
from blog.posts.models import Post, Revision, RevisionKind, Series, SeriesPart, Status
from blog.posts.services import Record, record_revision
from blog.subscriptions.models import Subscription
from tests.blog.media.pictures import pdf, photo
from tests.factories import (
    LONG_AGO,
    CommentFactory,
    MembershipFactory,
    OrganizationFactory,
    PostFactory,
    PreviewLinkFactory,
    SeriesFactory,
    SeriesPartFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SECRET = "zanzibar"  # stands in every name of the other organization's world
PLACE = re.compile(r"<[^>]+>")
FILTERS = ("organization", "organization__id__exact", "post__organization__id__exact")


def make_world(word: str) -> Organization:
    """Store an organization with people in each role, posts in each status, comments in each state and documents."""
    organization = OrganizationFactory.create(name=f"{word} Institute", slug=f"{word}-institute", tagline=word)
    people = [
        MembershipFactory.create(
            organization=organization,
            role=role,
            user=UserFactory.create(email=f"{role}@{word}.example", name=f"{word} {role}", is_staff=True),
        ).user
        for role in Role
    ]
    for status in Status:
        post = PostFactory.create(
            organization=organization, status=status, title=f"{word} {status}", slug=f"{word}-{status}", byline=word
        )
        post.authors.set(people)
        link = PreviewLinkFactory.create(post=post, reader=f"{word} reader")
        link.reviews.create(name=f"{word} guest", verdict="approved", text=word, version="1", created_at=LONG_AGO)
    series = SeriesFactory.create(organization=organization, title=f"{word} series", slug=f"{word}-series")
    SeriesPartFactory.create(series=series, post=post)
    record = Record(kind=RevisionKind.CORRECTION, note=word, correction=word)
    record_revision(post, by=people[0], at=LONG_AGO, record=record)
    for state in State:
        CommentFactory.create(
            post=post, state=state, user_name=f"{word} reader", user_email=f"r@{word}.example", comment=f"{word} words"
        )
    Subscription.objects.create(
        organization=organization, email=f"s@{word}.example", language="en", created_at=LONG_AGO, asked_at=LONG_AGO
    )
    ImportedDocument.objects.create(
        source="file",
        source_id=f"{word}/document.txt",
        organization=organization,
        post=post,
        lines=[{"number": 1, "text": word, "role": "title", "became": word}],
        warnings=[word],
        imported_at=LONG_AGO,
        updated_at=LONG_AGO,
    )
    shelve(organization, word, post)
    return organization


def shelve(organization: Organization, word: str, post: Post) -> None:
    """Store a folder, and an image and a document in it that a post uses."""
    folder = Folder.objects.create(organization=organization, name=word)
    image = add_image(photo(30, 20), organization=organization, folder=folder, name=f"{word}.jpg", alt=word, credit=word)
    document = add_document(pdf(word), organization=organization, folder=folder, name=f"{word}.pdf")
    Usage.objects.bulk_create([Usage(post=post, image=image), Usage(post=post, document=document)])


@pytest.fixture(params=Role)
def member(request: pytest.FixtureRequest) -> User:
    """A person of one organization, where the other is full of secrets; as if Django had given them every permission."""
    make_world(SECRET)
    return Membership.objects.get(organization=make_world("open"), role=request.param).user


@pytest.fixture
def client_of_member(client: Client, member: User) -> Client:
    client.force_login(member)
    return client


def secret_rows() -> list[dict[str, Any]]:
    """Return everything that is stored of the other organization."""
    rows: list[models.QuerySet[Any]] = [
        Organization.objects.filter(name__contains=SECRET),
        Membership.objects.filter(organization__name__contains=SECRET),
        User.objects.filter(name__contains=SECRET),
        Post.objects.filter(title__contains=SECRET),
        Series.objects.filter(title__contains=SECRET),
        SeriesPart.objects.filter(series__title__contains=SECRET),
        Revision.objects.filter(note=SECRET),
        Comment.objects.filter(comment__contains=SECRET),
        ImportedDocument.objects.filter(source_id__contains=SECRET),
        PreviewLink.objects.filter(reader__contains=SECRET),
        GuestReview.objects.filter(name__contains=SECRET),
        Subscription.objects.filter(email__contains=SECRET),
        Image.objects.filter(title__icontains=SECRET),
        Document.objects.filter(title__icontains=SECRET),
        Folder.objects.filter(name__contains=SECRET),
        Usage.objects.filter(post__title__contains=SECRET),
    ]
    return [row for found in rows for row in found.order_by("pk").values()]


def pages_of_rows() -> Iterator[str]:
    """Return the address of every page of every registered model, for each row that is stored."""
    for model, page in admin.site._registry.items():
        folder = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for pattern in page.get_urls():
            route = str(pattern.pattern)
            if PLACE.search(route):
                yield from (folder + PLACE.sub(str(pk), route) for pk in model._default_manager.values_list("pk", flat=True))
            else:
                yield folder + route
        organizations = Organization.objects.values_list("pk", flat=True)
        queries = ["q=zanz", *(f"{name}={pk}" for name, pk in product(FILTERS, organizations))]
        yield from (f"{folder}?{query}{more}" for query, more in product(queries, ("", "&state=all")))
        yield f"{folder}?state=all"


def choosers() -> Iterator[str]:
    """Return the address of the search behind every field that refers to another model."""
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                names = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={field.name}"
                yield from (f"/admin/autocomplete/?{names}&term={term}" for term in ("", "zanz"))
    yield "/admin/autocomplete/?app_label=organizations&model_name=membership&field_name=user&term=zanz"


def test_no_page_names_the_other_organization_and_none_forbids_what_it_hides(client_of_member: Client) -> None:
    own_pages = ["/admin/", "/admin/search/?s=zanz", "/admin/search/?s=e", "/admin/password_change/", "/admin/jsi18n/"]
    applications = [f"/admin/{model._meta.app_label}/" for model in admin.site._registry]
    for address in [*own_pages, *applications, *choosers(), *pages_of_rows()]:
        response = client_of_member.get(address)
        allowed = {200, 403, 404} if "autocomplete" in address else {200, 301, 302, 400, 404}
        assert response.status_code in allowed, address
        shown = response.content.decode() + response.headers.get("Location", "")
        assert SECRET not in shown.lower(), address


def test_nothing_that_is_sent_changes_the_other_organization(client_of_member: Client, settings: Settings) -> None:
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "*"}]  # an action calls its service for each chosen row
    before = secret_rows()
    assert before
    for model, page in admin.site._registry.items():
        folder = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        numbers = list(model._default_manager.values_list("pk", flat=True))
        actions = [*(page.actions or ()), "delete_selected"]
        chosen = {"_selected_action": numbers, "index": 0, "select_across": 1, "post": "yes"}
        for action in actions:
            client_of_member.post(f"{folder}?state=all", chosen | {"action": action})
        for pk, verb in product(numbers, ("change", "delete")):
            client_of_member.post(f"{folder}{pk}/{verb}/", {"post": "yes", "name": "x", "title": "x", "state": "spam"})
    assert secret_rows() == before


def test_django_permissions_add_nothing(client: Client, stranger: User, organization: Organization) -> None:
    from django.contrib.auth.models import Permission  # noqa: PLC0415  # the one place where they are given to anybody

    post = PostFactory.create(organization=organization, title="Zanzibar")
    stranger.user_permissions.set(Permission.objects.all())
    client.force_login(stranger)
    assert client.get(f"/admin/posts/post/{post.pk}/change/").status_code == 302
    assert client.get("/admin/accounts/user/").status_code == 404
    assert "Zanzibar" not in client.get("/admin/posts/post/").content.decode()


PAGES = [
    "posts/post/",
    "comments/comment/?state=all",
    "imports/importeddocument/",
    "organizations/organization/",
    "posts/series/",
    "media/image/",
    "media/document/",
]


@pytest.mark.parametrize("page", PAGES)
def test_these_pages_do_name_it_to_a_superuser(client: Client, superuser: User, page: str) -> None:
    make_world(SECRET)
    client.force_login(superuser)
    assert SECRET in client.get(f"/admin/{page}").content.decode().lower()
