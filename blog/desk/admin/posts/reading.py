"""How the list of posts is read: a page costs the same however many posts there are."""

from typing import Any

from django.contrib.admin.views.main import ORDER_VAR
from django.http import HttpRequest
from unfold.views import ChangeList

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
