"""Imports as the API takes and gives them."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ImportAsked(BaseModel):
    """What was sent, to know it again."""

    kind: str
    source: str
    as_of: date
    fingerprint: str


class ImportProblemRead(BaseModel):
    """Something in the files that was not read, or not as it stood."""

    model_config = ConfigDict(from_attributes=True)

    sheet: str
    row: int | None
    column: str
    said: str
    refused: bool = Field(description="Whether the row, or the file, was not read.")


class ImportRead(BaseModel):
    """An import: where it is, and what it would change or changed."""

    id: str
    kind: str
    source: str
    as_of: date
    state: Literal[
        "reading",
        "asking",
        "preview",
        "saving",
        "done",
        "undoing",
        "undone",
        "abandoned",
        "unread",
    ] = Field(
        description="reading, saving and undoing: a worker is at it. asking: somebody "
        "says on the page which column is which. preview: nothing is written yet; "
        "confirm it. unread: the problems say why."
    )
    stage: str = Field(description="How far the worker is, in words.")
    counts: dict[str, int] = Field(
        description="What was read and what it would change: rows_read, rows_refused, "
        "new, changed, conflicts, to_write and others; written once it is done."
    )
    renewed: bool = Field(
        description="Records were changed after the preview, so nothing was written "
        "and the preview was made anew: look at it, then confirm again."
    )
    touched: int = Field(
        description="How many records somebody changed after they were imported, where "
        "a worker therefore took nothing back."
    )
    problems: list[ImportProblemRead] = Field(
        description="The first 25. The page of the import has all of them."
    )
    created_at: datetime
    ended_at: datetime | None
