"""The parts of a report that are checked, read from its JSON."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from matching.check.judgement import Key, Verdict


class Part(BaseModel):
    """Any part of a report; what the check does not speak of is let through."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class About(Part):
    """What a line speaks of."""

    criterion: str
    need: int | None = None
    behaviour: str | None = None

    @property
    def key(self) -> Key:
        """Criterion, need and behaviour."""
        return self.criterion, self.need, self.behaviour


class Contribution(About):
    """What one thing asked for adds to the fit."""

    points: float
    of: float


class VerdictLine(About):
    """One verdict of an option."""

    verdict: Verdict
    shortfall: float | None


class Failure(About):
    """One reason why a household is not an option."""

    shortfall: float | None
    lifted_by: list[list[str]]


class CostLevel(Part):
    """What others lose at one level of the plan."""

    name: str
    lower: float
    upper: float
    exact: bool


class Affected(Part):
    """Somebody else who would have another home, or none."""

    young_person: str
    instead_of: str | None
    gets: str | None


class CostToOthers(Part):
    """What choosing an option takes from others."""

    levels: list[CostLevel]
    affects: list[Affected]


class Option(Part):
    """A household put forward."""

    rank: int
    tied_with: list[str]
    household: str
    standing: str
    fit: float
    could_reach: float
    contributions: list[Contribution]
    verdicts: list[VerdictLine]
    cost_to_others: CostToOthers | None = None


class Excluded(Part):
    """A household that is not an option."""

    household: str
    standing: str
    failed: list[Failure]


class Standings(Part):
    """How many households stand where."""

    open: int
    open_with_questions: int
    near: int
    closed: int


class OpeningChange(About):
    """One change of an opening."""

    young_person: str
    kind: str
    from_: JsonValue = Field(alias="from")
    to: JsonValue
    unit: str | None = None
    lifted_by: list[list[str]] = Field(min_length=1)


class Opened(Part):
    """A household an opening opens."""

    household: str
    standing: str
    fit: float


class Opening(Part):
    """Some changes, and the households they open."""

    kind: str
    changes: list[OpeningChange]
    homes: list[str]
    count: int
    best_fit: float
    opened: list[Opened]


class PersonResult(Part):
    """Everything reported for one young person."""

    id: str
    considered: int
    standings: Standings | None = None
    options: list[Option]
    excluded: list[Excluded]
    excluded_by: dict[str, int] | None = None
    excluded_by_alone: dict[str, int] | None = None
    openings: list[Opening] = []


class PlanLevel(Part):
    """One level of the plan."""

    name: str
    value: float
    bound: float
    proved: bool


class Assignment(Part):
    """One young person's home in the plan."""

    young_person: str
    household: str
    fit: float | None = None
    standing: str | None = None


class Unplaced(Part):
    """A young person without a home in the plan."""

    young_person: str
    competing_with: list[str] = []


class ScarceHome(Part):
    """A household several need."""

    household: str
    among_options_of: list[str]
    only_option_of: list[str]
    first_option_of: list[str]
    planned_for: list[str]


class Decided(Part):
    """A decision that is said to stand in another's way."""

    young_person: str
    household: str
    decision: str

    @property
    def is_fixed(self) -> bool:
        """Whether the pair was fixed, not ruled out."""
        return self.decision == "fixed"


class Plan(Part):
    """The joint plan."""

    status: str | None = None
    levels: list[PlanLevel]
    assignments: list[Assignment]
    unplaced: list[Unplaced]
    scarce: list[ScarceHome] | None = None
    contradiction: list[Decided] = []

    @property
    def is_none(self) -> bool:
        """Whether the report says that the decisions leave no plan."""
        return self.status == "contradiction" and not self.assignments


class Offered(Part):
    """The homes a young person is offered."""

    young_person: str
    households: list[str]


class Choices(Part):
    """Homes to choose from."""

    wanted: int
    young_people: list[int]
    levels: list[PlanLevel]
    offers: list[Offered]


class Suited(Part):
    """A young person a household is an option for."""

    id: str
    rank: int
    fit: float


class HouseholdResult(Part):
    """Whom a household is an option for."""

    id: str
    young_people: list[Suited]


class PolicyUsed(Part):
    """The policy the run used."""

    name: str
    version: str
    effective: dict[str, Any]


class Reported(Part):
    """A whole report."""

    case: str
    policy: PolicyUsed
    detail: str = "summary"
    plan: Plan | None
    young_people: list[PersonResult]
    households: list[HouseholdResult] = []
    choices: Choices | None = None

    @property
    def is_full(self) -> bool:
        """Whether every option and every excluded household is listed."""
        return self.detail == "full"


def read(report: dict[str, Any]) -> tuple[Reported | None, list[str]]:
    """Return the report, or else where it has not the shape of one."""
    try:
        return Reported.model_validate(report), []
    except ValidationError as failed:
        return None, [
            f"report: {'/'.join(map(str, error['loc']))}: {error['msg']}"
            for error in failed.errors(include_url=False)
        ]
