"""The joint plan in a report: who could live with whom, and who competes."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PlanLevel:
    """One level of the plan: what it reached, and what no plan can pass."""

    name: str
    value: float
    bound: float
    proved: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """One young person and the home the plan puts forward for them."""

    young_person: str
    household: str
    fit: float
    standing: str
    fixed: bool
    as_before: bool


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A young person without a home in the plan, and why."""

    young_person: str
    because: str
    competing_with: list[str]
    sentence: str


@dataclass(frozen=True, slots=True)
class ScarceHome:
    """A household that several young people have among their options, and who needs it.

    ``only_option_of`` have no other option; ``first_option_of`` have it first. All name
    young people by id; ``planned_for`` are those the plan puts there.
    """

    household: str
    among_options_of: list[str]
    only_option_of: list[str]
    first_option_of: list[str]
    planned_for: list[str]
    sentence: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision people took about a pair: ``fixed`` or ``ruled out``."""

    young_person: str
    household: str
    decision: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Who could live with whom, for everyone at once: advice for the forum.

    Where what people decided cannot all hold there is no plan, and ``contradiction``
    names decisions of which any one taken back lets the others hold.
    """

    status: str
    sentence: str
    levels: list[PlanLevel]
    assignments: list[Assignment]
    unplaced: list[Unplaced]
    scarce: list[ScarceHome] = field(default_factory=list)
    contradiction: list[Decided] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Offered:
    """The homes a young person could be offered, the best fit first."""

    young_person: str
    households: list[str]


@dataclass(frozen=True, slots=True)
class Choices:
    """Homes to choose from, up to ``wanted`` each, none promised twice.

    ``young_people`` counts who could be offered one home, two, and so on.
    """

    wanted: int
    young_people: list[int]
    levels: list[PlanLevel]
    offers: list[Offered]
    sentence: str
