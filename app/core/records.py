"""Records as the engine takes them: checked by its own models, every error at once."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from app.core.errors import FieldError, InvalidError
from matching.input_errors import in_words


def checked(
    model: type[BaseModel], record: Mapping[str, Any], at: str
) -> dict[str, Any]:
    """Return the record as it will be kept, or raise InvalidError with every error."""
    try:
        made = model.model_validate_json(json.dumps(record))
    except ValidationError as failed:
        raise InvalidError(
            errors=[
                FieldError(pointer=at + error.pointer, detail=error.message)
                for error in in_words(failed.errors(), record)
            ]
        ) from None
    kept: dict[str, Any] = json.loads(made.model_dump_json(exclude_defaults=True))
    return kept


def only(record: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return these fields of a record, as far as they are there."""
    return {name: record[name] for name in names if name in record}


def without_source(fact: Any) -> Any:
    """Return a fact without who said so: what others see of it."""
    return only(fact, ("value", "confirmed_on")) if isinstance(fact, dict) else fact


def plain(fact: Any) -> Any:
    """Return the value of a fact, written whole or bare."""
    return fact["value"] if isinstance(fact, dict) and "value" in fact else fact


RECORDED, CHANGED, CONFIRMED, REMOVED = "recorded", "changed", "confirmed", "removed"
BECAME = {
    RECORDED: "Recorded",
    CHANGED: "Changed",
    CONFIRMED: "Confirmed as still true",
    REMOVED: "Took away",
}
"""What can become of a fact: as a code, and how it is said before what it is about."""


def became(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Return which facts became different, and how, as codes."""
    found = {}
    for name in sorted({*before, *after}):
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        if was is None:
            found[name] = RECORDED
        elif now is None:
            found[name] = REMOVED
        else:
            found[name] = CONFIRMED if plain(was) == plain(now) else CHANGED
    return found
