"""A site that holds something private of every kind, beside what the public reads."""

import hashlib
import re
from datetime import timedelta

from allauth.account.models import EmailAddress

from blog.accounts.models import User
from blog.accounts.services import set_picture
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.comments.models import Comment, CommentVersion, Follow, State
from blog.comments.people import Author
from blog.comments.services import request_confirmation, set_state
from blog.comments.services.reports import Reporter, report_comment
from blog.desk.models import Autosave, Presence
from blog.likes.people import Liker
from blog.likes.services import like
from blog.mailing.models import OutgoingMail
from blog.media import services
from blog.media.models import Document
from blog.organizations.models import Organization
from blog.organizations.roles import Role
from blog.organizations.services import invite
from blog.posts.models import Post, RelatedPost, Status
from blog.privacy.models import DataRequest
from blog.spam.models import BlockedEntry, ListedKind
from blog.spam.services import ban
from blog.subscriptions.models import Subscription
from tests.blog.comments.samples import NOW
from tests.blog.media.pictures import pdf, photo
from tests.blog.privacy.samples import everything_stored
from tests.factories import (
    LONG_AGO,
    CategoryFactory,
    CommentFactory,
    MembershipFactory,
    PostFactory,
    SeriesFactory,
    SeriesPartFactory,
    TagFactory,
    UserFactory,
)

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
VISITOR_KEY = "5ec7e7" * 10 + "abcd"
PRIVATE = (  # words that stand in what was held, taken down, not yet confirmed, noted by moderators, or not published
    *("HELDWORDS", "SPAMWORDS", "REMOVEDWORDS", "BELOWWORDS", "PENDINGWORDS", "EARLIERWORDS"),
    *("HELDNAME", "SPAMNAME", "REMOVEDNAME", "PENDINGNAME", "hidden.example"),
    *("REPORTWORDS", "REASONWORDS", "BANWORDS", "NOTEWORDS", "BLOCKEDWORDS", "MAILWORDS", "AUDITWORDS"),
    *("AUTOSAVEWORDS", "DRAFTWORDS", "PLANWORDS", "WITHDRAWNWORDS", "EXPIREDWORDS"),
    "SHELFWORDS",
    *("192.0.2.", "198.51.100.", VISITOR_KEY),
)


def fill(organization: Organization) -> User:
    """Store the site, and return somebody whose address nobody else may learn, with a picture."""
    organization.email = "office@institute.example.org"
    organization.save()
    for role in Role:
        person = UserFactory.create(email=f"{role}@staff.example.org", is_staff=True)
        MembershipFactory.create(organization=organization, role=role, user=person)
    post = _posts(organization)
    Autosave.objects.create(editor=person, post=post, fields={"title": ["AUTOSAVEWORDS"], "body": [""]}, saved_at=NOW)
    Autosave.objects.create(editor=person, key="a", fields={"title": ["AUTOSAVEWORDS"]}, saved_at=NOW)
    Presence.objects.create(post=post, user=person, opened_at=NOW, seen_at=NOW)
    _comments(post)
    _shelf(organization)
    member = UserFactory.create(email="member@people.example.org", name="Member One")
    EmailAddress.objects.create(user=member, email="second@people.example.org", verified=True)
    set_picture(member, b"RIFF0000WEBP")
    _public_comments(post, member)
    _around_comments(post, organization, member)
    return member


def _shelf(organization: Organization) -> None:
    """Store an image and a document whose names are for the organization's own people."""
    services.add_image(photo(60, 40), organization=organization, name="SHELFWORDS.jpg")
    document = services.add_document(pdf(), organization=organization, name="report.pdf")
    Document.objects.filter(pk=document.pk).update(title="SHELFWORDS")


def _posts(organization: Organization) -> Post:
    """Store a public post and, as its translations, one in each other state."""
    terms = {"categories": [CategoryFactory.create(slug="news")], "tags": [TagFactory.create(slug="trade")]}
    post: Post = PostFactory.create(organization=organization, slug="a-post", title="A post", is_featured=True, **terms)
    soon = {"published_at": NOW + timedelta(days=1), "status": Status.SCHEDULED}
    over = {"published_at": LONG_AGO, "expires_at": LONG_AGO + timedelta(days=1)}
    series = SeriesFactory.create(organization=organization, slug="a-series")
    SeriesPartFactory.create(series=series, post=post)
    for slug, words, state in (
        ("a-draft", "DRAFTWORDS", {"status": Status.DRAFT, "language": "ro"}),
        ("a-plan", "PLANWORDS", soon | {"language": "ru"}),
        ("a-withdrawn-post", "WITHDRAWNWORDS", {"status": Status.ARCHIVED, "language": "tk"}),
        ("an-expired-post", "EXPIREDWORDS", over | {"language": "az"}),
    ):
        hidden = PostFactory.create(organization=organization, slug=slug, title=words, body=f"<p>{words}</p>", **terms, **state)
        SeriesPartFactory.create(series=series, post=hidden)
        RelatedPost.objects.create(post=post, other=hidden, closeness=0.9)
        Post.objects.numbered([post.pk, hidden.pk]).update(original=post)
        CommentFactory.create(post=hidden, comment=f"{words} below", user_email=f"{slug}@hidden.example.org")
    return post


def _comments(post: Post) -> None:
    """Store comments of a guest and of an account in each state that is not public, each with an answer below."""
    for state in (State.HELD, State.SPAM, State.REMOVED):
        words = state.upper()
        author = {
            "user_name": f"{words}NAME",
            "user_email": f"{state}@hidden.example",
            "user_url": f"https://{state}.hidden.example/",
        }
        account = UserFactory.create(email=f"{state}@account.hidden.example", name=f"{words}NAME")
        for who in (author, {"user": account, "user_email": "", "user_name": f"{words}NAME"}):
            comment = CommentFactory.create(
                post=post, comment=f"{words}WORDS", ip_address="192.0.2.7", visitor_key=VISITOR_KEY, **who
            )
            below = "An answer." if state == State.REMOVED else "BELOWWORDS"
            CommentFactory.create(post=post, reply_to=comment, comment=below, user_email=f"below-{state}@hidden.example")
            set_state(Comment.objects.numbered(comment.pk), state, by=None, at=NOW, reason="REASONWORDS")


def _public_comments(post: Post, member: User) -> None:
    """Store public comments whose authors' addresses are not public, one of them edited."""
    guest = {"user_name": "Guest One", "user_email": "guest.one@people.example.org", "ip_address": "192.0.2.8"}
    first = CommentFactory.create(post=post, comment="Public words.", visitor_key=VISITOR_KEY, **guest)
    second = CommentFactory.create(post=post, reply_to=first, user=member, user_email="", comment="Public, too.")
    CommentFactory.create(post=post, user=UserFactory.create(name=""), user_email="", user_name="", comment="Without a name.")
    CommentFactory.create(post=post, user_name="", user_email="nameless@people.example.org", comment="No name either.")
    for comment in (first, second):
        CommentVersion.objects.create(comment=comment, text="EARLIERWORDS", written_at=NOW)
        Comment.objects.numbered(comment.pk).update(
            edited_at=NOW, signals=[{"signal": "word", "points": 1, "detail": "NOTEWORDS"}]
        )


def _around_comments(post: Post, organization: Organization, member: User) -> None:
    """Store what people did around comments: waiting replies, reports, likes, follows, bans, mails, requests."""
    author = Author(name="PENDINGNAME", email="pending@hidden.example", ip_address="198.51.100.7", visitor_key=VISITOR_KEY)
    request_confirmation(post, by=author, text="PENDINGWORDS", at=NOW)
    public = Comment.objects.get(comment="Public words.")
    for reporter in (Reporter(user=member, network="198.51.100.8"), Reporter(visitor_key="9" * 64, network="198.51.100.9")):
        report_comment(public, by=reporter, reason="other", text="REPORTWORDS", at=NOW)
    for target in (post, public):
        like(target, by=Liker(visitor_key=VISITOR_KEY, network="198.51.100.7"), at=NOW)
    follow = {"post": post, "language": "en", "created_at": NOW, "asked_at": NOW, "network": "198.51.100.7"}
    Follow.objects.create(email="follower@people.example.org", confirmed_at=NOW, **follow)
    Follow.objects.create(email=member.email, user=member, confirmed_at=NOW, branch=public, **follow)
    Subscription.objects.create(
        email="subscriber@people.example.org", language="en", created_at=NOW, asked_at=NOW, network="198.51.100.7"
    )
    ban(organization=organization, email="banned@hidden.example.org", reason="BANWORDS", by=None, at=NOW)
    BlockedEntry.objects.create(organization=organization, kind=ListedKind.WORD, value="BLOCKEDWORDS", note="NOTEWORDS")
    OutgoingMail.objects.create(
        key="a", recipient="follower@people.example.org", subject="MAILWORDS", body="MAILWORDS", created_at=NOW, not_before=NOW
    )
    owner = User.objects.get(email="owner@staff.example.org")
    invite(organization, "invited@hidden.example.org", Role.AUTHOR, by=owner, at=NOW)
    audit.record(Verb.POSTS_CHANGE, post, organization=organization.pk, by=member, at=NOW, after={"title": "AUDITWORDS"})
    DataRequest.objects.create(email="asks@people.example.org", network="198.51.100.7", created_at=NOW)


def addresses_stored() -> set[str]:
    """Return every e-mail address that stands in any table."""
    return {address.lower() for address in EMAIL.findall(everything_stored())}


def hashes_of(address: str) -> set[str]:
    """Return what an address could be recognized by: its plain hashes, as they are used for pictures and look-ups."""
    return {hashlib.new(name, address.encode()).hexdigest() for name in ("md5", "sha1", "sha256", "sha512")}
