"""What is kept while somebody writes: private copies, who else has the post open, and getting back what was not saved."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.forms import ModelForm
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext

from blog.desk.admin.posts.scope import PostScope
from blog.desk.forms.concurrency import version_of
from blog.desk.models import Autosave, Presence
from blog.desk.models.presence import HEARTBEAT_SECONDS
from blog.desk.services.autosaving import TooMuchError, autosave, discard_autosave
from blog.desk.services.presence import forget_presence, note_presence
from blog.organizations.scoped_admin import signed_in
from blog.posts.models import Post

SAVED_COOKIE = "gazette_saved"  # names forms that were saved, so that the browser drops its copies of them
MOST_TOLD = 20
SHOWN_NEW = 5  # unsaved new posts that are offered
SCRIPTS = ("writing", "checklist", "terms", "cover")
VERSION = "version"  # the one field that is no content


class PostAutosaves(PostScope):
    """Autosave, recovery and presence around the form."""

    class Media:
        js = tuple(forms.Script(f"gazette/admin/{name}.js", type="module") for name in SCRIPTS)

    warn_unsaved_form = False  # our script warns; the theme's would not see the choosers, and listens anew at each key

    # --- Addresses ---
    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those that a form speaks to while it is filled in."""

        def address(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            pattern: URLPattern = path(route, self.admin_site.admin_view(view), name=f"posts_post_{name}")
            return pattern

        return [
            address("autosave/", self.autosave_view, "autosave_new"),
            address("autosave/<int:autosave_id>/discard/", self.discard_view, "autosave_discard"),
            address("<int:object_id>/autosave/", self.autosave_view, "autosave"),
            address("presence/", self.presence_view, "presence_new"),
            address("<int:object_id>/presence/", self.presence_view, "presence"),
            *super().get_urls(),
        ]

    def autosave_view(self, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """Keep what was written; answer when that was, and who else is at the post."""
        post, key = self._form_of(request, object_id), request.POST.get("autosave_key", "")[:36]
        if request.method != "POST" or (post is None and not key):
            raise Http404
        at = timezone.now()
        form = self.get_form(request, post, change=post is not None)
        fields = {name: request.POST.getlist(name) for name in request.POST if _is_of(form, name)}
        try:
            kept = autosave(fields, by=signed_in(request), at=at, post=post, key=key, written_at=_written_at(request, at))
        except TooMuchError as error:
            return JsonResponse({"refused": str(error)}, status=413)
        moment = time_format(timezone.localtime(kept.saved_at), "TIME_FORMAT")
        return JsonResponse({"saved": gettext("Saved privately at %s") % moment, **self._around(request, post, at)})

    def discard_view(self, request: HttpRequest, autosave_id: int) -> HttpResponse:
        """Forget what was kept, and show the form again."""
        if request.method != "POST":
            raise Http404
        kept = get_object_or_404(Autosave.objects.of(signed_in(request)), pk=autosave_id)
        discard_autosave(by=signed_in(request), post=kept.post, key=kept.key)
        response = HttpResponseRedirect(_address_of_form(kept.post))
        return _telling_browser(request, response, _place(kept.post, kept.key))

    def presence_view(self, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """Note that the form is still open; answer who is signed in, and who else is at the post."""
        post = self._form_of(request, object_id)
        return JsonResponse({"token": get_token(request), **self._around(request, post, timezone.now())})

    def _form_of(self, request: HttpRequest, object_id: int | None) -> Post | None:
        """Return the post whose form the signed-in user may fill in; None for a new one.

        Raises:
            Http404: when there is none for them.
        """
        post = None if object_id is None else cast("Post | None", self.get_object(request, str(object_id)))
        allowed = self.has_add_permission(request) if object_id is None else self.has_change_permission(request, post)
        if not allowed or (post is None and object_id is not None):
            raise Http404
        return post

    def _around(self, request: HttpRequest, post: Post | None, at: datetime) -> dict[str, Any]:
        """Return what a form is to know: who fills it in, and what others do at the post."""
        user = signed_in(request)
        if post is None:
            return {"user": user.pk, "notes": ""}
        note_presence(post, by=user, at=at)
        version = request.POST.get("version", request.GET.get("version", ""))
        context: dict[str, Any] = {
            "others": Presence.objects.beside(user, post).current(at),
            "post": post,
            "is_stale": version not in {"", version_of(post)},
        }
        return {"user": user.pk, "notes": render_to_string("admin/posts/post/notes.html", context, request)}

    # --- The form ---
    def get_form(
        self,
        request: HttpRequest,
        obj: Post | None = None,
        change: bool = False,  # noqa: FBT001, FBT002  # Django's signature
        **kwargs: Any,
    ) -> type[ModelForm[Post]]:
        """Return the form; filled in as it was left, when that is asked for."""
        form = cast("type[ModelForm[Post]]", super().get_form(request, obj, change=change, **kwargs))
        kept = self._asked_for(request, obj)
        return form if kept is None else _filled_in(form, kept)

    def _asked_for(self, request: HttpRequest, post: Post | None) -> Autosave | None:
        """Return what the reader wants back.

        Raises:
            Http404: when it is not theirs, or of another form.
        """
        number = request.GET.get("recover", "")
        if request.method != "GET" or not number:
            return None
        if not hasattr(request, "_recovered"):  # the admin asks for the form several times while it makes one page
            theirs = Autosave.objects.of(signed_in(request))
            of_form = theirs.for_new_posts() if post is None else theirs.for_post(post)
            request._recovered = get_object_or_404(of_form, pk=number if number.isdecimal() else 0)  # type: ignore[attr-defined]  # kept for the rest of this request
        return cast("Autosave", request._recovered)  # type: ignore[attr-defined]  # as above

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002  # as above
        change: bool = False,  # noqa: FBT001, FBT002  # as above
        form_url: str = "",
        obj: Post | None = None,
    ) -> HttpResponse:
        """Show the form with what its script needs, and with what was kept and is not in it."""
        if obj is None or self.has_change_permission(request, obj):
            if request.method == "POST":
                self._keep_refused(request, context["adminform"].form, obj)
            context["writing"] = self._writing(request, obj)
        return cast("HttpResponse", super().render_change_form(request, context, add, change, form_url, obj))

    def _writing(self, request: HttpRequest, post: Post | None) -> dict[str, Any]:
        recovered = self._asked_for(request, post)
        key = "" if post is not None else recovered.key if recovered else request.POST.get("autosave_key", "") or str(uuid4())
        names = (["autosave", "presence"], [post.pk]) if post is not None else (["autosave_new", "presence_new"], [])
        autosave_url, presence_url = (reverse(f"admin:posts_post_{name}", args=names[1]) for name in names[0])
        is_first_look = request.method == "GET" and recovered is None
        return {
            "autosave_url": autosave_url,
            "presence_url": presence_url,
            "heartbeat_seconds": HEARTBEAT_SECONDS,
            "key": key,
            "place": _place(post, key),
            "is_unsaved": not is_first_look,
            "recovered": recovered,
            "kept": self._kept(request, post) if is_first_look else [],
            "notes": self._around(request, post, timezone.now())["notes"],
        }

    def _keep_refused(self, request: HttpRequest, form: ModelForm[Post], post: Post | None) -> None:
        """Keep what was sent and not stored, whether the browser has a script or not."""
        fields = {name: request.POST.getlist(name) for name in request.POST if _is_of(type(form), name)}
        key, at = request.POST.get("autosave_key", "")[:36], timezone.now()
        if post is not None or key:
            with suppress(TooMuchError):  # it stands in the page that follows
                autosave(fields, by=signed_in(request), at=at, post=post, key="" if post else key, written_at=at)

    def _kept(self, request: HttpRequest, post: Post | None) -> list[dict[str, Any]]:
        """Return what was written and not saved, each with the labels of the fields in which it differs."""
        theirs = Autosave.objects.of(signed_in(request))
        rows = theirs.for_new_posts() if post is None else theirs.for_post(post)
        form_class = self.get_form(request, post, change=post is not None)
        found = []
        for kept in rows.newest_first()[:SHOWN_NEW]:
            form = form_class(kept.as_data(), instance=post)
            differing = [str(form[name].label) for name in form.changed_data if name != VERSION]
            if differing:
                found.append({"autosave": kept, "differing": differing})
        return found

    # --- Saving ---
    def save_related(self, request: HttpRequest, form: ModelForm[Post], formsets: Any, change: bool) -> None:  # noqa: FBT001  # as above
        """Store the relations; what was kept of the form has served."""
        super().save_related(request, form, formsets, change)
        key = request.POST.get("autosave_key", "")
        discard_autosave(by=signed_in(request), post=form.instance if change else None, key="" if change else key)
        forget_presence(form.instance, by=signed_in(request))
        request._saved_place = _place(form.instance if change else None, key)  # type: ignore[attr-defined]  # told below

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show or store the form; after storing, tell the browser that its own copy has served."""
        response = super().changeform_view(request, *args, **kwargs)
        place = getattr(request, "_saved_place", "")
        return _telling_browser(request, response, place) if place else response


def _is_of(form: type[ModelForm[Post]], name: str) -> bool:
    """Say whether a field of the form has the name, or one of the two boxes of a moment."""
    return name in form.base_fields or name.removesuffix("_0").removesuffix("_1") in form.base_fields


def _filled_in(form: type[ModelForm[Post]], kept: Autosave) -> type[ModelForm[Post]]:
    """Return the form filled in as it was left. Nothing is judged before it is sent."""

    class FilledIn(form):  # type: ignore[valid-type,misc]  # made for one request, as Django's admin makes them
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*(args or (kept.as_data(),)), **kwargs)
            self._errors = ErrorDict()

    return FilledIn


def _written_at(request: HttpRequest, at: datetime) -> datetime:
    """Return when a browser's copy was written, as it says; now when it does not, or says what cannot be."""
    told = request.POST.get("autosave_written_at", "")
    written = datetime.fromtimestamp(int(told[:14]) / 1000, tz=UTC) if told.isdecimal() else at
    return min(written, at)


def _place(post: Post | None, key: str) -> str:
    """Return the name by which a browser knows a form."""
    return f"new-{key}" if post is None else f"post-{post.pk}"


def _address_of_form(post: Post | None) -> str:
    return reverse("admin:posts_post_add") if post is None else reverse("admin:posts_post_change", args=[post.pk])


def _telling_browser(request: HttpRequest, response: HttpResponse, place: str) -> HttpResponse:
    """Name a form to the browser, beside those that it has not taken notice of yet."""
    untold = [each for each in request.COOKIES.get(SAVED_COOKIE, "").split(".") if each and each != place]
    response.set_cookie(SAVED_COOKIE, ".".join([*untold, place][-MOST_TOLD:]), path=reverse("admin:index"), samesite="Strict")
    return response
