"""Says in JSON Schema what the readers of feeds.yaml take, so that editors complete and check it.

Every reader carries its own shape, and the schema is put together from the very readers that read the
file: a new key is in the schema as soon as it is read. Draft 7, because that is what editors know.
See https://json-schema.org/draft-07/json-schema-validation and
https://github.com/redhat-developer/yaml-language-server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

Shape = Mapping[str, Any]
"""A JSON Schema."""
_Reader = TypeVar("_Reader", bound=Callable[..., Any])

TEXT: Shape = {"type": ["string", "number", "boolean"], "minLength": 1}
"""A text; YAML makes a number of 7 and a truth value of yes, and a name may be either."""


def takes(shape: Shape) -> Callable[[_Reader], _Reader]:
    """Return what writes on a reader which values it takes."""

    def told(read: _Reader) -> _Reader:
        read.__dict__["takes"] = shape
        return read

    return told


def shape(read: Callable[..., Any]) -> Shape:
    """Return what a reader takes."""
    found: Shape = read.__dict__["takes"]
    return found


def numeric(kind: str, form: str, low: float, high: float) -> Shape:
    """Return the shape of a number of a kind within limits, which may stand in quotes as any text may."""
    return {"type": [kind, "string"], "minimum": low, "maximum": high, "pattern": f"^{form}$"}


def many(read: Callable[..., Any]) -> dict[str, Any]:
    """Return the shape of a list, which may be empty."""
    return {"type": ["array", "null"], "items": shape(read)}


def some(read: Callable[..., Any], **more: Any) -> dict[str, Any]:
    """Return the shape of a list that holds something, and what *more* JSON Schema can say of it."""
    return {"type": "array", "items": shape(read), "minItems": 1, **more}


def under_names(read: Callable[..., Any]) -> dict[str, Any]:
    """Return the shape of values under names that the person chooses."""
    return {"type": ["object", "null"], "additionalProperties": shape(read)}


def under_keys(
    readers: Mapping[str, Callable[..., Any]], needed: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the shape of values under these keys and no others; without the *needed* nothing goes."""
    properties = {key: shape(read) for key, read in readers.items()}
    closed = {"properties": properties, "additionalProperties": False}
    if needed:
        return {"type": "object", **closed, "required": list(needed)}
    return {"type": ["object", "null"], **closed}


def explained(shape: Shape, says: Mapping[str, str], path: str = "") -> dict[str, Any]:
    """Return a shape with a sentence beside each key.

    Args:
        shape: what is taken.
        says: the sentences by the keys that lead there, with dots between; ``*`` stands for any.
        path: the keys that lead to the shape.
    """
    deeper = dict(shape)
    if "properties" in shape:
        deeper["properties"] = {
            key: {"description": _sentence(says, f"{path}{key}")}
            | explained(value, says, f"{path}{key}.")
            for key, value in shape["properties"].items()
        }
    if isinstance(inner := shape.get("additionalProperties"), Mapping):
        deeper["additionalProperties"] = explained(inner, says, f"{path}*.")
    if "items" in shape:
        deeper["items"] = explained(shape["items"], says, path)
    if "anyOf" in shape:
        deeper["anyOf"] = [explained(each, says, path) for each in shape["anyOf"]]
    return deeper


def _sentence(says: Mapping[str, str], path: str) -> str:
    """Return what is said of a key; what an edition says means what it means at the top."""
    for name in (path, path.removeprefix("editions.*.")):
        for key in (name, f"{name.rpartition('.')[0]}.*"):
            if key in says:
                return says[key]
    return ""
