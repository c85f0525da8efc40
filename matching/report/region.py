"""What a report says of everyone: homes that are needed, and fair to whom."""

from dataclasses import dataclass

from matching.case import Change


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
