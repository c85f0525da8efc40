"""The result of a run: plain data and sentences, in one JSON Schema.

Codes and field names are fixed, because other people's files and tools rely on them.
Sentences name nobody and say *they*; ``sentence`` is safe for the other organisation
to read, ``detail`` holds what only one's own side may see.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, JsonValue, TypeAdapter

from matching.case import Change


@dataclass(frozen=True, slots=True)
class PolicyUsed:
    """The policy a run used; ``effective`` is the whole of it, as used."""

    name: str
    version: str
    digest: str
    effective: dict[str, Any]


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


@dataclass(frozen=True, slots=True)
class OpeningChange:
    """One change of an opening: what it is about, how far it goes, who may make it.

    ``young_person`` is whose need it is, or whom the home would have to suit: mostly
    the young person themself, else a brother or sister who would move with them. The
    JSON says ``from``; it is null where it is not the same for every home named.
    ``reason``, ``source`` and ``confirmed_on`` are those of the need.
    """

    criterion: str
    need: int | None
    behaviour: str | None
    young_person: str
    kind: str
    from_: Annotated[JsonValue, Field(alias="from")]
    to: JsonValue
    unit: str | None
    lifted_by: list[list[str]]
    sentence: str
    reason: str | None = None
    source: str | None = None
    confirmed_on: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A household an opening opens: where it would stand then, and its fit."""

    household: str
    standing: str
    fit: float


@dataclass(frozen=True, slots=True)
class FurtherStep:
    """The same changes taken further: each ``to``, and how many homes open then."""

    to: list[JsonValue]
    count: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A smallest set of changes that would make a household an option.

    ``homes`` name the best of the ``count`` homes it opens, each judged again with the
    changes made; ``opened`` says where each would stand, in the same order.
    """

    kind: str
    changes: list[OpeningChange]
    homes: list[str]
    count: int
    best_fit: float
    opened: list[Opened]
    further: list[FurtherStep]
    sentence: str


@dataclass(frozen=True, slots=True)
class Standings:
    """How many of the households looked at stand where."""

    open: int
    open_with_questions: int
    near: int
    closed: int


@dataclass(frozen=True, slots=True)
class AskFirst:
    """Something not known whose answer could change which option comes first.

    ``could_come_first`` are households an answer could bring there, those in ``alone``
    without any other; ``first_could_fall`` is whether one could take the first away.
    """

    ask: str
    about: str
    question: str
    could_come_first: list[str]
    alone: list[str]
    first_could_fall: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure it is which option comes first.

    ``could_pass`` are the options that weights within ``band`` (a share, either way)
    could bring above the first; the most useful questions are first in ``ask_first``.
    """

    band: float
    stays_first: bool
    could_pass: list[str]
    sentence: str
    ask_first: list[AskFirst]


@dataclass(frozen=True, slots=True)
class PersonResult:
    """Everything found for one young person.

    ``excluded_by`` counts, by criterion, the households it keeps from being an option;
    ``excluded_by_alone`` those that nothing else keeps out.
    """

    id: str
    considered: int
    standings: Standings
    options: list[Option]
    excluded: list[Excluded]
    excluded_by: dict[str, int]
    excluded_by_alone: dict[str, int]
    openings: list[Opening] = field(default_factory=list)
    sureness: Sureness | None = None


@dataclass(frozen=True, slots=True)
class Suited:
    """A young person for whom a household is an option.

    ``rank`` is the household's among the young person's own ``options``, which are so
    many. ``option`` holds everything said about the pair, for a household asked for.
    """

    id: str
    rank: int
    fit: float
    standing: str
    options: int
    option: Option | None = None


@dataclass(frozen=True, slots=True)
class NearlySuited:
    """A young person for whom a household is near, and all that stands in the way."""

    id: str
    failed: list[Failure]


@dataclass(frozen=True, slots=True)
class HouseholdResult:
    """Whom a household is an option for, the best first.

    ``retained_until`` is the day to which it is held free. ``near`` and ``sentence``
    are there for a household asked for.
    """

    id: str
    young_people: list[Suited]
    retained_until: str | None = None
    near: list[NearlySuited] = field(default_factory=list)
    sentence: str | None = None


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


@dataclass(frozen=True, slots=True)
class Recruited:
    """What one more home of a kind at one place would do.

    ``opens`` counts young people without any option who would have one, ``suits``
    everyone it would be an option for, ``placed`` how many more would have a home in
    the plan and ``gain`` the same weighed by priority, as the plan weighs it.
    """

    profile: str
    area: str
    outcode: str
    also: list[str]
    opens: int
    suits: int
    placed: int
    gain: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Upskilled:
    """What one change in homes that are there would do, each by itself.

    ``suits`` counts young people for whom one of the ``homes`` is no option now and
    would be, ``opens`` those of them without any option now. ``changes`` are what was
    tried, at all of the ``homes``.
    """

    change: str
    kind: str
    lifted_by: list[str]
    homes: list[str]
    changes: list[Change]
    opens: int
    suits: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Upskilling:
    """Training, support, terms or arrangements that would open most.

    ``by_household`` has the best change of each household, ``by_change`` the same
    change in every household that lacks nothing else for somebody.
    """

    by_household: list[Upskilled]
    by_change: list[Upskilled]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group, as it may be told, and what share of the group that is.

    ``count`` and ``percent`` are None where it is not told exactly; ``words`` always
    say what is told. ``low`` and ``high`` are the exact 95 % interval of the percentage
    (Clopper-Pearson, over every count the words leave open). ``stands_out`` is *below*
    or *above* where everyone's percentage lies outside it.
    """

    count: int | None
    words: str
    percent: float | None
    low: float | None
    high: float | None
    stands_out: str | None = None


@dataclass(frozen=True, slots=True)
class GroupShare:
    """What the young people of one group have: an option, an open one, a home.

    ``groups`` are several where each alone would be too small to be told.
    """

    groups: list[str]
    young_people: int
    option: Share
    open: Share
    home: Share
    sentence: str


@dataclass(frozen=True, slots=True)
class Characteristic:
    """The young people by one characteristic; everyone is in one group."""

    name: str
    title: str
    groups: list[GroupShare]


@dataclass(frozen=True, slots=True)
class Fairness:
    """Who has an option and a home in the plan, and who does not.

    For the people who oversee the tool. ``everyone`` is None, and nothing is counted,
    where there are too few young people to count any.
    """

    everyone: GroupShare | None
    characteristics: list[Characteristic]
    notes: list[str]


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
    notes: list[str] = field(default_factory=list)


REPORT: TypeAdapter[Report] = TypeAdapter(Report)


def to_json(report: Report) -> bytes:
    """Return the report as JSON."""
    return REPORT.dump_json(report, indent=1, by_alias=True)
