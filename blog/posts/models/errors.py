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


class AddressTakenError(PostError):
    """The address that a version wants belongs to another page."""

    sentence = _("“%(title)s” cannot take its new address: another page has it. Choose another one.")
