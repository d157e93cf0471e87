"""What the site keeps of people: the one table of it, for showing, exporting and erasing.

A model that could hold something of a person and stands neither in `HOLDINGS` nor in `NOT_OF_A_PERSON` fails a test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_comments.models import CommentFlag

from blog.accounts.models import User
from blog.comments.models import Comment, CommentVersion, Follow, PendingComment, Report
from blog.desk.models import Autosave, Presence
from blog.likes.models import Like
from blog.mailing.models import OutgoingMail
from blog.organizations.models import Invitation, Membership
from blog.posts.models import Post
from blog.privacy import rows
from blog.privacy.models import DataRequest
from blog.privacy.person import Person
from blog.subscriptions.models import Subscription

type Rows = models.QuerySet[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One kind of thing that is kept of a person.

    `columns` are what is exported of each row: the name in the file, and where it stands. `stays` says why erasing leaves
    the rows; empty where it does not.
    """

    name: str
    title: Promise
    model: type[models.Model]
    rows: Callable[[Person], Rows]
    columns: Mapping[str, str]
    stays: Promise | str = ""


ON_A_POST = {"post": "post__title", "address": "post__slug"}
ON_A_COMMENT = {"post": "comment__post__title", "address": "comment__post__slug"}
HOLDINGS = (
    Holding(
        name="account",
        title=_("Account"),
        model=User,
        rows=rows.account,
        columns={
            "name": "name",
            "email": "email",
            "picture": "picture",
            "joined_at": "joined_at",
            "last_signed_in_at": "last_login",
            "time_zone": "time_zone",
            "may_enter_admin": "is_staff",
        },
    ),
    Holding(
        name="email_addresses",
        title=_("Addresses to sign in with"),
        model=EmailAddress,
        rows=rows.addresses,
        columns={"email": "email", "is_proven": "verified"},
    ),
    Holding(
        name="connected_services",
        title=_("Services to sign in with"),
        model=SocialAccount,
        rows=rows.connections,
        columns={
            "service": "provider",
            "known_there_as": "uid",
            "told_by_service": "extra_data",
            "connected_at": "date_joined",
        },
    ),
    Holding(
        name="memberships",
        title=_("Organizations that you work for"),
        model=Membership,
        rows=rows.memberships,
        columns={"organization": "organization__name", "role": "role", "since": "created_at"},
    ),
    Holding(
        name="invitations",
        title=_("Invitations to work for an organization"),
        model=Invitation,
        rows=rows.invitations,
        columns={
            "organization": "organization__name",
            "email": "email",
            "role": "role",
            "invited_at": "created_at",
            "accepted_at": "accepted_at",
        },
    ),
    Holding(
        name="posts",
        title=_("Posts that you can edit as their author"),
        model=Post,
        rows=rows.posts,
        columns={"post": "title", "address": "slug", "byline": "byline", "published_at": "published_at"},
        stays=_("They are published by the organization, under the byline that was agreed."),
    ),
    Holding(
        name="unsaved_texts",
        title=_("Texts of posts that you did not save"),
        model=Autosave,
        rows=rows.unsaved,
        columns={"post": "post__title", "text": "fields", "written_at": "saved_at"},
    ),
    Holding(
        name="open_posts",
        title=_("Posts that you have open, or had lately"),
        model=Presence,
        rows=rows.presences,
        columns={"post": "post__title", "opened_at": "opened_at"},
    ),
    Holding(
        name="comments",
        title=_("Replies"),
        model=Comment,
        rows=rows.comments,
        columns=ON_A_POST
        | {
            "number": "pk",
            "text": "comment",
            "written_at": "submit_date",
            "edited_at": "edited_at",
            "state": "state",
            "name": "user_name",
            "email": "user_email",
            "website": "user_url",
            "network_address": "ip_address",
        },
    ),
    Holding(
        name="earlier_texts",
        title=_("Earlier texts of replies"),
        model=CommentVersion,
        rows=rows.versions,
        columns=ON_A_COMMENT | {"number": "comment", "text": "text", "written_at": "written_at"},
    ),
    Holding(
        name="unconfirmed_replies",
        title=_("Replies and their confirmation by mail"),
        model=PendingComment,
        rows=rows.unconfirmed,
        columns=ON_A_POST
        | {
            "text": "text",
            "written_at": "created_at",
            "confirmed_at": "confirmed_at",
            "name": "name",
            "email": "email",
            "website": "url",
            "network_address": "ip_address",
        },
    ),
    Holding(
        name="likes",
        title=_("Likes"),
        model=Like,
        rows=rows.likes,
        columns={
            "post": "post__title",
            "address": "post__slug",
            "comment_on": "comment__post__title",
            "number": "comment",
            "liked_at": "created_at",
            "network_address": "network",
        },
    ),
    Holding(
        name="reports",
        title=_("Reports to moderators"),
        model=Report,
        rows=rows.reports,
        columns=ON_A_COMMENT
        | {"number": "comment", "reason": "reason", "text": "text", "reported_at": "created_at", "network_address": "network"},
    ),
    Holding(
        name="flags",
        title=_("Marks of these reports"),
        model=CommentFlag,
        rows=rows.flags,
        columns={"number": "comment", "mark": "flag", "reported_at": "flag_date"},
    ),
    Holding(
        name="follows",
        title=_("Discussions that you follow by mail"),
        model=Follow,
        rows=rows.follows,
        columns=ON_A_POST
        | {
            "branch": "branch",
            "email": "email",
            "language": "language",
            "since": "created_at",
            "confirmed_at": "confirmed_at",
            "network_address": "network",
        },
    ),
    Holding(
        name="subscriptions",
        title=_("Organizations whose posts you get by mail"),
        model=Subscription,
        rows=rows.subscriptions,
        columns={
            "organization": "organization__name",
            "email": "email",
            "how_often": "frequency",
            "language": "language",
            "since": "created_at",
            "confirmed_at": "confirmed_at",
            "network_address": "network",
        },
    ),
    Holding(
        name="mails",
        title=_("Mails to you that wait or were sent in the last weeks"),
        model=OutgoingMail,
        rows=rows.mails,
        columns={"email": "recipient", "subject": "subject", "text": "body", "written_at": "created_at", "sent_at": "sent_at"},
    ),
    Holding(
        name="requests",
        title=_("Requests for this page"),
        model=DataRequest,
        rows=rows.requests,
        columns={"email": "email", "asked_at": "created_at", "proven_at": "proven_at", "network_address": "network"},
    ),
)

# Models with a person in them that are not what somebody wrote or gave, each with the reason.
NOT_OF_A_PERSON: Mapping[str, str] = {
    "organizations.Organization": "The address is the organization's own.",
    "posts.Post_authors": "Who can edit a post; listed with the posts.",
    "posts.Revision": "Who wrote it is part of the organization's record; an erased account has no name there.",
    "comments.Decision": "Who decided is part of the organization's log; an erased account has no name there.",
    "desk.PreviewLink": "Who shared a post is part of its history; an erased account has no name there.",
    "desk.Batch": "What somebody did for the organization, kept for a week so that it can be undone; it goes with the account.",
    "posts.JointPublication": "Who asked and who answered is part of an agreement; an erased account has no name there.",
    "posts.Review": "Who asked and who decided is part of the post's history; an erased account has no name there.",
    "audit.Line": "What somebody did for the organization; erasing empties the names.",
    "spam.Ban": "Moderators wrote it. It names an address so that erasing one's data is no way around it.",
    "spam.BlockedEntry": "Moderators wrote it; as above.",
    "admin.LogEntry": "What somebody did for the organization; what it quotes of erased things is erased.",
    "account.EmailConfirmation": "Belongs to an address, and goes with it.",
    "socialaccount.SocialToken": "Belongs to a connection, and goes with it.",
    "accounts.User_groups": "Says what an account may do, and goes with it.",
    "accounts.User_user_permissions": "As above.",
}
