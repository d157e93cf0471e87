"""The link in the confirmation mail: following it changes nothing, for scanners of mail follow it too; the button does."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from blog.comments import services
from blog.comments.errors import (
    ExpiredTokenError,
    PostNotPublicError,
    ReplyError,
    SpentTokenError,
    UnknownTokenError,
    UsedTokenError,
)
from blog.comments.models import PendingComment, State
from blog.comments.views.private import private_page
from blog.comments.views.reply import HELD
from blog.richtext.rendering import render_comment

STATUSES: dict[type[ReplyError], HTTPStatus] = {
    UnknownTokenError: HTTPStatus.NOT_FOUND,
    UsedTokenError: HTTPStatus.GONE,
    ExpiredTokenError: HTTPStatus.GONE,
    PostNotPublicError: HTTPStatus.GONE,
}


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Show a guest their reply and a button; the button makes the comment, once."""
    at = timezone.now()
    pending = None
    try:
        pending = services.find_pending(key, at=at)
        if request.method != "POST":
            context = {"pending": pending, "preview": render_comment(pending.text)}
            return render(request, "comments/confirm.html", context)
        comment = services.confirm(key, at=at)
    except SpentTokenError as error:
        return _refuse(request, error, error.pending)
    except ReplyError as error:
        return _refuse(request, error, pending)
    if comment.state == State.PUBLIC:
        return HttpResponseRedirect(comment.get_absolute_url())
    return HttpResponseRedirect(reverse("reply-done", args=[comment.post.slug, HELD]))


def _refuse(request: HttpRequest, error: ReplyError, pending: PendingComment | None) -> HttpResponse:
    """Say what the link does not do, and what can be done; the words that wait are shown, to be copied."""
    context: dict[str, Any] = {
        "error": error,
        "pending": pending,
        "is_unknown": isinstance(error, UnknownTokenError),
        "is_used": isinstance(error, UsedTokenError),
        "is_expired": isinstance(error, ExpiredTokenError),
    }
    return render(request, "comments/confirm_refused.html", context, status=STATUSES.get(type(error), HTTPStatus.FORBIDDEN))
