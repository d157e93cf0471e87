"""A post before it is public, for whoever holds a link to it; they can approve or comment."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.desk.errors import (
    ChangedMeanwhileError,
    ExpiredPreviewError,
    ForgedReviewError,
    PreviewError,
    RevokedPreviewError,
    TooManyReviewsError,
    UnknownPreviewError,
)
from blog.desk.models import PreviewLink, Verdict
from blog.desk.preview_forms import GuestReviewForm
from blog.desk.services.previews import Said, count_opening, find_link, give_review, ticket_for
from blog.posts.addresses import absolute
from blog.posts.context import page_context
from blog.posts.services import newest_version

STATUSES: dict[type[PreviewError], HTTPStatus] = {
    UnknownPreviewError: HTTPStatus.NOT_FOUND,
    ExpiredPreviewError: HTTPStatus.GONE,
    RevokedPreviewError: HTTPStatus.GONE,
    ForgedReviewError: HTTPStatus.FORBIDDEN,
    ChangedMeanwhileError: HTTPStatus.CONFLICT,
    TooManyReviewsError: HTTPStatus.TOO_MANY_REQUESTS,
}

type View = Callable[[HttpRequest, str], HttpResponse]


def secret_address(view: View) -> View:
    """Keep a page whose address is a secret out of caches, search engines and other sites' logs."""

    @cache_control(private=True, no_store=True)
    @wraps(view)
    def secretive(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return secretive


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # no cookie proves anything here: the link does, and the form carries a signed ticket of its own
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show a post on its real page with a form below; take what is sent from there."""
    at = timezone.now()
    try:
        link = find_link(token, at=at)
        if request.method == "POST":
            return _take(request, link, GuestReviewForm(request.POST))
        if request.method == "GET" and "said" not in request.GET:
            count_opening(link, at=at)
        form = GuestReviewForm(initial={"name": link.reader})
        return _show(request, link, form)
    except (UnknownPreviewError, ExpiredPreviewError, RevokedPreviewError) as error:
        context = {"is_expired": isinstance(error, ExpiredPreviewError), "is_revoked": isinstance(error, RevokedPreviewError)}
        return render(request, "desk/preview_refused.html", context, status=STATUSES[type(error)])


def _take(request: HttpRequest, link: PreviewLink, form: GuestReviewForm) -> HttpResponse:
    """Store what a guest sent, and lead back to the page; what cannot be taken is shown again with the reason."""
    if not form.is_valid():
        return _show(request, link, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        review = give_review(link.token, Said(**form.cleaned_data), at=timezone.now())
    except (ForgedReviewError, ChangedMeanwhileError, TooManyReviewsError) as error:
        response = _show(request, link, form, refusal=str(error), status=STATUSES[type(error)])
        if isinstance(error, TooManyReviewsError):
            response["Retry-After"] = str(error.wait_seconds)
        return response
    return HttpResponseRedirect(f"{link.get_absolute_url()}?said={review.verdict}#said")


def _show(
    request: HttpRequest,
    link: PreviewLink,
    form: GuestReviewForm,
    *,
    refusal: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    shown, version = newest_version(link.post)
    context: dict[str, Any] = {
        "link": link,
        "form": form,
        "refusal": refusal,
        "ticket": ticket_for(link, shown=shown),
        "reviews": link.reviews.through(link),
        "said": request.GET.get("said", "") if request.GET.get("said") in Verdict.values else "",
        "canonical_url": absolute(link.post.get_absolute_url()),  # what is printed and marked up names no secret
    }
    return render(request, "desk/preview.html", page_context(shown, version) | context, status=status)
