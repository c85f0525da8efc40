"""A young person a home is sought for, and what they need of it."""

from typing import Annotated

from pydantic import Field, JsonValue, field_validator

from matching.case.codes import Code, Gender, Level, PlacementType, Priority, Strength
from matching.case.facts import Day, Fact, Id, Strict, Words, unrecorded
from matching.case.place import Place

Month = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$",
        description="A month, or a day where it is known: 2026-08 or 2026-08-14.",
    ),
]


class Behaviour(Strict):
    """A recorded behaviour or need, and what helps."""

    level: Level
    last_incident: Month | None = None
    frequency: Words | None = None
    what_helps: Words | None = None
    source: Words | None = None
    confirmed_on: Day | None = None


class Need(Strict):
    """One requirement of a home; ``parameters`` are the criterion's own."""

    criterion: Annotated[str, Field(min_length=1, max_length=60)]
    strength: Strength
    parameters: dict[str, JsonValue] = {}
    reason: Words | None = None
    source: Words | None = None
    confirmed_on: Day | None = None


class AvoidPlace(Strict):
    """An area the young person needs to stay away from."""

    place: Place
    radius_km: Annotated[float, Field(gt=0, le=500)]
    reason: Words | None = None
    source: Words | None = None
    confirmed_on: Day | None = None


class SupportOffered(Strict):
    """Support the authority offers with the move."""

    kind: Words
    amount: Words | None = None


class YoungPersonFacts(Strict):
    """What an authority records of one young person a home is sought for."""

    born: Day
    gender: Gender | None = None
    priority: Priority = Priority.STANDARD
    needed_by: Day
    placement_type: PlacementType
    current_household: Id | None = None
    home: Fact[Place | None] = unrecorded()
    school: Fact[Place | None] = unrecorded()
    languages: Fact[list[Words] | None] = unrecorded()
    faith: Fact[Words | None] = unrecorded()
    cultures: Fact[list[Words] | None] = unrecorded()
    adaptations: Fact[list[Words] | None] = unrecorded()
    interests: Fact[list[Words] | None] = unrecorded()
    behaviours: dict[Code, Behaviour] = {}
    needs: list[Need] = []
    avoid_places: list[AvoidPlace] = []
    cannot_live_with: list[Id] = []
    support_offered: list[SupportOffered] = []

    @field_validator("cannot_live_with")
    @classmethod
    def _each_once(cls, ids: list[str]) -> list[str]:
        if len(set(ids)) != len(ids):
            raise ValueError("names somebody twice")
        return ids


class YoungPerson(YoungPersonFacts):
    """Everything the engine may know of one young person."""

    id: Id
    authority: Id
    sibling_group: Id | None = None
