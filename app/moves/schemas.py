"""Moves as the API takes and gives them: codes as of the return (SSDA903)."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from app.core.clock import today
from app.moves.asking import IN_FUTURE

EXAMPLE: dict[str, JsonValue] = {
    "household": "0198c2f0-0000-7000-8000-000000000005",
    "moved_in": "2026-03-03",
    "placement": "U4",
    "provider": "PR4",
    "new_episode": "P",
    "need": "N1",
    "legal_status": "C2",
    "child": "4711",
}
Placement = Literal["U1", "U2", "U3", "U4", "U5", "U6"]
Provider = Literal["PR1", "PR2", "PR4", "PR5"]
NewEpisode = Literal["P", "B", "S"]
Need = Literal["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8"]
# fmt: off
Status = Literal[
    "C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3"
]
Next = Literal[
    "X1", "E4A", "E4B", "E13", "E48", "E45", "E46", "E41", "E11", "E5", "E6", "E17",
    "E3", "E9", "E8",
]
Why = Literal[
    "CARPL", "CREQB", "CREQO", "CHILD", "LAREQ", "STAND", "ALLEG", "APPRR", "CLOSE",
    "PLACE", "OTHER",
]
# fmt: on


def _not_yet(day: date) -> date:
    if day > today():
        raise ValueError(IN_FUTURE)
    return day


Past = Annotated[date, AfterValidator(_not_yet)]


class MoveWrite(BaseModel):
    """Where a young person moved, when, and what the return asks about it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    household: str = Field(
        max_length=40, description="The home: one somebody decided on for them."
    )
    moved_in: Past = Field(description="DECOM.")
    placement: Placement = Field(description="PLACE.")
    provider: Provider = Field(description="PLACE_PROVIDER.")
    new_episode: NewEpisode = Field(description="RNE.")
    need: Need = Field(description="CIN.")
    legal_status: Status | None = Field(default=None, description="LS, where known.")
    child: str = Field(
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$",
        description="CHILD: your case system's own id. No name.",
    )


class EndWrite(BaseModel):
    """When the placement somebody lives in ended, and what came after it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"ended": "2026-06-01", "next": "E4A"}},
    )

    ended: Past = Field(description="DEC.")
    next: Next = Field(description="REC.")
    why: Why | None = Field(
        default=None, description="REASON_PLACE_CHANGE: needed with X1, kept with it."
    )


class MoveRead(BaseModel):
    """One move, and its end once there is one; empty where nothing is known."""

    id: str
    household: str | None = Field(description="Empty once the home was erased.")
    lives_there: bool
    moved_in: date
    placement: str
    provider: str
    new_episode: str
    need: str
    legal_status: str | None
    child: str
    ended: date | None
    next: str | None
    why: str | None
    recorded_at: datetime


class MoveList(BaseModel):
    """A young person's moves, the first first."""

    items: list[MoveRead]
