"""What cannot be done with a post."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostError(Exception):
    """What cannot be done with a post; its text is for the person who tried."""

    sentence = _("“%(title)s” cannot be changed so.")

    def __init__(self, post: models.Model) -> None:
        super().__init__(self.sentence % {"title": post})


class ExpiredError(PostError):
    """The post would expire before it is published."""

    sentence = _("“%(title)s” would expire before it is published: change one of the dates.")


class NotYetPublishedError(PostError):
    """The post was never public."""

    sentence = _("“%(title)s” was never published: publish it first, or delete it.")


class NotAPublisherError(PostError):
    """The person does not publish for the post's organization."""

    sentence = _("“%(title)s”: you do not publish for its organization.")


class UnapprovedError(PostError):
    """The organization wants the approval of a second person, and there is none for this text."""

    sentence = _("“%(title)s” needs the approval of a second person before it is published: submit it for review.")


class ReviewError(PostError):
    """What cannot be done in a review."""


class NothingToReviewError(ReviewError):
    """There is no version of the post that waits to be published, or it is in review already."""

    sentence = _("“%(title)s” has nothing that could be submitted for review now.")


class NotInReviewError(ReviewError):
    """Nobody asked for a review, or it was decided meanwhile."""

    sentence = _("“%(title)s” is not in review any more: somebody has decided or taken it back meanwhile.")


class NotReviewerError(ReviewError):
    """The person may not decide about the post, or not take it back."""

    sentence = _("“%(title)s”: your role does not allow this.")


class OwnReviewError(ReviewError):
    """Nobody approves what they submitted, or where a second person is needed, what they changed last."""

    sentence = _("“%(title)s”: somebody else has to approve it, since you submitted it or changed it last.")


class NoteMissingError(ReviewError):
    """Changes were requested without saying which."""

    sentence = _("“%(title)s”: write what is to be changed.")


class ReadAgainError(ReviewError):
    """The text is not the one that the person has read."""

    sentence = _("“%(title)s” was changed meanwhile: read it again, then decide.")


class PastDateError(PostError):
    """A day on which something is to happen has passed."""

    sentence = _("“%(title)s”: choose a day to come, or leave it empty.")


class AddressTakenError(PostError):
    """The address that a version wants belongs to another page."""

    sentence = _("“%(title)s” cannot take its new address: another page has it. Choose another one.")


class UnpublishedChangesError(PostError):
    """A version that is not public waits."""

    sentence = _("“%(title)s” has changes that are not published: publish or discard them first.")


class NotYourOrganizationError(PostError):
    """The person does not publish for the organization."""

    sentence = _("You do not publish for the organization to which “%(title)s” should belong.")


class TranslationError(PostError):
    """What cannot be done with translations."""


class LanguageTakenError(TranslationError):
    """The post has a version in the language already."""

    sentence = _("“%(title)s”: there is a version in this language already.")


class OtherOrganizationError(TranslationError):
    """The post is another organization's."""

    sentence = _("“%(title)s” belongs to another organization: only posts of one are linked.")


class AlreadyLinkedError(TranslationError):
    """The post has translations of its own."""

    sentence = _("“%(title)s” is linked with other posts already: unlink it there first.")


class NotATranslationError(TranslationError):
    """The post is linked with no other."""

    sentence = _("“%(title)s” is not linked with a post in another language.")


class JointError(PostError):
    """What cannot be done about a joint publication."""


class NotPartnerError(JointError):
    """The person does not publish for the organization that is to decide, or does not work on the post."""

    sentence = _("“%(title)s”: your role does not allow this.")


class OwnOrganizationError(JointError):
    """The post belongs to the organization that was to be asked."""

    sentence = _("“%(title)s” belongs to this organization already.")


class AskedAlreadyError(JointError):
    """The organization was asked and has not answered, or it has accepted, or it was asked too often."""

    sentence = _("“%(title)s”: this organization was asked already.")


class TooManyPartnersError(JointError):
    """A byline cannot name that many organizations."""

    sentence = _("“%(title)s”: so many organizations have been asked that no more can be.")


class NotJointAnyMoreError(JointError):
    """Somebody has answered, withdrawn or left meanwhile."""

    sentence = _("“%(title)s”: somebody has decided about this meanwhile.")
