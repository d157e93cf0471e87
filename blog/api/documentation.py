"""The description of the API as a page shows it to people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

type Schema = dict[str, Any]

_REFERENCE = "#/components/schemas/"
_NULL = "null"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A parameter, or a member of a structure. `structure` names the structure that it holds, empty for a plain value."""

    name: str
    kind: str
    structure: str
    is_list: bool
    may_be_null: bool
    is_required: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What can be asked for at an address, and the structure that answers."""

    path: str
    summary: str
    parameters: list[Member]
    structure: str

    @property
    def is_complete(self) -> bool:
        """Whether its address can be opened as it stands."""
        return "{" not in self.path and not any(parameter.is_required for parameter in self.parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """An object of JSON."""

    name: str
    members: list[Member]


def operations(schema: Schema) -> Iterator[Operation]:
    """Yield what can be asked for, in the order of the addresses."""
    for path, methods in schema["paths"].items():
        operation = methods["get"]
        (content,) = operation["responses"]["200"]["content"].values()
        given = [parameter for parameter in operation.get("parameters", []) if parameter["in"] == "query"]
        yield Operation(
            path=path,
            summary=operation["summary"],
            parameters=[
                _member(
                    parameter["name"], parameter["schema"], parameter.get("description", ""), parameter.get("required", False)
                )
                for parameter in given
            ],
            structure=_name(content["schema"]),
        )


def structures(schema: Schema) -> Iterator[Structure]:
    """Yield the objects that answers are made of, by name."""
    for name, component in schema["components"]["schemas"].items():
        if "properties" not in component:
            continue
        required = component.get("required", [])
        yield Structure(
            name=name,
            members=[
                _member(member, described, described.get("description", ""), member in required)
                for member, described in component["properties"].items()
            ],
        )


def _member(name: str, schema: Schema, text: str, is_required: bool) -> Member:  # noqa: FBT001  # of a list above
    may_be_null, plain = _without_null(schema)
    is_list = plain.get("type") == "array"
    held = plain["items"] if is_list else plain
    kind = held.get("format") or held.get("type", "")
    return Member(
        name=name,
        kind=", ".join(held["enum"]) if "enum" in held else kind,
        structure=_name(held),
        is_list=is_list,
        may_be_null=may_be_null,
        is_required=is_required,
        text=text,
    )


def _without_null(schema: Schema) -> tuple[bool, Schema]:
    """Return whether a value may be null, and what it is otherwise."""
    for choice in ("oneOf", "anyOf", "allOf"):
        if choice in schema:
            others = [one for one in schema[choice] if one.get("type") != _NULL]
            return len(others) < len(schema[choice]), others[0]
    types = schema.get("type")
    if isinstance(types, list):
        (only,) = (each for each in types if each != _NULL)
        return _NULL in types, {**schema, "type": only}
    return False, schema


def _name(schema: Schema) -> str:
    """Return the name of the structure to which a schema refers; empty for another schema."""
    return str(schema.get("$ref", "")).removeprefix(_REFERENCE)
