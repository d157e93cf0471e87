"""What mails tell others of somebody: followers read what is public, moderators what waits; nobody reads an address."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.mail import EmailMessage
from pytest_django import DjangoCaptureOnCommitCallbacks

from blog.accounts.models import User
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.services import confirm, post_comment, request_confirmation, set_state
from blog.comments.services.reports import Reporter, report_comment
from blog.organizations.models import CommentPolicy, Organization
from blog.posts.models import Post
from tests.blog.comments.samples import NOW
from tests.cms.private_site import EMAIL, PRIVATE, addresses_stored, fill, hashes_of

pytestmark = pytest.mark.django_db
GUEST = Author(name="Guest Two", email="guest.two@people.example.org", ip_address="203.0.113.7")


@pytest.fixture
def member(organization: Organization) -> Iterator[User]:
    with time_machine.travel(NOW, tick=False):
        yield fill(organization)


@pytest.fixture
def mails(
    member: User, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> list[EmailMessage]:
    """All mails that go out when people write, confirm, report and decide."""
    post = Post.objects.get(slug="a-post")
    with django_capture_on_commit_callbacks(execute=True):
        post_comment(post, by=Author.of_user(member, ip_address="203.0.113.8"), text="Said by a member.", at=NOW)
        pending = request_confirmation(post, by=GUEST, text="Said by a guest.", at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        said = confirm(pending.renew_token(), at=NOW)
        Organization.objects.update(comment_policy=CommentPolicy.ALL_HELD)
    with django_capture_on_commit_callbacks(execute=True):
        held = request_confirmation(Post.objects.get(slug="a-post"), by=GUEST, text="STILLHELDWORDS", at=NOW)
        confirm(held.renew_token(), at=NOW)
        report_comment(said, by=Reporter(user=member, network="198.51.100.8"), reason="other", text="REPORTWORDS", at=NOW)
    approved = Comment.objects.numbered(Comment.objects.get(comment="HELDWORDS", user=None).pk)
    with django_capture_on_commit_callbacks(execute=True):
        approved.update(comment="Approved at last.", user_name="Guest Three", submit_date=NOW)
        set_state(approved, State.PUBLIC, by=User.objects.get(email="owner@staff.example.org"), at=NOW)
    return mailoutbox


def is_for_moderators(mail: EmailMessage) -> bool:
    return mail.to[0].endswith("@staff.example.org")


def words_of(mail: EmailMessage) -> str:
    """Return all that a mail says, but for whom it is to and whom it is from."""
    headers = {name: value for name, value in mail.extra_headers.items() if name != "Message-ID"}
    return f"{mail.subject}\n{mail.body}\n{getattr(mail, 'alternatives', '')}\n{headers}"


def test_followers_and_moderators_are_told(mails: list[EmailMessage]) -> None:
    told = "\n".join(words_of(mail) for mail in mails if not is_for_moderators(mail))
    for words in ("Said by a member.", "Said by a guest.", "Approved at last."):
        assert words in told
    assert any("STILLHELDWORDS" in words_of(mail) for mail in mails if is_for_moderators(mail))
    assert all(len(mail.to) == 1 and not mail.cc and not mail.bcc for mail in mails)


def test_no_mail_names_an_address_or_a_hash_of_one(mails: list[EmailMessage]) -> None:
    hashes = {digest for address in addresses_stored() for digest in hashes_of(address)}
    for mail in mails:
        assert EMAIL.findall(words_of(mail)) == []
        assert [digest for digest in hashes if digest in str(mail.message())] == []


def test_no_mail_but_those_to_moderators_tells_what_is_not_public(mails: list[EmailMessage]) -> None:
    private = {*PRIVATE, "STILLHELDWORDS", "203.0.113."} - {"MAILWORDS"}  # which stand in a mail to whom it is for
    for mail in mails:
        if not is_for_moderators(mail):
            assert [word for word in private if word in words_of(mail)] == []


def test_no_mail_to_moderators_tells_who_reported_or_from_where_somebody_wrote(mails: list[EmailMessage]) -> None:
    for mail in mails:
        if is_for_moderators(mail):
            assert [word for word in ("192.0.2.", "198.51.100.", "203.0.113.") if word in words_of(mail)] == []


def test_nobody_is_told_of_their_own_reply(mails: list[EmailMessage], member: User) -> None:
    assert not any("Said by a member." in words_of(mail) for mail in mails if mail.to == [member.email])
