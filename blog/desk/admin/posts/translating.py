"""The versions of a post in other languages, in admin: beginning one, linking two posts, and holding one to its original."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.desk.admin.posts.scope import PostScope
from blog.desk.forms import TranslateForm
from blog.organizations.scoped_admin import signed_in
from blog.posts import services
from blog.posts.models import Post, PostQuerySet
from blog.posts.models.errors import PostError
from blog.search.desk import numbers_of

CANDIDATES = 10


class PostTranslations(PostScope):
    """A page for those who may change the post. The services decide what they may do there."""

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the versions in other languages."""
        view = self.admin_site.admin_view(self.translations_view)
        return [path("<int:object_id>/translations/", view, name="posts_post_translations"), *super().get_urls()]

    def translations_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show the versions of a post, or do what a button says.

        Raises:
            Http404: when there is no post that the user may change.
        """
        post: Post | None = self.get_object(request, str(object_id))
        if post is None or not self.has_change_permission(request, post):
            raise Http404
        versions = list(Post.objects.in_group_of(post).worked_on_by(signed_in(request)))
        taken = {post.language, *Post.objects.in_group_of(post).values_list("language", flat=True)}
        act = request.POST.get("act", "")
        form = TranslateForm(request.POST if act == "translate" else None, taken=taken)
        if act and (answer := self._press(request, post, act, form)) is not None:
            return answer
        words = request.GET.get("q", "").strip()
        context = self.admin_site.each_context(request) | {
            "title": _("Other languages"),
            "opts": self.opts,
            "original": post,
            "versions": versions,
            "form": form,
            "words": words,
            "candidates": self._candidates(request, post, words),
        }
        return TemplateResponse(request, "admin/posts/post/translations.html", context)

    def _candidates(self, request: HttpRequest, post: Post, words: str) -> list[Post]:
        """Return posts that may be linked with this one, those changed last first."""
        rows: PostQuerySet = Post.objects.editable_by(signed_in(request)).linkable_with(post)
        if words:
            rows = rows.filter(pk__in=numbers_of(words, among=[post.organization_id]))
        return list(rows.defer("body", "body_html").order_by("-updated_at", "-pk")[:CANDIDATES])

    def _press(self, request: HttpRequest, post: Post, act: str, form: TranslateForm) -> HttpResponse | None:
        """Do what a button says and lead on; None when the page says why it was not done."""
        user, at = signed_in(request), timezone.now()
        try:
            match act:
                case "translate" if form.is_valid():
                    draft = services.translate_post(post, form.cleaned_data["language"], by=user, at=at)
                    messages.success(request, _("This is the translation: a draft with the text of the original."))
                    return redirect("admin:posts_post_change", draft.pk)
                case "link" | "link_original":
                    other = self._other(request)
                    services.link_translation(post, other, by=user, at=at, is_original=act == "link_original")
                    messages.success(request, _("“%s” is linked.") % other)
                case "unlink":
                    services.unlink_translation(post, by=user, at=at)
                    messages.success(request, _("“%s” stands by itself again.") % post)
                case "confirm":
                    services.confirm_translation(post, by=user, at=at)
                    messages.success(request, _("“%s” is up to date with its original.") % post)
                case _:
                    return None
        except PostError as error:
            messages.error(request, str(error))
        return redirect("admin:posts_post_translations", post.pk)

    def _other(self, request: HttpRequest) -> Post:
        """Return the post that is named, of those that the user may change.

        Raises:
            Http404: when there is none.
        """
        number: Any = request.POST.get("other", "")
        other = Post.objects.editable_by(signed_in(request)).filter(pk=number).first() if number.isdecimal() else None
        if other is None:
            raise Http404
        return other
