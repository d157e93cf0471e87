"""The reply form."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_comments.forms import CommentForm as StockCommentForm

from blog.accounts.models import User
from blog.comments.errors import NotAnswerableError
from blog.comments.people import NAME_CHARACTERS, Author
from blog.comments.words import clean_text, has_words, is_unprintable
from blog.posts.models import Post
from blog.richtext.rendering import render_comment
from blog.richtext.text import plain_text

LARGEST_NUMBER = 2**31 - 1  # of the package's primary key
EMAIL_CHARACTERS = 254  # the columns of addresses
URL_CHARACTERS = 200  # the package's column
SHA256_CHARACTERS = 64
ABOUT_SENDING = ("timestamp", "security_hash")
OPEN_FOR_TOO_LONG = _("This form was open for a long time. Your text is kept: send it again.")
TRAP_WAS_FILLED = _("A field that people do not see was filled in, perhaps by your browser. It is empty now: send again.")


class CommentTextField(forms.CharField):
    """A long text. The browser does not cut it: what is too long is told, and kept."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the text with one kind of line end and without control characters."""
        return clean_text(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave `maxlength` out: with it a browser cuts what is pasted, and says nothing."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class CommentForm(StockCommentForm):  # type: ignore[misc]  # django-contrib-comments is not annotated
    """The package's form (security hash, timestamp, honeypot) with our fields; a signed-in person gives the text alone.

    What is wrong with the sending itself never costs the writer a word: the form comes again with a new hash and the
    text in it. The post is named by the address that the form is sent to.

    A trap that was filled in is explained the first time, which keeps simple robots out; where a browser fills it in again,
    the reply is taken, for a moderator to look at.
    """

    data: Mapping[str, Any]
    content_type = None
    object_pk = None
    security_hash = forms.CharField(max_length=SHA256_CHARACTERS, widget=forms.HiddenInput)
    comment = CommentTextField(
        label=_("Your reply"),
        max_length=settings.REPLY_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("*emphasis*, **strong**, `code`, > quotation, - list, [words](address)"),
    )
    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=NAME_CHARACTERS,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        max_length=EMAIL_CHARACTERS,
        label=_("E-mail address"),
        help_text=_("Never shown. You get a mail with a link that publishes your reply."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    url = forms.URLField(
        label=_("Website (optional)"),
        required=False,
        max_length=URL_CHARACTERS,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"}),
    )
    honeypot = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    followup = forms.BooleanField(label=_("Tell me about replies by mail"), required=False)
    trap_explained = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)
    for_guests: ClassVar[tuple[str, ...]] = ("name", "email", "url")

    def __init__(
        self, post: Post, data: Mapping[str, Any] | None = None, *, user: User | None, reply_to: int | None = None
    ) -> None:
        super().__init__(post, data, {"reply_to": reply_to}, auto_id=f"reply-{reply_to or 'post'}-%s")
        self.user = user
        if user is not None:
            for name in self.for_guests:
                del self.fields[name]

    def generate_security_hash(self, content_type: str, object_pk: str, timestamp: str) -> str:
        """Return what proves that this site gave the form out, for this post, at this moment."""
        value = f"{content_type}-{object_pk}-{timestamp}"
        return salted_hmac("blog.comments.forms.CommentForm", value, algorithm="sha256").hexdigest()

    def clean_security_hash(self) -> str:
        """Check the hash against the post that is replied to; the package checks it against what the sender says."""
        given: str = self.cleaned_data["security_hash"]
        if not constant_time_compare(self.initial_security_hash(self.data.get("timestamp", "")), given):
            raise ValidationError(OPEN_FOR_TOO_LONG)
        return given

    def clean_honeypot(self) -> str:
        """Refuse a trap that was filled in for the first time."""
        filled_in: str = self.cleaned_data["honeypot"]
        if filled_in and not self.data.get("trap_explained"):
            raise ValidationError(TRAP_WAS_FILLED)
        return filled_in

    def clean_comment(self) -> str:
        """Refuse a text in which there is nothing to see."""
        text: str = self.cleaned_data["comment"]
        if not has_words(plain_text(render_comment(text))):
            raise ValidationError(_("There is nothing to read in this reply."))
        return text

    def clean_name(self) -> str:
        """Refuse a name that could pass for something else; fold its white space."""
        name = " ".join(self.cleaned_data["name"].split())
        if any(is_unprintable(character) for character in name) or not has_words(name):
            raise ValidationError(_("Write a name without invisible characters."))
        return name

    def clean_email(self) -> str:
        """Bring the address to the form in which addresses are kept."""
        return User.objects.normalize_email(self.cleaned_data["email"])

    def clean_url(self) -> str:
        """Refuse what is no web address."""
        url: str = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise ValidationError(_("Write a web address that begins with https:// or http://."))
        return url

    def full_clean(self) -> None:
        """Check everything; a form that is shown again carries an empty trap, and a new hash when the old one is not valid."""
        super().full_clean()
        if not self.is_bound:
            return
        self.data = {**dict(self.data.items()), "honeypot": ""}
        if any(self.errors.pop(name, None) for name in ABOUT_SENDING):
            self.data |= self.generate_security_data()
            self.add_error(None, OPEN_FOR_TOO_LONG)
        if self.errors.pop("honeypot", None):
            self.data |= {"trap_explained": "1"}
            self.add_error(None, TRAP_WAS_FILLED)
        if self.errors.pop("reply_to", None):
            self.refuse_target(NotAnswerableError())

    def refuse_target(self, error: NotAnswerableError) -> None:
        """Say that what is answered is not there; sent again, the reply stands on its own."""
        self.data = {**self.data, "reply_to": ""}
        self.add_error(None, str(error))

    def author(self, *, ip_address: str | None, visitor_key: str = "") -> Author:
        """Return who wrote a valid form, sent from a network address by a browser, and how it was sent."""
        if self.user is not None:
            author = Author.of_user(self.user)
        else:
            author = Author(**{name: self.cleaned_data[name] for name in self.for_guests})
        return replace(
            author,
            ip_address=ip_address,
            visitor_key=visitor_key,
            form_seconds=max(0, int(time.time()) - self.cleaned_data["timestamp"]),
            filled_trap=bool(self.cleaned_data["honeypot"]),
            followup=self.cleaned_data["followup"],
        )
