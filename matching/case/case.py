"""The case: everything a run is given, immutable and hashable by its content."""

import hashlib
from typing import Annotated

from pydantic import Field, JsonValue

from matching.case.codes import Gender
from matching.case.facts import Day, Id, Strict, Words
from matching.case.household import Household
from matching.case.young_person import YoungPerson


class Authority(Strict):
    """A local authority, its neighbours and the outcodes that lie in its area."""

    id: Id
    name: Words
    adjoining: list[Id] = []
    places: list[Words] = []


class Pair(Strict):
    """One young person and one household."""

    young_person: Id
    household: Id


class Decisions(Strict):
    """What people have decided: the plan keeps to it."""

    fixed: list[Pair] = []
    ruled_out: list[Pair] = []


class Monitored(Strict):
    """What the fairness report counts by. No criterion reads it."""

    ethnicity: Words | None = None
    disability: list[Words] | None = None
    gender: Gender | None = None


class Case(Strict):
    """What the engine is given."""

    as_of: Day
    policy: Annotated[str, Field(min_length=1)] | dict[str, JsonValue] = "step-down"
    authorities: list[Authority] = []
    households: list[Household] = []
    young_people: list[YoungPerson] = []
    decisions: Decisions = Decisions()
    previous_plan: dict[Id, Id] = {}
    monitoring: dict[Id, Monitored] = {}

    def digest(self) -> str:
        """Return ``sha256:…`` of the case's content, whatever its layout was."""
        content = self.model_dump_json(exclude_defaults=True)
        return "sha256:" + hashlib.sha256(content.encode()).hexdigest()
