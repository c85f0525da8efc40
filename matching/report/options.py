"""What a report says of one home for one young person, an option or not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one thing asked for adds to the fit."""

    criterion: str
    need: int | None
    behaviour: str | None
    points: float
    of: float


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """One verdict with its sentence."""

    criterion: str
    need: int | None
    behaviour: str | None
    kind: str
    strength: str | None
    verdict: str
    shortfall: float | None
    unit: str | None
    sentence: str
    detail: str | None
    lifted_by: list[list[str]]
    confirmed_on: str | None
    old: bool
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something part met, and the support that would fill it."""

    criterion: str
    need: int | None
    behaviour: str | None
    support: str
    offered: bool


@dataclass(frozen=True, slots=True)
class Question:
    """Something to find out, and who can answer it."""

    ask: str
    about: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CostLevel:
    """What others lose at one level of the plan: a number between two, or exactly one.

    Below nought they gain.
    """

    name: str
    lower: float
    upper: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Affected:
    """Somebody else who would have another home than in the plan, or none (null).

    ``instead_of`` is null for somebody who has none in the plan.
    """

    young_person: str
    instead_of: str | None
    gets: str | None


@dataclass(frozen=True, slots=True)
class CostToOthers:
    """What choosing an option takes from others, against the plan of the same run.

    ``levels`` is empty where there is no plan with this choice; ``sentence`` says why.
    ``affects`` is told where every level is exact: those of one best plan, and where
    several are as good, of one that moves as few as can be.
    """

    levels: list[CostLevel]
    affects: list[Affected]
    sentence: str


@dataclass(frozen=True, slots=True)
class Option:
    """A household put forward for a young person.

    ``sure_above_next`` tells whether it stays above the next option however the weights
    move within the policy's band (None for the last), and ``sure`` says it.
    ``cost_to_others`` is None where there is no plan to compare with.
    """

    rank: int
    tied_with: list[str]
    household: str
    standing: str
    decided: str | None
    fit: float
    could_reach: float
    contributions: list[Contribution]
    verdicts: list[VerdictLine]
    gaps: list[Gap]
    questions: list[Question]
    distance: str | None = None
    sure_above_next: bool | None = None
    sure: str | None = None
    cost_to_others: CostToOthers | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """One reason why a household is not an option now."""

    criterion: str
    need: int | None
    behaviour: str | None
    shortfall: float | None
    unit: str | None
    sentence: str
    detail: str | None
    lifted_by: list[list[str]]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A household that is not an option, with every reason."""

    household: str
    standing: str
    failed: list[Failure]
