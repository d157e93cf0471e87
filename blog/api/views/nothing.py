"""Addresses below `/api/` at which nothing is."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from blog.api.views.base import ReadView


@extend_schema(exclude=True)
class Nothing(ReadView):
    """Says so in the API's own way."""

    def get(self, request: Request, rest: str) -> Response:  # noqa: ARG002  # Django's signature
        """Raise what the API answers where nothing is."""
        raise Http404
