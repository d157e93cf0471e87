"""Fields of the API: strict in what they take, whole in what they give."""

import re
from datetime import UTC
from typing import Any

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from blog.posts.addresses import absolute
from blog.richtext.text import printable

_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)


class Text(serializers.CharField):
    """Any text. What no page can carry is left out of it, as everywhere; nothing that can be typed is an error."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        """Return the text."""
        return printable(super().to_internal_value(data))


class WholeNumber(serializers.IntegerField):
    """A number as its digits alone: Python's own reading also takes `1_0`, `+1` and the digits of every script."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if not _DIGITS.fullmatch(str(data)):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """`true` or `false`, as JSON writes them."""

    TRUE_VALUES, FALSE_VALUES, NULL_VALUES = {"true"}, {"false"}, set()


class Moment(serializers.DateTimeField):
    """A moment in UTC (RFC 3339)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


@extend_schema_field(OpenApiTypes.URI)
class PageAddress(serializers.Field[Any, Any, str, Any]):
    """The whole address of the page of something."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Any) -> str:
        """Return the address."""
        return absolute(value.get_absolute_url())


@extend_schema_field(OpenApiTypes.URI)
class ApiAddress(serializers.Field[Any, Any, str, Any]):
    """The whole address below which the API answers for something that has a slug."""

    def __init__(self, route: str, **options: Any) -> None:
        self.route = route
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Any) -> str:
        """Return the address."""
        return absolute(reverse(self.route, args=[value.slug]))


@extend_schema_field(OpenApiTypes.URI)
class PostsAddress(serializers.Field[Any, Any, str, Any]):
    """The whole address of the list of the posts of something."""

    def __init__(self, parameter: str, **options: Any) -> None:
        self.parameter = parameter
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Any) -> str:
        """Return the address."""
        return absolute(reverse("api-posts", query={self.parameter: value.slug}))
