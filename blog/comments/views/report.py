"""Reporting a comment to the moderators."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.accounts.visitors import Visitor
from blog.comments import services
from blog.comments.errors import OwnReportError, ReplyError
from blog.comments.forms import OPEN_FOR_TOO_LONG
from blog.comments.guards import get_public_comment
from blog.comments.models import Comment
from blog.comments.own_forms import ReportForm
from blog.comments.people import Author
from blog.comments.services import Reporter
from blog.comments.views.private import is_forged, is_fragment, network_address, private_page, render_box, signed_in


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # as the reply form
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is wrong with a public comment, and tell the moderators. Whoever did that before is thanked again."""
    if services.has_reported(pk, by=_reporter(request, Visitor.of(request))):
        return render_box(request, "comments/report.html", {"is_done": True})
    comment = get_public_comment(pk, at=timezone.now())
    form = ReportForm(request.POST if request.method == "POST" else None, number=pk)
    if not form.is_bound:
        return _show(request, comment, form)
    if is_forged(request):
        form.add_error(None, OPEN_FOR_TOO_LONG)
        return _show(request, comment, form, status=HTTPStatus.FORBIDDEN)
    if not form.is_valid():
        return _show(request, comment, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return _take(request, comment, form)
    except ReplyError as error:
        form.add_error(None, str(error))
        return _show(request, comment, form, error=error)


def _take(request: HttpRequest, comment: Comment, form: ReportForm) -> HttpResponse:
    """Store the report; a browser that nobody signed in with is known from now on, so that it reports once."""
    visitor = Visitor.of(request) if signed_in(request) else Visitor.of_or_new(request)
    by, given = _reporter(request, visitor), form.cleaned_data
    services.report_comment(comment, by=by, reason=given["reason"], text=given["text"], at=timezone.now())
    response: HttpResponse = HttpResponseRedirect(request.path)
    if is_fragment(request):
        response = render_box(request, "comments/report.html", {"is_done": True}, status=HTTPStatus.CREATED)
    if by.user is None and visitor is not None:
        visitor.remember(response)
    return response


def _reporter(request: HttpRequest, visitor: Visitor | None) -> Reporter:
    network = Author(ip_address=network_address(request)).network
    return Reporter(user=signed_in(request), visitor_key="" if visitor is None else visitor.key, network=network)


def _show(
    request: HttpRequest,
    comment: Comment,
    form: ReportForm,
    *,
    error: ReplyError | None = None,
    status: HTTPStatus | None = None,
) -> HttpResponse:
    context = {
        "comment": comment,
        "post": comment.post,
        "form": form,
        "is_own": isinstance(error, OwnReportError),
        "action": request.path,
    }
    return render_box(request, "comments/report.html", context, error=error, status=status)
