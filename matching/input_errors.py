"""What is wrong with an input, in words and with its place."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic_core import ErrorDetails

from matching.case import Case


@dataclass(frozen=True, slots=True, order=True)
class InputError:
    """Something wrong with the input: where (a JSON Pointer) and what, in words."""

    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.message}"


class CaseError(ValueError):
    """The case cannot be used; ``errors`` holds everything that is wrong with it."""

    def __init__(self, errors: list[InputError]) -> None:
        self.errors = errors
        super().__init__("\n".join(map(str, errors)))


def message(error: ErrorDetails) -> str:
    """Say one error of a model in plain words."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return "is not a field that is known here" + _nearest(str(error["loc"][-1]))
    if kind == "missing":
        return "is missing"
    if kind == "enum":
        return f"must be one of {context['expected']}"
    if kind == "value_error":
        return str(context["error"])
    return error["msg"].replace("Input should be", "must be").replace("Input", "it")


def _nearest(name: str) -> str:
    known = _known_names()
    near = difflib.get_close_matches(name, sorted(known - {name}), n=1, cutoff=0.75)
    return f"; did you mean {near[0]}?" if near else ""


@cache
def _known_names() -> frozenset[str]:
    return frozenset(_field_names())


def _field_names() -> Iterator[str]:
    schema = Case.model_json_schema()
    for definition in (schema, *schema["$defs"].values()):
        yield from definition.get("properties", {})
