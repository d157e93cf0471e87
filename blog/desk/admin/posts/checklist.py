"""The checklist beside the form of a post, and the page on which owners choose what is required."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.desk.admin.posts.scope import PostScope
from blog.desk.checklist.looking import look_at
from blog.desk.forms.checklist import RequiredChecksForm
from blog.desk.services.checklist import require_checks, required_checks
from blog.media.models import Image
from blog.organizations.models import Organization
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import signed_in
from blog.posts.addresses import absolute
from blog.posts.models import Post
from blog.richtext.pasted import clean_article

CHARACTERS = {"title": 250, "seo_title": 70, "seo_description": 160, "summary": 500, "language": 20, "slug": 220}


class PostChecklist(PostScope):
    """What is looked at before publishing: shown with the form, and again while it is filled in."""

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the checklist."""
        wrap = self.admin_site.admin_view
        return [
            path("checklist/", wrap(self.checklist_view), name="posts_post_checklist"),
            path("checklist/required/", wrap(self.required_view), name="posts_post_required"),
            *super().get_urls(),
        ]

    def checklist_view(self, request: HttpRequest) -> HttpResponse:
        """Look at what stands in a form just now; nothing is stored."""
        if request.method != "POST" or not self.has_add_permission(request):
            raise Http404
        return render(request, "admin/posts/post/checklist.html", self.checked(request, self._typed(request)))

    def _typed(self, request: HttpRequest) -> Post:
        """Return a post as a form has it; of an organization that is not the user's own, none."""
        typed = {name: request.POST.get(name, "")[:most] for name, most in CHARACTERS.items()}
        number = request.POST.get("organization", "")
        own = Organization.objects.where_user_can(signed_in(request), Capability.WRITE)
        organization = own.filter(pk=number).first() if number.isdecimal() else None
        post = Post(**typed, body=clean_article(request.POST.get("body", "")))
        if organization is not None:
            post.organization = organization
        post.cover_alt, post.cover_is_decorative = request.POST.get("cover_alt", ""), "cover_is_decorative" in request.POST
        post.cover = _cover(request, request.POST.get("cover", ""))
        return post

    def checked(self, request: HttpRequest, post: Post) -> dict[str, Any]:
        """Return what the checklist shows of a post as it is in memory, as its template takes it."""
        post.render()
        required = required_checks(post.organization_id)
        findings = [(finding, finding.rule in required) for finding in look_at(post)]
        name = post.organization.name if post.organization_id else settings.SITE_NAME
        manages = Organization.objects.where_user_can(signed_in(request), Capability.MANAGE)
        shown = {
            "findings": sorted(findings, key=lambda each: (not each[1], each[0].severity != "warning")),
            "title": post.seo_title or post.title,
            "address": absolute(f"/posts/{post.slug or '…'}/"),
            "description": post.meta_description,
            "site": name,
            "may_require": manages.filter(pk=post.organization_id).exists(),
            "organization_id": post.organization_id,
        }
        return {"checklist": shown}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002  # Django's signature
        change: bool = False,  # noqa: FBT001, FBT002  # as above
        form_url: str = "",
        obj: Post | None = None,
    ) -> HttpResponse:
        """Show the form with the checklist of what stands in it."""
        if obj is None or self.has_change_permission(request, obj):
            context |= self.checked(request, self._in_form(request, context, obj))
        response: HttpResponse = super().render_change_form(request, context, add, change, form_url, obj)
        return response

    def _in_form(self, request: HttpRequest, context: dict[str, Any], post: Post | None) -> Post:
        """Return the post as the form shows it."""
        form = context["adminform"].form
        shown = Post(**{name: str(form[name].value() or "")[:most] for name, most in CHARACTERS.items() if name in form.fields})
        shown.body = clean_article(str(form["body"].value() or "")) if "body" in form.fields else ""
        if post is not None:
            shown.organization = post.organization
        if "cover" in form.fields:
            shown.cover_alt = str(form["cover_alt"].value() or "")
            shown.cover_is_decorative = bool(form["cover_is_decorative"].value())
            shown.cover = _cover(request, str(form["cover"].value() or ""))
        return shown

    def required_view(self, request: HttpRequest) -> HttpResponse:
        """Let an owner choose what their organization requires."""
        number = request.GET.get("organization", "")
        own = Organization.objects.where_user_can(signed_in(request), Capability.MANAGE)
        organization = own.filter(pk=number).first() if number.isdecimal() else None
        if organization is None:
            raise Http404
        if request.method == "POST":
            form = RequiredChecksForm(request.POST)
            if form.is_valid():
                require_checks(organization, form.chosen())
                messages.success(request, _("From now on %s requires this before publishing.") % organization)
                return redirect(request.get_full_path())
        else:
            form = RequiredChecksForm(initial={"rules": sorted(required_checks(organization.pk))})
        context = self.admin_site.each_context(request) | {
            "title": gettext_lazy("What is required before publishing"),
            "opts": self.opts,
            "organization": organization,
            "form": form,
        }
        return TemplateResponse(request, "admin/posts/post/required.html", context)


def _cover(request: HttpRequest, number: str) -> Image | None:
    """Return the image of a number, of those that the user may put into a post."""
    return Image.objects.visible_to(signed_in(request)).filter(pk=number).first() if number.isdecimal() else None
