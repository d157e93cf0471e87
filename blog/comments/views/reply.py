"""The reply form: a plain page, and the same address with `?fragment=1` for the page that a reader is on."""

from dataclasses import dataclass
from datetime import datetime
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
from blog.comments import services
from blog.comments.converters import comment_number
from blog.comments.errors import ClosedError, NotAnswerableError, ReplyError, SignInNeededError, TooManyError
from blog.comments.forms import OPEN_FOR_TOO_LONG, CommentForm
from blog.comments.models import Comment, State
from blog.comments.policy import check_open
from blog.comments.views.private import is_forged, network_address, private_page
from blog.posts.guards import WithdrawnError, get_public_post
from blog.posts.models import Post
from blog.richtext.rendering import render_comment

CONFIRM, HELD = "confirm", "held"
STATUSES: dict[type[ReplyError], HTTPStatus] = {
    NotAnswerableError: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyError: HTTPStatus.TOO_MANY_REQUESTS,
}


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # `is_forged` checks, so that a token that has changed meanwhile costs nobody their words
def reply(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer the form for a reply to a post, or with `?to=` to a comment; take what is sent."""
    at = timezone.now()
    try:
        post = get_public_post(slug, at=at)
    except WithdrawnError:
        return render(request, "410.html", status=HTTPStatus.GONE)
    page = ReplyPage(request, post, request.user if request.user.is_authenticated else None, at)
    return page.receive() if request.method == "POST" else page.offer()


@private_page
@require_safe
def reply_done(request: HttpRequest, slug: str, outcome: str) -> HttpResponse:
    """Say what happens next with a reply that is not public yet."""
    if outcome not in {CONFIRM, HELD}:
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


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """The form in one request; `user` is None for a guest."""

    request: HttpRequest
    post: Post
    user: User | None
    at: datetime

    def offer(self) -> HttpResponse:
        """Show an empty form."""
        to = comment_number(self.request.GET.get("to"))
        target = self._target(to) if "to" in self.request.GET else None
        if "to" in self.request.GET and target is None:
            raise Http404
        try:
            check_open(self.post, user=self.user, at=self.at)
        except (ClosedError, SignInNeededError) as error:
            return self._show(CommentForm(self.post, user=self.user, reply_to=to), refusal=error)
        return self._show(CommentForm(self.post, user=self.user, reply_to=to), target=target)

    def receive(self) -> HttpResponse:
        """Take a sent form; whatever is wrong, show it again with every word in it."""
        to = comment_number(self.request.POST.get("reply_to"))
        form = CommentForm(self.post, self.request.POST, user=self.user, reply_to=to)
        try:
            return self._take(form)
        except ReplyError as error:
            return self._show_again(form, error)

    def _take(self, form: CommentForm) -> HttpResponse:
        check_open(self.post, user=self.user, at=self.at)
        if is_forged(self.request):
            form.add_error(None, OPEN_FOR_TOO_LONG)
            return self._show(form, status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if "preview" in self.request.POST:
            return self._show(form, preview=render_comment(form.cleaned_data["comment"]))
        return self._send(form)

    def _show_again(self, form: CommentForm, error: ReplyError) -> HttpResponse:
        status = STATUSES.get(type(error), HTTPStatus.FORBIDDEN)
        if isinstance(error, ClosedError | SignInNeededError):
            return self._show(form, refusal=error, status=status)
        if isinstance(error, NotAnswerableError):
            form.refuse_target(error)
        else:
            form.add_error(None, str(error))
        response = self._show(form, status=status)
        if isinstance(error, TooManyError):
            response["Retry-After"] = str(error.wait_seconds)
        return response

    def _send(self, form: CommentForm) -> HttpResponse:
        author = form.author(ip_address=network_address(self.request))
        text, to = form.cleaned_data["comment"], form.cleaned_data["reply_to"]
        if self.user is None:
            services.request_confirmation(self.post, by=author, text=text, reply_to=to, at=self.at)
            return self._done(CONFIRM)
        comment = services.post_comment(self.post, by=author, text=text, reply_to=to, at=self.at)
        return self._done("" if comment.state == State.PUBLIC else HELD, comment)

    def _done(self, outcome: str, comment: Comment | None = None) -> HttpResponse:
        if self._is_fragment:
            context = done_context(self.post, outcome) | {"comment": comment, "is_fragment": True}
            return render(self.request, "comments/reply_done.html#result", context, status=HTTPStatus.CREATED)
        if comment is not None and not outcome:
            return HttpResponseRedirect(comment.get_absolute_url())
        return HttpResponseRedirect(reverse("reply-done", args=[self.post.slug, outcome]))

    def _show(
        self,
        form: CommentForm,
        *,
        target: Comment | None = None,
        refusal: ReplyError | None = None,
        preview: str = "",
        status: int = HTTPStatus.OK,
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
            "action": here,
            "sign_in": reverse("account_login", query={"next": here_again}),
            "log_out": reverse("account_logout", query={"next": here_again}),
            "is_fragment": self._is_fragment,
        }
        template = "comments/reply.html#reply" if self._is_fragment else "comments/reply.html"
        return render(self.request, template, context, status=status)

    def _target(self, to: int | None) -> Comment | None:
        """Return the public comment that is answered, if there is one."""
        if to is None:
            return None
        try:
            return services.find_answerable(self.post, to)
        except NotAnswerableError:
            return None

    @property
    def _is_fragment(self) -> bool:
        return "fragment" in self.request.GET
