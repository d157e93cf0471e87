"""What can be recorded: the one table of verbs. They are no choices of a column, so that a new verb needs no migration."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What somebody did. The word before the dot says to what kind of thing; whoever records something new adds it here."""

    POSTS_ADD = "posts.add", _("wrote")
    POSTS_CHANGE = "posts.change", _("changed")
    POSTS_PUBLISH = "posts.publish", _("published")
    POSTS_SCHEDULE = "posts.schedule", _("scheduled")
    POSTS_SUBMIT = "posts.submit", _("submitted for review")
    POSTS_APPROVE = "posts.approve", _("approved")
    POSTS_REQUEST_CHANGES = "posts.request_changes", _("requested changes of")
    POSTS_TAKE_BACK = "posts.take_back", _("took out of review")
    POSTS_ARCHIVE = "posts.archive", _("archived")
    POSTS_RETURN = "posts.return_to_draft", _("returned to draft")
    POSTS_TRASH = "posts.trash", _("put into the trash")
    POSTS_RESTORE = "posts.restore", _("took out of the trash")
    POSTS_MOVE = "posts.move", _("moved to another organization")
    POSTS_COPY = "posts.copy", _("made a copy of")
    POSTS_TRANSLATE = "posts.translate", _("began a translation:")
    POSTS_LINK = "posts.link", _("linked as a translation")
    POSTS_UNLINK = "posts.unlink", _("unlinked from its translations")
    POSTS_CONFIRM = "posts.confirm", _("confirmed the translation")
    POSTS_DELETE = "posts.delete", _("deleted for good")
    POSTS_JOINT_PROPOSE = "posts.joint_propose", _("proposed to publish jointly:")
    POSTS_JOINT_ASK = "posts.joint_ask", _("asked another organization to publish jointly:")
    POSTS_JOINT_ACCEPT = "posts.joint_accept", _("accepted to publish jointly:")
    POSTS_JOINT_DECLINE = "posts.joint_decline", _("declined to publish jointly:")
    POSTS_JOINT_WITHDRAW = "posts.joint_withdraw", _("took back the joint publication of")
    POSTS_JOINT_LEAVE = "posts.joint_leave", _("left the joint publication of")

    PREVIEWS_ADD = "previews.add", _("made a preview link of")
    PREVIEWS_REVOKE = "previews.revoke", _("took back a preview link of")
    PREVIEWS_APPROVE = "previews.approve", _("approved, by a preview link,")
    PREVIEWS_COMMENT = "previews.comment", _("commented, by a preview link, on")

    MEDIA_ADD = "media.add", _("put on the shelf")
    MEDIA_CHANGE = "media.change", _("changed on the shelf")
    MEDIA_REPLACE = "media.replace", _("replaced the file of")
    MEDIA_DELETE = "media.delete", _("took off the shelf")

    ORGANIZATIONS_ADD = "organizations.add", _("added the organization")
    ORGANIZATIONS_CHANGE = "organizations.change", _("changed the organization")
    ORGANIZATIONS_LOOK = "organizations.look", _("changed the logo or cover of")
    ORGANIZATIONS_DELETE = "organizations.delete", _("deleted the organization")

    PEOPLE_INVITE = "people.invite", _("invited somebody as")
    PEOPLE_REVOKE = "people.revoke", _("revoked the invitation as")
    PEOPLE_JOIN = "people.join", _("accepted the invitation:")
    PEOPLE_ADD = "people.add", _("took in")
    PEOPLE_ROLE = "people.role", _("gave another role to")
    PEOPLE_REMOVE = "people.remove", _("removed")

    TERMS_ADD = "terms.add", _("added the term")
    TERMS_CHANGE = "terms.change", _("changed the term")
    TERMS_DELETE = "terms.delete", _("deleted the term")

    REDIRECTS_SAVE = "redirects.save", _("set the redirect")
    REDIRECTS_DELETE = "redirects.delete", _("deleted the redirect")


BY_GUESTS = frozenset({Verb.PREVIEWS_APPROVE, Verb.PREVIEWS_COMMENT})


class Kind(models.TextChoices):
    """The kinds of things about which something is recorded; each is the word before the dot of its verbs."""

    POSTS = "posts", _("Posts")
    PREVIEWS = "previews", _("Preview links")
    MEDIA = "media", _("Images and documents")
    ORGANIZATIONS = "organizations", _("Organizations")
    PEOPLE = "people", _("People")
    TERMS = "terms", _("Categories and tags")
    REDIRECTS = "redirects", _("Redirects")

    @property
    def verbs(self) -> list[Verb]:
        """What can be done to things of this kind."""
        return [verb for verb in Verb if verb.value.partition(".")[0] == self.value]
