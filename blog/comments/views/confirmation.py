"""The link in the confirmation mail: following it changes nothing, for scanners of mail follow it too; the button does."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from blog.accounts.visitors import Visitor
from blog.comments import services
from blog.comments.errors import (
    ChangedMeanwhileError,
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
    try:
        return _confirm(request, key, at) if request.method == "POST" else _show(request, services.find_pending(key, at=at))
    except SpentTokenError as error:
        return _refuse(request, error, error.pending)
    except UnknownTokenError as error:
        return _refuse(request, error, None)


def _confirm(request: HttpRequest, key: str, at: datetime) -> HttpResponse:
    """Make the comment, or say why not with the words that wait."""
    try:
        return _lead_to_comment(request, key, at)
    except (SpentTokenError, UnknownTokenError):
        raise
    except ChangedMeanwhileError as error:
        return _show(request, services.find_pending(key, at=at), error)
    except ReplyError as error:
        return _refuse(request, error, services.find_pending(key, at=at))


def _lead_to_comment(request: HttpRequest, key: str, at: datetime) -> HttpResponse:
    """Make the comment, and lead to it; the browser is known from now on as the one that wrote it."""
    visitor = Visitor.of_or_new(request)
    comment = services.confirm_as_read(key, read=request.POST.get("read", ""), visitor_key=visitor.key, at=at)
    is_public = comment.state == State.PUBLIC
    address = comment.get_absolute_url() if is_public else reverse("reply-done", args=[comment.post.slug, HELD])
    response = HttpResponseRedirect(address)
    visitor.remember(response)
    return response


def _show(request: HttpRequest, pending: PendingComment, error: ReplyError | None = None) -> HttpResponse:
    """Show what the button would publish; the form carries its digest, so that the button publishes nothing else."""
    context = {
        "pending": pending,
        "preview": render_comment(pending.text),
        "read": services.digest(pending.text),
        "error": error,
    }
    return render(request, "comments/confirm.html", context, status=HTTPStatus.OK if error is None else HTTPStatus.CONFLICT)


def _refuse(request: HttpRequest, error: ReplyError, pending: PendingComment | None) -> HttpResponse:
    """Say what the link does not do, and what can be done; the words that wait are shown, to be copied."""
    context: dict[str, Any] = {
        "error": error,
        "pending": pending,
        "is_unknown": isinstance(error, UnknownTokenError),
        "is_used": isinstance(error, UsedTokenError),
        "is_withdrawn": isinstance(error, ExpiredTokenError) and pending is not None and not pending.text,
        "is_expired": isinstance(error, ExpiredTokenError),
    }
    return render(request, "comments/confirm_refused.html", context, status=STATUSES.get(type(error), HTTPStatus.FORBIDDEN))
