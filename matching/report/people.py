"""What a report says of one young person, and of one household."""

from dataclasses import dataclass, field

from matching.report.openings import Opening
from matching.report.options import Excluded, Failure, Option


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
