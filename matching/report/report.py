"""The result of a run: plain data and sentences, in one JSON Schema.

Codes and field names are fixed, because other people's files and tools rely on them.
Sentences name nobody and say *they*; ``sentence`` is safe for the other organisation
to read, ``detail`` holds what only one's own side may see.
"""

from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from matching.report.people import HouseholdResult, PersonResult
from matching.report.plan import Choices, Plan
from matching.report.region import Fairness, Recruited, Upskilling


@dataclass(frozen=True, slots=True)
class PolicyUsed:
    """The policy a run used; ``effective`` is the whole of it, as used."""

    name: str
    version: str
    digest: str
    effective: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Located:
    """How many homes, and places young people's needs name, are placed how exactly.

    By ``point`` (a coordinate), ``postcode``, ``sector`` or ``outcode`` (their middle),
    or ``not known``.
    """

    homes: dict[str, int]
    places: dict[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one run over one case."""

    case: str
    as_of: str
    policy: PolicyUsed
    engine: str
    detail: str
    travel: str
    seconds: float
    plan: Plan | None
    young_people: list[PersonResult]
    households: list[HouseholdResult]
    recruitment: list[Recruited] = field(default_factory=list)
    upskilling: Upskilling | None = None
    fairness: Fairness | None = None
    choices: Choices | None = None
    located: Located | None = None
    notes: list[str] = field(default_factory=list)


REPORT: TypeAdapter[Report] = TypeAdapter(Report)


def to_json(report: Report) -> bytes:
    """Return the report as JSON."""
    return REPORT.dump_json(report, indent=1, by_alias=True)
