"""The link in a mail to moderators: following it shows the comment, and only a button decides about it."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.comments.decision_links import LIFE
from blog.comments.desk import entries, moderated_by
from blog.comments.desk_forms import REASON_CHARACTERS, LinkForm
from blog.comments.models import Decision, State
from blog.comments.services.deciding import (
    DecidedMeanwhileError,
    DecisionLinkError,
    ExpiredDecisionLinkError,
    NoModeratorError,
    UnknownDecisionLinkError,
    decide_by_link,
    find_case,
)
from blog.comments.views.private import private_page

STATUSES: dict[type[DecisionLinkError], HTTPStatus] = {
    UnknownDecisionLinkError: HTTPStatus.NOT_FOUND,
    ExpiredDecisionLinkError: HTTPStatus.GONE,
    NoModeratorError: HTTPStatus.FORBIDDEN,
    DecidedMeanwhileError: HTTPStatus.GONE,
}


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # the link itself is the proof, which no other site knows; there is no session that could be abused
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Show a moderator a comment that waits, with buttons; a button decides, once."""
    try:
        if request.method == "POST":
            return _decide(request, token)
        return _ask(request, token)
    except DecisionLinkError as error:
        return _refuse(request, error)


def _decide(request: HttpRequest, token: str) -> HttpResponse:
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _ask(request, token, form)
    state, reason = State(form.cleaned_data["state"]), form.cleaned_data["reason"]
    decision = decide_by_link(token, state, reason=reason, at=timezone.now())
    return _tell(request, decision)


def _ask(request: HttpRequest, token: str, form: LinkForm | None = None) -> HttpResponse:
    case = find_case(token)
    (entry,) = entries([case.comment], known=moderated_by(case.moderator))
    context = {"entry": entry, "moderator": case.moderator, "form": form, "reason_characters": REASON_CHARACTERS}
    status = HTTPStatus.OK if form is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "comments/decide.html", context, status=status)


def _tell(request: HttpRequest, decision: Decision) -> HttpResponse:
    return render(request, "comments/decide_done.html", {"decision": decision, "is_done": True})


def _refuse(request: HttpRequest, error: DecisionLinkError) -> HttpResponse:
    """Say what the link does not do; of a comment that was decided about meanwhile, what was decided and by whom."""
    context: dict[str, Any] = {
        "decision": error.decision if isinstance(error, DecidedMeanwhileError) else None,
        "is_decided": isinstance(error, DecidedMeanwhileError),
        "is_expired": isinstance(error, ExpiredDecisionLinkError),
        "is_no_moderator": isinstance(error, NoModeratorError),
        "days": LIFE.days,
    }
    return render(request, "comments/decide_done.html", context, status=STATUSES[type(error)])
