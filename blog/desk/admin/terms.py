"""Categories and tags in admin.

Terms belong to all organizations together. So whoever writes adds tags, whoever publishes adds categories, but only
superusers rename or delete them: it would change other organizations' posts.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from blog.accounts.models import User
from blog.audit import services as audit
from blog.audit.verbs import Verb
from blog.desk.forms import TermForm
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import ScopedAdmin, organizations_of, signed_in
from blog.posts.models import Category, Post, Tag
from blog.posts.models.terms import BoundedCount, Term
from blog.posts.services.terms import NotATermError, term_named
from blog.redirects import services as redirects

COUNTED = 500  # posts of a term


class TermAdmin(ScopedAdmin):
    """A kind of terms. The figures count the posts that the reader works on."""

    form = TermForm
    fields = ("name", "slug", "description")
    list_display = ("name", "post_total", "description")
    search_fields = ("name",)
    ordering = ("collation_key", "pk")
    sortable_by = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    may_view = Capability.WRITE
    through: ClassVar[type[models.Model]]

    def rows_visible_to(self, user: User) -> models.QuerySet[Any]:  # noqa: ARG002  # terms are everybody's
        """Return all terms."""
        rows: models.QuerySet[Any] = self.model._default_manager.all()
        return rows

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the list, each of its terms with the number of its posts that the reader works on, as far as they are counted.

        A superuser's are counted up to a bound; of a member's, those that changed last.
        """
        shown = super().get_changelist_instance(request)
        if signed_in(request).is_superuser:
            filed = self.through._default_manager.filter((str(self.opts.model_name), models.OuterRef("pk")))
            count = BoundedCount(filed.values("pk")[: COUNTED + 1])
            shown.result_list = shown.result_list.annotate(post_count=count, has_more=models.Value(value=False))
            return shown
        counts, has_more = self._of_own(request)
        shown.result_list = list(shown.result_list)
        for term in shown.result_list:
            term.post_count, term.has_more = counts.get(term.pk, 0), has_more
        return shown

    def _of_own(self, request: HttpRequest) -> tuple[dict[int, int], bool]:
        """Return the terms of the posts that changed last, each with how many of these have it, and whether there are more."""
        worked_on = Post.objects.worked_on_by(signed_in(request)).order_by("-updated_at", "-pk")
        own = worked_on.first_of_each(organizations_of(request, Capability.WRITE), COUNTED + 1).values_list("pk", flat=True)
        posts = list(own[: COUNTED + 1])
        filed = self.through._default_manager.filter(post__in=posts[:COUNTED]).order_by()
        counts = filed.values_list(str(self.opts.model_name)).annotate(models.Count("pk"))
        return dict(counts), len(posts) > COUNTED

    @display(description=_("posts"))  # type: ignore[untyped-decorator]  # django-unfold is not annotated
    def post_total(self, term: Term) -> str:
        """Return how many posts carry the term, as far as they are counted."""
        count, has_more = term.post_count, term.has_more  # type: ignore[attr-defined]  # as the list has counted
        return f"{min(count, COUNTED)}{'+' if has_more or count > COUNTED else ''}"

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the one by which a chooser makes a term that was typed into it."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_typed"
        typed: URLPattern = path("typed/", self.admin_site.admin_view(self.typed_view), name=name)
        return [typed, *super().get_urls()]

    def typed_view(self, request: HttpRequest) -> HttpResponse:
        """Answer with the term of a name; it is made where there is none."""
        if request.method != "POST" or not self.has_add_permission(request):
            raise Http404
        try:
            term = term_named(self.model, request.POST.get("name", ""))
        except NotATermError:
            return JsonResponse({}, status=400)
        return JsonResponse({"id": term.pk, "text": term.name})

    def save_model(self, request: HttpRequest, obj: Term, form: TermForm, change: bool) -> None:  # noqa: FBT001  # Django's signature
        """Store the term; its old address leads to the new one."""
        redirects.save_keeping_address(obj)
        verb = Verb.TERMS_CHANGE if change else Verb.TERMS_ADD
        before = {name: form.initial.get(name) for name in form.changed_data} if change else {}
        after = audit.snapshot(obj, before)
        audit.record(verb, obj, organization=None, by=signed_in(request), at=timezone.now(), before=before, after=after)

    def delete_model(self, request: HttpRequest, obj: Term) -> None:
        """Delete the term; its address says that it is gone."""
        redirects.retire(obj.get_absolute_url())
        audit.record(Verb.TERMS_DELETE, obj, organization=None, by=signed_in(request), at=timezone.now())
        obj.delete()

    def count_dependents(self, rows: Any) -> dict[str, int]:
        """Return how many posts lose the term."""
        name = str(self.opts.model_name)
        return {str(_("posts that carry it")): self.through._default_manager.filter((f"{name}__in", rows)).count()}


@admin.register(Category)
class CategoryAdmin(TermAdmin):
    """Sections of the site."""

    may_add = Capability.PUBLISH
    through = Post.categories.through


@admin.register(Tag)
class TagAdmin(TermAdmin):
    """Subjects of posts."""

    may_add = Capability.WRITE
    through = Post.tags.through
