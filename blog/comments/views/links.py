"""Addresses that lead to a comment, wherever it stands."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from blog.comments.guards import get_public_comment
from blog.comments.thread import address_of


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Lead to the page on which a public comment stands."""
    return HttpResponseRedirect(address_of(get_public_comment(pk, at=timezone.now())))


@require_safe
def reply_to_comment(request: HttpRequest, cid: int) -> HttpResponse:  # noqa: ARG001  # as above
    """Lead to the form that answers a public comment."""
    answered = get_public_comment(cid, at=timezone.now())
    return HttpResponseRedirect(reverse("reply", args=[answered.post.slug], query={"to": cid}))
