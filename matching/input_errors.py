"""What is wrong with an input, in words and with its place."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic_core import ErrorDetails

from matching.case import Case
from matching.case.facts import BARE, WHOLE


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


def in_words(details: Iterable[ErrorDetails], raw: Any) -> list[InputError]:
    """Put a model's errors in words, each where it is in what was given."""
    told = ((_pointer(error, raw), message(error)) for error in details)
    return sorted({InputError(at, what) for at, what in told if at is not None})


def _pointer(error: ErrorDetails, raw: Any) -> str | None:
    """Return where in what was given the error is; None where it was not meant so.

    The path pydantic gives also names both ways of writing a fact; those steps are not
    in the text and are left out.
    """
    pointer, here = "", raw
    for step in error["loc"]:
        if isinstance(step, str) and step.startswith((WHOLE, BARE)):
            whole = isinstance(here, dict) and step.rpartition(" ")[2] in here
            if whole != step.startswith(WHOLE):
                return None
            continue
        if _has(here, step):
            here = here[step]
        elif not (isinstance(here, dict) and error["type"] == "missing"):
            continue
        pointer += f"/{escaped(step)}"
    return pointer


def _has(here: Any, step: int | str) -> bool:
    if isinstance(here, list):
        return isinstance(step, int) and step < len(here)
    return isinstance(here, dict) and step in here


def escaped(step: int | str) -> str:
    """Return a step of a JSON Pointer (RFC 6901 section 3)."""
    return str(step).replace("~", "~0").replace("/", "~1")


def message(error: ErrorDetails) -> str:
    """Say one error of a model in plain words."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
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
