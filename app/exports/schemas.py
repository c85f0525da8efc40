"""Exports as the API takes and gives them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

EXAMPLE: dict[str, JsonValue] = {
    "kind": "homes",
    "form": "csv",
    "reason": "For the monthly report to the registered manager",
}


class ExportWrite(BaseModel):
    """What is to be exported, and why."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    kind: Literal["homes", "referrals", "decisions", "episodes", "report"] = Field(
        description="homes for an agency; referrals, decisions or episodes "
        "(placements made, for SSDA903) for an authority; "
        "report (of the newest match run) for both."
    )
    form: Literal["csv", "xlsx"] = "csv"
    reason: str = Field(
        max_length=2000,
        description="Why the file is needed, in three words or more. It is kept; do "
        "not name anybody.",
    )


class ExportRead(BaseModel):
    """An export that was made."""

    id: str
    kind: str
    form: str
    rows: int
    left_out: int = Field(description="Facts the file had no place for.")
    reason: str
    made_by: str = Field(description="Id of whoever made it.")
    created_at: datetime


class ExportList(BaseModel):
    """One page of exports."""

    items: list[ExportRead]
    page: int
    pages: int
    total: int
