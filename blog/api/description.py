"""The description of the API: OpenAPI 3.1, made from the views themselves."""

from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer

FORMS: dict[str, type[OpenApiJsonRenderer | OpenApiYamlRenderer]] = {"json": OpenApiJsonRenderer, "yaml": OpenApiYamlRenderer}


def describe() -> dict[str, Any]:
    """Return the description in the language of this request."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # it is annotated in parts
    return schema


def written(form: str) -> bytes:
    """Return the description as a file of one of the `FORMS`."""
    content: bytes = FORMS[form]().render(describe(), renderer_context={})
    return content
