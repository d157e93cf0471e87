"""How answers are described: the words of OpenAPI for what every address of the API can say."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from blog.api.parameters import ListParameters
from blog.api.serializers import Problem
from blog.api.views.problems import MEDIA_TYPE

type Answer = type[serializers.Serializer[Any]]
type Method = Callable[..., Response]


def described(
    name: str,
    summary: Any,
    answer: Answer,
    *,
    parameters: type[ListParameters] | None = None,
    refusals: tuple[int, ...] = (404,),
) -> Callable[[Method], Method]:
    """Describe what a view answers: its name, a line on it, what it takes, and which refusals there are."""
    return extend_schema(
        operation_id=name,
        summary=summary,
        parameters=[parameters] if parameters else [],
        responses={
            HTTPStatus.OK: OpenApiResponse(answer, description=HTTPStatus.OK.phrase),
            **{(status, MEDIA_TYPE): OpenApiResponse(Problem, description=HTTPStatus(status).phrase) for status in refusals},
        },
        tags=[name.partition("_")[0]],
    )
