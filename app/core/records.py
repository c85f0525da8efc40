"""Records as the engine takes them: checked by its own models, every error at once."""

import json
from collections.abc import Mapping
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
