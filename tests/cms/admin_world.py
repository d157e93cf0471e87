"""Two organizations full of everything that admin shows, and what the addresses and forms of admin take.

Whoever registers a model in admin, or adds a page with a parameter of its own, says here what stands behind it: without that
the walk of `test_admin_isolation.py` fails.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db import models
from django.utils import timezone

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.models import Line
from blog.audit.verbs import Verb
from blog.comments.models import Comment, Decision, State
from blog.comments.services import decide
from blog.desk.models import Act, Autosave, Batch, GuestReview, Presence, PreviewLink
from blog.imports.models import ImportedDocument
from blog.media.models import Document, Folder, Image, OrganizationLook, Usage
from blog.media.services import add_document, add_image
from blog.organizations.models import Invitation, Membership, Organization
from blog.organizations.roles import Role
from blog.posts.models import JointPublication, JointState, Post, Revision, RevisionKind, Series, SeriesPart, Status
from blog.posts.services import Record, record_revision
from blog.spam.models import Ban, BlockedEntry, ListedKind
from blog.spam.services import ban
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

SECRET = "zanzibar"  # stands in every name of the other organization's world
# Models of which every row is everybody's, or the site's own: superusers change them, and members see no secret in them.
OF_THE_SITE = {"posts.Category", "posts.Tag", "redirects.Redirect", "mailing.OutgoingMail"}


def make_world(word: str) -> Organization:
    """Store an organization with people in each role, posts in each status, comments in each state, and all around them."""
    organization = OrganizationFactory.create(name=f"{word} Institute", slug=f"{word}-institute", tagline=word)
    people = [
        MembershipFactory.create(
            organization=organization,
            role=role,
            user=UserFactory.create(email=f"{role}@{word}.example", name=f"{word} {role}", is_staff=True),
        ).user
        for role in Role
    ]
    post = _posts(word, organization, people)
    for state in State:
        comment = CommentFactory.create(
            post=post, state=state, user_name=f"{word} reader", user_email=f"r@{word}.example", comment=f"{word} words"
        )
    decide(Comment.objects.numbered(comment.pk), State.SPAM, by=people[0], at=LONG_AGO, reason=f"{word} reason")
    ban(organization=organization, email=f"banned@{word}.example", reason=word, by=people[0], at=LONG_AGO)
    BlockedEntry.objects.create(organization=organization, kind=ListedKind.WORD, value=f"{word}-word", note=word)
    _around(word, organization, post)
    _shelve(word, organization, post)
    audit.record(
        Verb.POSTS_CHANGE, post, organization=organization.pk, by=people[0], at=LONG_AGO, after={"title": f"{word} title"}
    )
    return organization


def _posts(word: str, organization: Organization, people: list[User]) -> Post:
    """Store a post in each status and one in the trash, each shared with a guest; return one that is kept, and translated."""
    for name in (*Status, "trashed"):
        status = Status.DRAFT if name == "trashed" else name
        post = PostFactory.create(
            organization=organization, status=status, title=f"{word} {name}", slug=f"{word}-{name}", byline=word
        )
        post.authors.set(people)
        record = Record(kind=RevisionKind.CORRECTION, note=word, correction=word)
        record_revision(post, by=people[0], at=LONG_AGO, record=record)
        link = PreviewLinkFactory.create(post=post, reader=f"{word} reader")
        link.reviews.create(name=f"{word} guest", verdict="approved", text=word, version="1", created_at=LONG_AGO)
    Post.objects.filter(pk=post.pk).update(trashed_at=LONG_AGO, trashed_by=people[0])
    kept: Post = Post.objects.kept().filter(organization=organization).latest("pk")
    Post.objects.filter(pk=kept.pk).update(original=kept)
    translation = {"original": kept, "language": "ro", "translated_number": 1, "outdated_at": LONG_AGO}
    Post.objects.filter(organization=organization, status=Status.PUBLISHED).update(**translation)
    return kept


def _around(word: str, organization: Organization, post: Post) -> None:
    series = SeriesFactory.create(organization=organization, title=f"{word} series", slug=f"{word}-series")
    SeriesPartFactory.create(series=series, post=post)
    moments = {"created_at": LONG_AGO, "mailed_at": LONG_AGO, "expires_at": LONG_AGO}
    Invitation.objects.create(organization=organization, email=f"new@{word}.example", secret_hash=word, **moments)
    Autosave.objects.create(editor=post.authors.latest("pk"), post=post, fields={"title": [word]}, saved_at=LONG_AGO)
    standing = {"status": Status.DRAFT, "published_at": None, "archived_at": None, "expires_at": None}
    row = {"post": post.pk, "revision_number": post.revision_number, "brought_text": False} | standing
    Batch.objects.create(by=post.authors.earliest("pk"), at=timezone.now(), act=Act.ARCHIVE, rows=[row])
    Presence.objects.create(post=post, user=post.authors.earliest("pk"), opened_at=LONG_AGO, seen_at=timezone.now())
    Subscription.objects.create(
        organization=organization, email=f"s@{word}.example", language="en", created_at=LONG_AGO, asked_at=LONG_AGO
    )
    for state in (JointState.PROPOSED, JointState.ASKED, JointState.ACCEPTED):
        partner = OrganizationFactory.create(name=f"partner of {word}, {state}")
        JointPublication.objects.create(
            post=post,
            organization=partner,
            state=state,
            request_note=word,
            asked_at=LONG_AGO,
            decided_at=LONG_AGO if state == JointState.ACCEPTED else None,
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


def _shelve(word: str, organization: Organization, post: Post) -> None:
    """Store a folder, and an image and a document in it that a post uses."""
    folder = Folder.objects.create(organization=organization, name=word)
    image = add_image(photo(30, 20), organization=organization, folder=folder, name=f"{word}.jpg", alt=word, credit=word)
    document = add_document(pdf(word), organization=organization, folder=folder, name=f"{word}.pdf")
    Usage.objects.bulk_create([Usage(post=post, image=image), Usage(post=post, document=document)])
    OrganizationLook.objects.create(organization=organization, logo=image, cover=image, cover_alt=word)


def secrets() -> dict[type[models.Model], models.QuerySet[Any]]:
    """Return, by model, all that is stored of the other organization."""
    return {
        Organization: Organization.objects.filter(name__contains=SECRET),
        Membership: Membership.objects.filter(organization__name__contains=SECRET),
        Invitation: Invitation.objects.filter(email__contains=SECRET),
        User: User.objects.filter(name__contains=SECRET),
        Post: Post.objects.filter(title__contains=SECRET),
        Comment: Comment.objects.filter(comment__contains=SECRET),
        Decision: Decision.objects.filter(organization__name__contains=SECRET),
        Ban: Ban.objects.filter(organization__name__contains=SECRET),
        BlockedEntry: BlockedEntry.objects.filter(organization__name__contains=SECRET),
        ImportedDocument: ImportedDocument.objects.filter(source_id__contains=SECRET),
        PreviewLink: PreviewLink.objects.filter(reader__contains=SECRET),
        GuestReview: GuestReview.objects.filter(name__contains=SECRET),
        Subscription: Subscription.objects.filter(email__contains=SECRET),
        Series: Series.objects.filter(title__contains=SECRET),
        SeriesPart: SeriesPart.objects.filter(series__title__contains=SECRET),
        Image: Image.objects.filter(title__icontains=SECRET),
        Document: Document.objects.filter(title__icontains=SECRET),
        Folder: Folder.objects.filter(name__contains=SECRET),
        OrganizationLook: OrganizationLook.objects.filter(cover_alt=SECRET),
        Usage: Usage.objects.filter(post__title__contains=SECRET),
        Revision: Revision.objects.filter(note=SECRET),
        Autosave: Autosave.objects.filter(editor__name__contains=SECRET),
        Batch: Batch.objects.filter(by__name__contains=SECRET),
        JointPublication: JointPublication.objects.filter(request_note=SECRET),
        Line: Line.objects.filter(object_words__contains=SECRET),
    }


def secret_rows() -> list[dict[str, Any]]:
    """Return every row of the other organization, with all of its columns."""
    return [row for rows in secrets().values() for row in rows.order_by("pk").values()]


def _numbers(model: type[models.Model]) -> Callable[[], list[object]]:
    return lambda: list(model._default_manager.order_by("pk").values_list("pk", flat=True))


# What a parameter of an address stands for, beside the row of the model itself (`object_id`, `id`).
PARAMETERS: Mapping[str, Callable[[], list[object]]] = {
    "link_id": _numbers(PreviewLink),
    "autosave_id": _numbers(Autosave),
    "batch_id": _numbers(Batch),
    "number": _numbers(Invitation),
    "organization_id": _numbers(Organization),
}
OWN_ROW = {"object_id", "id"}


def queries_of(page: ModelAdmin[Any]) -> Iterator[str]:
    """Return every query that narrows a list to a person or an organization of either world, and to each state."""
    names = {"organization", "organization__id__exact", "post__organization__id__exact"}
    for entry in page.list_filter:
        known = entry[0] if isinstance(entry, tuple) else entry
        names.add(known if isinstance(known, str) else str(getattr(known, "parameter_name", "")))
    people = User.objects.filter(memberships__role=Role.OWNER)
    rows = {*Organization.objects.values_list("pk", flat=True), *people.values_list("pk", flat=True)}
    yield from ("q=zanz", "q=zanz&state=all", "state=all", "state=trash", "q=zanz&state=trash")
    yield from (f"{name}={pk}{more}" for name in sorted(names - {""}) for pk in sorted(rows) for more in ("", "&state=all"))
