"""Following a discussion by mail: the form, the link that confirms, the link that stops."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog.accounts.models import User
from blog.comments.converters import comment_number
from blog.comments.errors import NotAnswerableError, ReplyError, TooOftenError
from blog.comments.follow_form import FollowForm
from blog.comments.forms import OPEN_FOR_TOO_LONG
from blog.comments.models import Comment, Follow
from blog.comments.people import Author
from blog.comments.services import following
from blog.comments.views.private import is_forged, is_fragment, network_address, private_page, render_box, signed_in
from blog.comments.views.reply import done_context
from blog.mailing.opt_in import AlreadyConfirmedError, ExpiredLinkError, LinkError, UnknownLinkError
from blog.posts.guards import WithdrawnError, get_public_post
from blog.posts.models import Post

ASKED, FOLLOWING = "asked", "following"


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # `is_forged` checks, so that an old token costs nobody the address that they typed
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer to follow a post's discussion, or with `?branch=` the replies to one comment, and take what is sent."""
    at = timezone.now()
    try:
        post = get_public_post(slug, at=at)
    except WithdrawnError:
        return render(request, "410.html", status=HTTPStatus.GONE)
    branch = _branch(post, request.GET["branch"]) if "branch" in request.GET else None
    page = FollowPage(request, post, branch, signed_in(request), at)
    return page.receive() if request.method == "POST" else page.show(FollowForm(user=page.user))


@private_page
@require_safe
def follow_done(request: HttpRequest, slug: str, outcome: str) -> HttpResponse:
    """Say what happens next."""
    if outcome not in {ASKED, FOLLOWING}:
        raise Http404
    try:
        post = get_public_post(slug, at=timezone.now())
    except WithdrawnError:
        return render(request, "410.html", status=HTTPStatus.GONE)
    return _done_page(request, post, outcome)


def _branch(post: Post, number: str) -> Comment:
    try:
        return following.find_branch(post, comment_number(number) or 0)
    except NotAnswerableError:
        raise Http404 from None


def _done_page(request: HttpRequest, post: Post, outcome: str, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return render_box(request, "comments/follow_done.html", done_context(post, outcome), status=status)


def _what(follow: Follow) -> dict[str, Any]:
    """Return what a page says about a follow; `branch` is loaded."""
    return {"post": follow.post, "is_branch": follow.branch_id is not None, "author": follow.branch_author}


@dataclass(frozen=True, slots=True)
class FollowPage:
    """The form in one request; `user` is None for somebody who has not signed in, `branch` for the whole discussion."""

    request: HttpRequest
    post: Post
    branch: Comment | None
    user: User | None
    at: datetime

    def receive(self) -> HttpResponse:
        """Take a sent form. The answer to a stranger is the same for every address, whatever it follows already."""
        form = FollowForm(self.request.POST, user=self.user)
        if is_forged(self.request):
            form.add_error(None, OPEN_FOR_TOO_LONG)
            return self.show(form, status=HTTPStatus.FORBIDDEN)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if self.user is not None:
            following.follow(self.post, branch=self.branch, by=self.user, at=self.at)
            return self._done(FOLLOWING)
        if form.is_trapped:  # by a robot, which learns nothing from the answer
            return self._done(ASKED)
        network = Author(ip_address=network_address(self.request)).network
        email = form.cleaned_data["email"]
        try:
            following.ask_to_follow(self.post, branch=self.branch, email=email, network=network, at=self.at)
        except TooOftenError as error:
            form.add_error(None, str(error))
            return self.show(form, error=error)
        return self._done(ASKED)

    def show(self, form: FollowForm, *, error: ReplyError | None = None, status: HTTPStatus | None = None) -> HttpResponse:
        """Render the form; the plain page, or what is put into the reader's page."""
        query = {"branch": self.branch.pk} if self.branch else None
        here = reverse("follow", args=[self.post.slug], query=query)
        context = {
            "post": self.post,
            "branch": self.branch,
            "is_branch": self.branch is not None,
            "author": self.branch.author_name if self.branch else "",
            "form": form,
            "user_email": self.user.email if self.user else "",
            "following": following.find_own_follow(self.post, self.branch, user=self.user) if self.user else None,
            "action": here,
            "sign_in": reverse("account_login", query={"next": here}),
        }
        return render_box(self.request, "comments/follow.html", context, error=error, status=status)

    def _done(self, outcome: str) -> HttpResponse:
        if is_fragment(self.request):
            return _done_page(self.request, self.post, outcome, status=HTTPStatus.CREATED)
        return HttpResponseRedirect(reverse("follow-done", args=[self.post.slug, outcome]))


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def follow_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a mailed link confirms, and a button; only the button confirms, for scanners of mail follow links too."""
    at = timezone.now()
    try:
        if request.method != "POST":
            found = following.find_unconfirmed_follow(token, at=at)
            return render(request, "comments/follow_confirm.html", _what(found))
        found = following.confirm_follow(token, at=at)
    except LinkError as error:
        return _refuse(request, error)
    return HttpResponseRedirect(reverse("follow-done", args=[found.post.slug, FOLLOWING]))


def _refuse(request: HttpRequest, error: LinkError) -> HttpResponse:
    is_unknown = isinstance(error, UnknownLinkError)
    context = {
        "follow": getattr(error, "row", None),
        "is_unknown": is_unknown,
        "is_used": isinstance(error, AlreadyConfirmedError),
        "is_expired": isinstance(error, ExpiredLinkError),
    }
    status = HTTPStatus.NOT_FOUND if is_unknown else HTTPStatus.GONE
    return render(request, "comments/follow_refused.html", context, status=status)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # RFC 8058, 3.2: a mail program sends the POST, without cookie and token; the link itself is the secret
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a stop link stops, and a button; a POST stops it at once, with `everything` all mails to the address."""
    try:
        found = following.find_followed(token)
    except UnknownLinkError as error:
        return _refuse(request, error)
    if found is None:
        return render(request, "comments/follow_stopped.html")
    if request.method != "POST":
        is_public = following.is_public(found.post, at=timezone.now())
        hidden = {} if is_public else {"post": None, "author": ""}
        return render(request, "comments/follow_stop.html", _what(found) | hidden)
    if "everything" in request.POST:
        following.stop_everything(found)
        return render(request, "comments/follow_stopped.html")
    return render(request, "comments/follow_stopped.html", {"other": following.stop(found)})
