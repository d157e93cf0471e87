"""The feeds of the newest replies, to a post and on the whole site: RSS 2.0."""

from collections.abc import Iterable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from blog.accounts.changes import of_people
from blog.changes.kept import kept
from blog.changes.reading import narrowed
from blog.comments.changes import of_discussion
from blog.comments.models import Comment
from blog.posts.addresses import absolute, with_absolute_links
from blog.posts.changes import of_post
from blog.posts.feedformats import FullTextRss
from blog.posts.guards import WithdrawnError, get_public_post

COMMENTS_A_FEED = 50


@kept()
@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the newest public replies to a public post with their whole text."""
    try:
        post = get_public_post(slug, at=timezone.now())
    except WithdrawnError:
        return render(request, "410.html", status=HTTPStatus.GONE)
    generator = FullTextRss(
        title=_("Replies to “%(title)s”") % {"title": post.title},
        link=absolute(post.get_absolute_url()),
        description=_("The newest replies to “%(title)s”") % {"title": post.title},
        language=post.language,
        feed_url=absolute(request.path),
    )
    with narrowed() as on:
        comments = list(Comment.objects.public().of_post(post).for_feed()[:COMMENTS_A_FEED])
        on(of_discussion(post.pk), of_post(post.pk), *of_people({comment.user_id for comment in comments if comment.user_id}))
    return _answer(generator, ((comment, _("Reply by %(name)s") % {"name": comment.author_name}) for comment in comments))


@kept()
@require_safe
def site_feed(request: HttpRequest) -> HttpResponse:
    """Return the newest public replies to all public posts with their whole text."""
    generator = FullTextRss(
        title=_("Replies on %(site)s") % {"site": settings.SITE_NAME},
        link=absolute(reverse("home")),
        description=_("The newest replies to all posts of %(site)s") % {"site": settings.SITE_NAME},
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=absolute(request.path),
    )
    comments = Comment.objects.public().on_public_posts(timezone.now()).for_feed()[:COMMENTS_A_FEED]
    title = _("%(name)s on “%(title)s”")
    return _answer(
        generator, ((comment, title % {"name": comment.author_name, "title": comment.post.title}) for comment in comments)
    )


def _answer(generator: FullTextRss, titled: Iterable[tuple[Comment, str]]) -> HttpResponse:
    """Return the feed with comments under their titles. A comment whose date nobody knows carries none."""
    for comment, title in titled:
        address = absolute(comment.get_absolute_url())
        generator.add_item(
            title=title,
            link=address,
            unique_id=address,
            unique_id_is_permalink=True,
            description=comment.excerpt,
            content=with_absolute_links(comment.body_html, address=address),
            author_name=comment.author_name,
            pubdate=comment.submit_date if comment.is_date_known else None,
        )
    response = HttpResponse(content_type=FullTextRss.content_type)
    generator.write(response, "utf-8")
    return response
