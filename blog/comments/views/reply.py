"""The reply form: a plain page, and the same address with `?fragment=1` for the page that a reader is on."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog.accounts.models import User
from blog.accounts.visitors import Visitor, hint_at_own_things
from blog.comments import services
from blog.comments.converters import comment_number
from blog.comments.errors import ClosedError, NotAnswerableError, ReplyError, SignInNeededError
from blog.comments.forms import OPEN_FOR_TOO_LONG, CommentForm
from blog.comments.models import Comment, State
from blog.comments.people import Author
from blog.comments.policy import check_open
from blog.comments.views.private import (
    give_words_back,
    is_forged,
    is_fragment,
    network_address,
    private_page,
    render_box,
    signed_in,
)
from blog.posts.guards import WithdrawnError, get_public_post
from blog.posts.models import Post
from blog.richtext.rendering import render_comment

CONFIRM, HELD, CHANGED, WITHDRAWN = "confirm", "held", "changed", "withdrawn"
OUTCOMES = {CONFIRM, HELD, CHANGED, WITHDRAWN}


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # `is_forged` checks, so that a token that has changed meanwhile costs nobody their words
def reply(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer the form for a reply to a post, or with `?to=` to a comment; take what is sent."""
    at = timezone.now()
    try:
        post = get_public_post(slug, at=at)
    except WithdrawnError:
        return give_words_back(request, HTTPStatus.GONE) or render(request, "410.html", status=HTTPStatus.GONE)
    except Http404:
        if (kept := give_words_back(request, HTTPStatus.NOT_FOUND)) is not None:
            return kept
        raise
    page = ReplyPage(request, post, signed_in(request), at)
    return page.receive() if request.method == "POST" else page.offer()


@private_page
@require_safe
def reply_done(request: HttpRequest, slug: str, outcome: str) -> HttpResponse:
    """Say what happens next with a reply that is not public, or not any more."""
    if outcome not in OUTCOMES:
        raise Http404
    try:
        post = get_public_post(slug, at=timezone.now())
    except WithdrawnError:
        return render(request, "410.html", status=HTTPStatus.GONE)
    return render(request, "comments/reply_done.html", done_context(post, outcome))


def done_context(post: Post, outcome: str) -> dict[str, Any]:
    """Return what the page after a reply shows."""
    folder = "" if settings.HAS_MAIL_SERVER else str(settings.MAIL_FOLDER)
    return {"post": post, "outcome": outcome, "mail_folder": folder}


def answer(
    request: HttpRequest, post: Post, outcome: str, comment: Comment | None = None, *, body_html: str = "", effect: str = ""
) -> HttpResponse:
    """Say what became of a reply: a script gets it at once, a browser is led to where it says so.

    An empty outcome means that the comment is public. The effect is on what a script shows: "changed", with the text in
    `body_html` or the comment's own, or "gone".
    """
    if is_fragment(request):
        shown = {"comment": comment, "effect": effect, "body_html": body_html or getattr(comment, "body_html", "")}
        return render_box(request, "comments/reply_done.html", done_context(post, outcome) | shown, status=HTTPStatus.CREATED)
    if comment is not None and not outcome:
        return HttpResponseRedirect(comment.get_absolute_url())
    return HttpResponseRedirect(reverse("reply-done", args=[post.slug, outcome]))


@dataclass(frozen=True)
class ReplyPage:
    """The form in one request; `user` is None for a guest."""

    request: HttpRequest
    post: Post
    user: User | None
    at: datetime

    def offer(self) -> HttpResponse:
        """Show an empty form; a guest who wrote before with this browser finds in it what they gave then."""
        to = comment_number(self.request.GET.get("to"))
        target = self._target(to) if "to" in self.request.GET else None
        if "to" in self.request.GET and target is None:
            raise Http404
        form = CommentForm(self.post, user=self.user, reply_to=to)
        try:
            check_open(self.post, user=self.user, at=self.at)
        except (ClosedError, SignInNeededError) as error:
            return self._show(form, refusal=error, status=HTTPStatus.OK)
        if self._guest is not None:
            form.initial |= {"name": self._guest.name, "email": self._guest.email, "url": self._guest.url}
        return self._show(form, target=target)

    def receive(self) -> HttpResponse:
        """Take a sent form; whatever is wrong, show it again with every word in it."""
        to = comment_number(self.request.POST.get("reply_to"))
        form = CommentForm(self.post, self.request.POST, user=self.user, reply_to=to)
        try:
            return self._take(form)
        except (ClosedError, SignInNeededError) as error:
            return self._show(form, refusal=error)
        except NotAnswerableError as error:
            form.refuse_target(error)
            return self._show(form, error=error)
        except ReplyError as error:
            form.add_error(None, str(error))
            return self._show(form, error=error)

    def _take(self, form: CommentForm) -> HttpResponse:
        check_open(self.post, user=self.user, at=self.at)
        if is_forged(self.request):
            form.add_error(None, OPEN_FOR_TOO_LONG)
            return self._show(form, status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if "preview" in self.request.POST:
            return self._show(form, preview=render_comment(form.cleaned_data["comment"]))
        return self._send_as_guest(form) if self.user is None else self._send(form)

    def _send_as_guest(self, form: CommentForm) -> HttpResponse:
        """Keep the reply until its mail is answered; the browser is known from now on, so that its own things find it."""
        visitor = Visitor.of_or_new(self.request)
        author = form.author(ip_address=network_address(self.request), visitor_key=visitor.key)
        text, to = form.cleaned_data["comment"], form.cleaned_data["reply_to"]
        services.request_confirmation(self.post, by=author, text=text, reply_to=to, at=self.at)
        response = answer(self.request, self.post, CONFIRM)
        visitor.remember(response)
        return response

    def _send(self, form: CommentForm) -> HttpResponse:
        visitor = Visitor.of(self.request)
        author = form.author(ip_address=network_address(self.request), visitor_key="" if visitor is None else visitor.key)
        text, to = form.cleaned_data["comment"], form.cleaned_data["reply_to"]
        comment = services.post_comment(self.post, by=author, text=text, reply_to=to, at=self.at)
        response = answer(self.request, self.post, "" if comment.state == State.PUBLIC else HELD, comment)
        hint_at_own_things(response)
        return response

    def _show(
        self,
        form: CommentForm,
        *,
        target: Comment | None = None,
        refusal: ReplyError | None = None,
        error: ReplyError | None = None,
        preview: str = "",
        status: HTTPStatus | None = None,
    ) -> HttpResponse:
        """Render the form, or the refusal with what was typed; the plain page, or what is put into the reader's page."""
        here = reverse("reply", args=[self.post.slug])
        to = comment_number(form["reply_to"].value())
        here_again = f"{here}?to={to}" if to else here
        context = {
            "post": self.post,
            "form": form,
            "target": target or self._target(to),
            "refusal": refusal,
            "needs_sign_in": isinstance(refusal, SignInNeededError),
            "preview": preview,
            "name": "" if self.user is None else self.user.get_full_name(),
            "guest": form["name"].value() if refusal is None and self._guest else "",
            "action": here,
            "sign_in": reverse("account_login", query={"next": here_again}),
            "log_out": reverse("account_logout", query={"next": here_again}),
            "change": reverse("account_profile", query={"next": here_again}),
            "mine": reverse("my-replies", args=[self.post.slug]),
        }
        return render_box(self.request, "comments/reply.html", context, error=refusal or error, status=status)

    def _target(self, to: int | None) -> Comment | None:
        """Return the public comment that is answered, if there is one."""
        if to is None:
            return None
        try:
            return services.find_answerable(self.post, to)
        except NotAnswerableError:
            return None

    @cached_property
    def _guest(self) -> Author | None:
        """What a guest gave the last time, if this browser is known."""
        visitor = None if self.user is not None else Visitor.of(self.request)
        return None if visitor is None else services.known_guest(visitor.key)
