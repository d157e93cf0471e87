"""Liking on a plain page of its own, and the same for scripts: in place, and which likes are the reader's own."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog.accounts.visitors import Visitor, hint_at_own_things
from blog.comments.errors import TooManyError
from blog.comments.guards import get_public_comment
from blog.comments.models import Comment
from blog.comments.people import Author
from blog.comments.views.private import is_forged, network_address, private_page
from blog.likes import services
from blog.likes.models import Like, Target
from blog.likes.people import Liker
from blog.likes.words import sentence
from blog.posts.guards import WithdrawnError, get_public_post
from blog.posts.models import Post


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # `is_forged` checks, so that who presses a button of an old page gets a new one
def like_post(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer a button to like a public post, or to take it back; do what it says."""
    at = timezone.now()
    try:
        post = get_public_post(slug, at=at)
    except WithdrawnError:
        return render(request, "410.html", status=HTTPStatus.GONE)
    return LikePage(request, post, None, at).answer()


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # as above
def like_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a button to like a public comment, or to take it back; do what it says."""
    at = timezone.now()
    comment = get_public_comment(pk, at=at)
    return LikePage(request, comment.post, comment, at).answer()


@private_page
@require_safe
def own_likes(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell a script which of the things on a post's page the reader likes: the post, and comments by their numbers."""
    try:
        post = get_public_post(slug, at=timezone.now())
    except WithdrawnError:
        return JsonResponse({}, status=HTTPStatus.GONE)
    own = Like.objects.of_post_and_its_comments(post).by(liker_of(request, Visitor.of(request)))
    comments = set(own.values_list("comment_id", flat=True))
    return JsonResponse({"post": None in comments, "comments": sorted(comments - {None})})


def liker_of(request: HttpRequest, visitor: Visitor | None) -> Liker:
    """Return who sends a request, from a browser that is known as a visitor or not known."""
    return Liker(
        user=request.user if request.user.is_authenticated else None,
        visitor_key="" if visitor is None else visitor.key,
        network=Author(ip_address=network_address(request)).network,
    )


@dataclass(frozen=True, slots=True)
class LikePage:
    """The button in one request; `comment` is None where the post itself is liked."""

    request: HttpRequest
    post: Post
    comment: Comment | None
    at: datetime

    def answer(self) -> HttpResponse:
        """Show the button, or do what was pressed: `like` set to 1 likes, anything else takes it back."""
        if self.request.method != "POST":
            return self._show()
        if is_forged(self.request):
            return self._show(status=HTTPStatus.FORBIDDEN)
        try:
            return self._like() if self.request.POST.get("like") == "1" else self._take_back()
        except TooManyError as error:
            return self._refuse(error)
        except ObjectDoesNotExist:
            raise Http404 from None

    def _like(self) -> HttpResponse:
        """Store the like; this answer, and no other, gives the browser of a visitor its cookie."""
        visitor = Visitor.of(self.request) if self.request.user.is_authenticated else Visitor.of_or_new(self.request)
        likes = services.like(self._target, by=liker_of(self.request, visitor), at=self.at)
        response = self._done(likes)
        if visitor is None:
            hint_at_own_things(response)
        else:
            visitor.remember(response)
        return response

    def _take_back(self) -> HttpResponse:
        return self._done(services.take_back(self._target, by=liker_of(self.request, Visitor.of(self.request))))

    def _done(self, likes: services.Likes) -> HttpResponse:
        if self._is_fragment:
            return _told(likes)
        if self.comment is not None:
            return HttpResponseRedirect(self.comment.get_absolute_url())
        return HttpResponseRedirect(f"{self.post.get_absolute_url()}#likes")

    def _show(self, *, status: int = HTTPStatus.OK) -> HttpResponse:
        by = liker_of(self.request, Visitor.of(self.request))
        likes = services.Likes(self._target.like_count, services.is_liked(self._target, by=by))
        if self._is_fragment:
            return _told(likes, token=get_token(self.request), status=status)
        context = {
            "post": self.post,
            "comment": self.comment,
            "likes": likes,
            "action": self._address,
            "is_again": status == HTTPStatus.FORBIDDEN,
        }
        return render(self.request, "likes/like.html", context, status=status)

    def _refuse(self, error: TooManyError) -> HttpResponse:
        """Say when to try again (RFC 6585, 4)."""
        minutes = -(-error.wait_seconds // 60)
        text = ngettext(
            "Many likes came from here in a short time. Try again in %(minutes)d minute.",
            "Many likes came from here in a short time. Try again in %(minutes)d minutes.",
            minutes,
        ) % {"minutes": minutes}
        response: HttpResponse
        if self._is_fragment:
            response = JsonResponse({"refusal": text}, status=HTTPStatus.TOO_MANY_REQUESTS)
        else:
            context = {"post": self.post, "refusal": text}
            response = render(self.request, "likes/too_many.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(error.wait_seconds)
        return response

    @property
    def _target(self) -> Target:
        return self.post if self.comment is None else self.comment

    @property
    def _address(self) -> str:
        if self.comment is None:
            return reverse("post-like", args=[self.post.slug])
        return reverse("comment-like", args=[self.comment.pk])

    @property
    def _is_fragment(self) -> bool:
        return "fragment" in self.request.GET


def _told(likes: services.Likes, *, status: int = HTTPStatus.OK, **more: str) -> JsonResponse:
    """Return what a script shows: how many, whether the reader is among them, and the line that says so."""
    answer = {"liked": likes.is_liked, "count": likes.count, "sentence": sentence(likes.count)}
    return JsonResponse(answer | more, status=status)
