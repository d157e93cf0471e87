"""What people do with replies of their own: see how they stand, change them, withdraw them."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.accounts.visitors import Visitor, forget_visitor, hint_at_own_things
from blog.comments import services
from blog.comments.errors import NotChangeableError, NotOwnError, ReplyError
from blog.comments.forms import OPEN_FOR_TOO_LONG
from blog.comments.models import Comment, PendingComment, State
from blog.comments.own_forms import ChangeForm
from blog.comments.services import Owner
from blog.comments.views.private import give_words_back, is_forged, is_fragment, private_page, render_box, signed_in
from blog.comments.views.reply import CHANGED, HELD, WITHDRAWN, answer
from blog.posts.guards import WithdrawnError, get_public_post
from blog.richtext.rendering import render_comment


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """Show somebody their own replies to a post; a script gets nothing where there are none.

    The button below them makes the site forget the browser.
    """
    at = timezone.now()
    try:
        post = get_public_post(slug, at=at)
    except WithdrawnError:
        return render(request, "410.html", status=HTTPStatus.GONE)
    if request.method == "POST":
        response = HttpResponseRedirect(reverse("my-replies", args=[slug]))
        forget_visitor(response)
        if signed_in(request) is not None:
            hint_at_own_things(response)  # the account has things of its own
        return response
    owner = owner_of(request)
    replies = services.own_replies(post, owner=owner, at=at)
    if is_fragment(request) and not replies:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = {"post": post, "replies": replies, "is_known": bool(owner.visitor_key), "user_name": _name(owner)}
    return render_box(request, "comments/mine.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # as the reply form
def edit(request: HttpRequest, pk: int, *, is_unconfirmed: bool = False) -> HttpResponse:
    """Offer the text of one's own reply to be changed; take the new one."""
    try:
        page = OwnReplyPage.load(request, pk, is_unconfirmed=is_unconfirmed)
        return page.change() if request.method == "POST" else page.offer_to_change()
    except NotOwnError:
        if (kept := give_words_back(request, HTTPStatus.NOT_FOUND)) is not None:
            return kept
        raise Http404 from None


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int, *, is_unconfirmed: bool = False) -> HttpResponse:
    """Ask whether one's own reply is to go; let it go."""
    try:
        page = OwnReplyPage.load(request, pk, is_unconfirmed=is_unconfirmed)
        return page.withdraw() if request.method == "POST" else page.ask()
    except NotOwnError:
        raise Http404 from None


def owner_of(request: HttpRequest) -> Owner:
    """Return whose replies a request may ask for."""
    visitor = Visitor.of(request)
    return Owner(user=signed_in(request), visitor_key="" if visitor is None else visitor.key)


def _name(owner: Owner) -> str:
    return "" if owner.user is None else owner.user.get_full_name()


@dataclass(frozen=True, slots=True)
class OwnReplyPage:
    """A page about one reply, in a request of its author."""

    request: HttpRequest
    row: Comment | PendingComment
    owner: Owner
    at: datetime

    @classmethod
    def load(cls, request: HttpRequest, pk: int, *, is_unconfirmed: bool) -> "OwnReplyPage":
        """Return the page.

        Raises:
            NotOwnError: when there is no such reply, or it is somebody else's.
        """
        owner, at = owner_of(request), timezone.now()
        find = services.find_own_unconfirmed if is_unconfirmed else services.find_own
        return cls(request, find(pk, owner=owner, at=at), owner, at)

    def offer_to_change(self) -> HttpResponse:
        """Show the form with the text as it is, or why it stays so."""
        form = ChangeForm(text=self._text, name=slugify(self.request.path))
        try:
            services.check_changeable(self.row, at=self.at)
        except NotChangeableError as error:
            return self._show_form(form, refusal=error, status=HTTPStatus.OK)
        return self._show_form(form)

    def change(self) -> HttpResponse:
        """Take a sent text; whatever is wrong, show it again."""
        form = ChangeForm(self.request.POST, name=slugify(self.request.path))
        try:
            return self._take(form)
        except NotChangeableError as error:
            return self._show_form(form, refusal=error)
        except NotOwnError:
            raise
        except ReplyError as error:
            form.add_error(None, str(error))
            return self._show_form(form, error=error)

    def _take(self, form: ChangeForm) -> HttpResponse:
        services.check_changeable(self.row, at=self.at)
        if is_forged(self.request):
            form.add_error(None, OPEN_FOR_TOO_LONG)
            return self._show_form(form, status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return self._show_form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        text = form.cleaned_data["comment"]
        if "preview" in self.request.POST:
            return self._show_form(form, preview=render_comment(text))
        if isinstance(self.row, PendingComment):
            pending = services.change_unconfirmed(self.row, by=self.owner, text=text, at=self.at)
            return answer(self.request, pending.post, CHANGED, body_html=render_comment(pending.text), effect="changed")
        comment = services.change_text(self.row, by=self.owner, text=text, at=self.at)
        if comment.state != State.PUBLIC:
            return answer(self.request, comment.post, HELD, effect="gone")
        return answer(self.request, comment.post, "", comment, effect="changed")

    def ask(self) -> HttpResponse:
        """Show what would go, and what that means."""
        try:
            services.check_standing(self.row)
        except NotChangeableError as error:
            return self._show_question(error, status=HTTPStatus.OK)
        return self._show_question()

    def withdraw(self) -> HttpResponse:
        """Let the reply go."""
        try:
            if isinstance(self.row, PendingComment):
                services.withdraw_unconfirmed(self.row, by=self.owner, at=self.at)
            else:
                services.withdraw(self.row, by=self.owner, at=self.at)
        except NotChangeableError as error:
            return self._show_question(error)
        return answer(self.request, self.row.post, WITHDRAWN, effect="gone")

    def _show_form(
        self,
        form: ChangeForm,
        *,
        refusal: ReplyError | None = None,
        error: ReplyError | None = None,
        preview: str = "",
        status: HTTPStatus | None = None,
    ) -> HttpResponse:
        context = {"form": form, "refusal": refusal, "preview": preview, "row": self.row}
        return self._show("comments/edit.html", context, error=refusal or error, status=status)

    def _show_question(self, refusal: ReplyError | None = None, *, status: HTTPStatus | None = None) -> HttpResponse:
        context = {"refusal": refusal, "preview": render_comment(self._text), "row": self.row}
        return self._show("comments/withdraw.html", context, error=refusal, status=status)

    def _show(
        self, template: str, context: dict[str, Any], *, error: ReplyError | None, status: HTTPStatus | None
    ) -> HttpResponse:
        context |= {"post": self.row.post, "action": self.request.path}
        return render_box(self.request, template, context, error=error, status=status)

    @property
    def _text(self) -> str:
        return self.row.text if isinstance(self.row, PendingComment) else self.row.comment
