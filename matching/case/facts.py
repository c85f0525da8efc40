"""A fact: something recorded about a person or a home, with source and date."""

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, get_type_hints

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T")


STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Strict(BaseModel):
    """Take exactly the fields named, of exactly their types, and never change."""

    model_config = STRICT


class _WrittenDay:
    """How a day is read: the lax reader also takes numbers, and those are no days."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = core_schema.str_schema(pattern=r"^\d{4}-\d\d-\d\d$")
        written = core_schema.chain_schema(
            [text, core_schema.date_schema(strict=False)]
        )
        return core_schema.custom_error_schema(
            core_schema.json_or_python_schema(written, handler(source)),
            custom_error_type="day",
            custom_error_message="must be a date written like 2026-11-22",
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(core_schema.date_schema())


Day = Annotated[
    date,
    _WrittenDay(),
    Field(description="A day in Europe/London, written like 2026-11-22."),
]
Id = Annotated[str, Field(min_length=1, max_length=100)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]


WHOLE, BARE = "written whole, with ", "written bare, without "
"""The two ways to write a fact, as the path of an error has them (and the field)."""


class OrBare:
    """Take a dataclass written whole, or only the value of its first field.

    A region has more than a million facts. With a model each and a validator in Python
    reading took three times as long, and twice the memory.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read either, the whole first."""
        kind = get_type_hints(source, include_extras=True)[fields(source)[0].name]
        return either(source, handler(source), handler.generate_schema(kind))


def either(cls: Any, whole: CoreSchema, first: CoreSchema) -> CoreSchema:
    """Return the schema of a dataclass or of its first field's value."""
    bare = core_schema.no_info_after_validator_function(cls, first)
    field = fields(cls)[0].name
    return core_schema.union_schema(
        [(whole, WHOLE + field), (bare, BARE + field)], mode="left_to_right"
    )


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value with where it comes from and when somebody last confirmed it.

    A bare value is taken too and counts as undated. A value of null says that
    nothing is recorded, which is not the same as *no*.
    """

    value: T
    source: Words | None = None
    confirmed_on: Day | None = None

    if not TYPE_CHECKING:

        def __class_getitem__(cls, value: Any) -> Any:
            return Annotated[cls, _FactOf(value)]


@dataclass(frozen=True, slots=True)
class _FactOf:
    """How a fact of one type is read."""

    type: Any

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        value = handler.generate_schema(self.type)
        optional = {
            name: core_schema.with_default_schema(
                handler.generate_schema(kind), default=None
            )
            for name, kind in (("source", Words | None), ("confirmed_on", Day | None))
        }
        read = [
            core_schema.dataclass_field(name, schema)
            for name, schema in {"value": value, **optional}.items()
        ]
        whole = core_schema.dataclass_schema(
            source,
            core_schema.dataclass_args_schema(
                source.__name__, read, extra_behavior="forbid"
            ),
            [field.name for field in fields(source)],
            slots=True,
            frozen=True,
        )
        return either(source, whole, value)


def unrecorded() -> Any:
    """Return the default of a fact nobody has recorded."""
    return Field(default=_UNRECORDED, validate_default=False)


_UNRECORDED: Fact[None] = Fact(value=None)
