"""A fact: something recorded about a person or a home, with source and date."""

from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

T = TypeVar("T")


class Strict(BaseModel):
    """Take exactly the fields named, of exactly their types, and never change."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False
    )


def _day(value: object) -> object:
    # Strict dates accept text only on pydantic's pure JSON path, which a wrapped
    # fact leaves; lax dates accept numbers. Neither will do.
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    elif type(value) is date:
        return value
    raise ValueError("must be a date written like 2026-11-22")


Day = Annotated[
    date,
    BeforeValidator(_day, json_schema_input_type=date),
    Field(description="A day in Europe/London, written like 2026-11-22."),
]
Id = Annotated[str, Field(min_length=1, max_length=100)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]


class Fact(Strict, Generic[T]):
    """A value with where it comes from and when somebody last confirmed it.

    A bare value is taken too and counts as undated. A value of null says that
    nothing is recorded, which is not the same as *no*.
    """

    value: T
    source: Words | None = None
    confirmed_on: Day | None = None

    @model_validator(mode="before")
    @classmethod
    def _take_bare_value(cls, given: Any) -> Any:
        if isinstance(given, dict) and "value" in given:
            return given
        return {"value": given}


def unrecorded() -> Any:
    """Return the default of a fact nobody has recorded."""
    return Field(default=_UNRECORDED, validate_default=False)


_UNRECORDED: Fact[None] = Fact[None](value=None)
