"""What stands in a pack: plain words and tables, the same in every form of it."""

from dataclasses import dataclass, field

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: a header, and rows whose first cell is a header too.

    A cell is a list of paragraphs.
    """

    head: list[str]
    rows: list[list[list[str]]]


@dataclass(frozen=True, slots=True)
class About:
    """One young person's page."""

    name: str
    strip: str
    voice: str
    asked: list[tuple[str, list[str]]]
    options: Sheet | None
    openings: list[str]
    closing: str
    verdicts: Sheet | None
    why_not: list[str]
    known: list[str] = field(default_factory=list)
    """What people know that Hearth cannot see, and who says so."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack for one reader."""

    title: str
    confidential: str
    lead: list[str]
    how_to_read: list[str]
    agenda: Sheet
    people: list[About]
    scarce: Sheet | None
    age_of_facts: str
    homes: list[str] = field(default_factory=list)
    """The ids of the homes it tells of."""
    method: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A part of a paper: what is said, then a table, then points."""

    title: str
    said: list[str] = field(default_factory=list)
    sheet: Sheet | None = None
    points: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is for nobody in particular and about nobody."""

    title: str
    lead: list[str]
    parts: list[PaperPart]


PACK: TypeAdapter[Pack] = TypeAdapter(Pack)
"""Reads a pack back that was kept as JSON."""
