"""A change: one thing in one record, or in the case, that would be different.

It is plain data, so an opening can name it and a *what if* can be kept. Nothing is
changed in place: a change gives another record.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Any, Self, TypeVar

from pydantic import Field, JsonValue, model_validator

from matching.case.facts import Id, Strict

FACT = {"value", "source", "confirmed_on"}
APPEND = "-"


class Change(Strict):
    """Set what is ``at`` this JSON Pointer (RFC 6901) of one record to a new value.

    The pointer starts at the young person or the household named, or at the case where
    neither is. A fact is named without its ``/value`` and keeps its source and date.
    A place in a list may be ``-`` to add to it; null takes one out of a list, and
    elsewhere says that nothing is recorded. Places in a list are those of the case as
    it was, whatever else is taken out.
    """

    young_person: Id | None = None
    household: Id | None = None
    at: Annotated[str, Field(pattern=r"^(/[^/]+)+$", max_length=500)]
    to: JsonValue

    @model_validator(mode="after")
    def _one_record(self) -> Self:
        if self.young_person is not None and self.household is not None:
            raise ValueError("names a young person and a household: change one of them")
        return self

    @property
    def steps(self) -> list[str]:
        """The steps of the pointer."""
        steps = self.at.split("/")[1:]
        return [step.replace("~1", "/").replace("~0", "~") for step in steps]


R = TypeVar("R", bound=Strict)


def changed_record(record: R, changes: Iterable[Change]) -> R:
    """Return one record with these changes, which are all of that record.

    Raises
    ------
    LookupError
        When a change names something that is not there.
    pydantic.ValidationError
        When the record would not be one any more.
    """
    changes = list(changes)
    if not changes:
        return record
    content = json.loads(record.model_dump_json(exclude_defaults=True))
    for change in changes:
        _set(content, change.steps, change.to)
    if any(change.to is None for change in changes):
        content = _swept(content)
    text = json.dumps(content)
    return type(record).model_validate_json(text)


_TAKEN_OUT = "taken out of a list by a change"


def _set(content: dict[str, Any], steps: Sequence[str], to: JsonValue) -> None:
    """Set what is at these steps of a record's content.

    Raises
    ------
    LookupError
        When it is not there.
    """
    here: Any = content
    for step, after in pairwise(steps):
        here = _value(here, step)
        if isinstance(here, dict):
            # What is left out of a record is empty: a first one can be added.
            here = here.setdefault(step, [] if after == APPEND else {})
        else:
            here = here[_place(here, step)]
    last = steps[-1]
    here = _value(here, last)
    if isinstance(here, list):
        if last == APPEND:
            here.append(to)
        else:
            here[_place(here, last)] = _TAKEN_OUT if to is None else to
    elif isinstance(here, dict):
        whole = here.get(last)
        if isinstance(whole, dict) and "value" in whole and whole.keys() <= FACT:
            whole["value"] = to
        else:
            here[last] = to
    else:
        raise LookupError(f"{last!r} is not there")


def _value(here: Any, step: str) -> Any:
    """Step over the ``value`` of a fact that is written whole."""
    if isinstance(here, dict) and "value" in here and here.keys() <= FACT:
        if here["value"] is None:
            here["value"] = [] if step == APPEND else {}
        return here["value"]
    return here


def _place(here: Any, step: str) -> int:
    if not isinstance(here, list):
        raise LookupError(f"{step!r} is not there")
    if not step.isdecimal() or int(step) >= len(here):
        raise LookupError(f"there is no number {step} in that list")
    return int(step)


def _swept(here: Any) -> Any:
    """Return the content without what was taken out of lists."""
    if isinstance(here, dict):
        return {name: _swept(inner) for name, inner in here.items()}
    if isinstance(here, list):
        return [_swept(inner) for inner in here if inner != _TAKEN_OUT]
    return here
