"""The kinds of column Hearth's tables share."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import uuid_utils
from sqlalchemy import DateTime, Dialect, Enum, String
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

ID_LENGTH = 36


def new_id() -> str:
    """Make an identifier that sorts by when it was made and says nothing else."""
    return str(uuid_utils.uuid7())


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, kept and given back in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, _dialect: Dialect
    ) -> datetime | None:
        """Refuse a moment without an offset: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset from UTC")
        return value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, _dialect: Dialect
    ) -> datetime | None:
        """Give back what SQLite keeps without an offset as the UTC it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


PrimaryId = Annotated[
    str, mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
]
Moment = Annotated[datetime, mapped_column(UTCDateTime)]


def enum_text(kind: type[StrEnum], length: int) -> Enum:
    """Keep a value of the enumeration as its text; migrations call it a String."""
    return Enum(
        kind,
        native_enum=False,
        length=length,
        values_callable=lambda values: [value.value for value in values],
    )
