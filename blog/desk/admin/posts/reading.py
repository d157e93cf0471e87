"""How the list of posts is read: a page costs the same however many posts there are."""

from typing import Any, cast

from django.contrib.admin.views.main import ORDER_VAR
from django.http import HttpRequest
from unfold.paginator import InfinitePage
from unfold.views import ChangeList

from blog.desk.admin.posts.filters import is_by_review
from blog.organizations.roles import Capability
from blog.organizations.scoped_admin import BoundedPaginator, organizations_of
from blog.posts.models import PostQuerySet


class SortedByIndexes(ChangeList):  # type: ignore[misc]  # django-unfold is not annotated
    """A list that is sorted by the columns that offer it, and by no other that an address may name."""

    def get_ordering(self, request: HttpRequest, queryset: PostQuerySet) -> list[str]:
        """Return the order of the rows, or that of a column; the number comes last and goes the same way, as in the indexes."""
        orders = super().get_ordering(request, queryset) if ORDER_VAR in self.params else queryset.query.order_by
        chosen = str(orders[0])
        return [chosen, "-pk" if chosen.startswith("-") else "pk"]

    def get_ordering_field(self, field_name: Any) -> Any:
        """Return by what a column sorts, None where it does not."""
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None


class PostPaginator(BoundedPaginator):
    """The pages of a list of posts that somebody reads."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def page(self, number: int | str) -> InfinitePage:
        """Return a page."""
        at = int(self.validate_number(number))
        first, last = (at - 1) * self.per_page, at * self.per_page
        rows = cast("PostQuerySet", self.object_list)
        own = None if is_by_review(self.request) else organizations_of(self.request, Capability.WRITE)
        return self._get_page(rows.first_of_each(own, last)[first:last], at, self)
