"""Keeping a post correct, in admin: by when it is to be looked at again, and the button that says that it still is."""

from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.desk.admin.posts.scope import PostScope
from blog.organizations.scoped_admin import signed_in
from blog.posts.models import Post
from blog.posts.models.errors import PostError
from blog.posts.services import upkeep


class DayForm(forms.Form):
    """A day, or none."""

    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])  # what a date field of a browser sends


class PostUpkeep(PostScope):
    """Who works on a post says by when it is to be checked, and that it was."""

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the two buttons."""
        view = self.admin_site.admin_view(self.upkeep_view)
        return [path("<int:object_id>/upkeep/", view, name="posts_post_upkeep"), *super().get_urls()]

    def upkeep_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Do what a button says, and go back to the post."""
        post: Post | None = self.get_object(request, str(object_id))
        if post is None:
            raise Http404
        if request.method == "POST":
            self._note(request, post, DayForm(request.POST))
        return redirect("admin:posts_post_change", object_id)

    def _note(self, request: HttpRequest, post: Post, form: DayForm) -> None:
        if not form.is_valid():
            messages.error(request, _("Give the day as a date."))
            return
        day: date | None = form.cleaned_data["day"]
        user, at = signed_in(request), timezone.now()
        is_confirmed = request.POST.get("act") == "confirm"
        try:
            if is_confirmed:
                upkeep.confirm(post, next_date=day, by=user, at=at)
            else:
                upkeep.set_review_by(post, day, by=user, at=at)
        except PostError as error:
            messages.error(request, str(error))
            return
        sentence = f"Checked, still correct; next check: {day}." if is_confirmed else f"Next check: {day}."
        LogEntry.objects.log_actions(user.pk, [post], CHANGE, change_message=sentence)
        messages.success(request, _("Noted as checked today.") if is_confirmed else _("The day of the next check is stored."))
