"""Notes as they are written and read."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.core.actor import Actor
from app.web.typed import LONGEST

LONGEST_NOTE = LONGEST // 2
EXAMPLE: dict[str, JsonValue] = {
    "text": "Their grandmother lives two streets away and they walk to her on Sundays.",
    "everyone": True,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A note as it is shown: who wrote it, of which organisation, about which home.

    ``home`` is what the home is called to the reader; nothing where it is about none.
    """

    id: str
    text: str
    by: str
    of: str
    written_at: datetime
    household: str | None
    home: str
    everyone: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a note would be about: a young person and, where it is about one, a home."""

    person: Any
    authority: str
    home: Any
    home_name: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody else for whom notes are looked out: as whom, and the homes they see."""

    actor: Actor
    homes: Set[str]


class NoteWrite(BaseModel):
    """What somebody knows about a young person, or about a home for them."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    text: str = Field(
        min_length=1,
        max_length=LONGEST_NOTE,
        description="What you know, as if the young person will read it one day.",
    )
    household: str | None = Field(
        default=None, max_length=40, description="The home it is about, if about one."
    )
    everyone: bool = Field(
        default=False,
        description="Whether it is for everyone who sees these options: the authority, "
        "its forum and, where it is about a home, its agency; or for your own "
        "organisation only.",
    )


class NoteRead(BaseModel):
    """A note, and who wrote it."""

    id: str
    young_person: str
    household: str | None
    text: str
    everyone: bool
    by: str = Field(description="Who wrote it.")
    organisation: str = Field(description="The name of their organisation.")
    written_at: datetime


class NoteList(BaseModel):
    """The notes about a young person that are for you, the newest first."""

    items: list[NoteRead]
