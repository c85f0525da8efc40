"""Which one change in the homes that are there would open most.

Training, support, terms of approval or how the carers arrange things: whatever by
itself keeps a home from being an option for somebody, and is for its agency or its
carers to change. Nothing here asks less for a young person. Each change is made to a
copy of the home and everybody judged there again, so what is counted has been tried.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from matching.case import Case, Change, Decisions, Household, changed_record
from matching.criteria.lift import AGENCY, CARERS, Lift, LiftKind
from matching.criteria.words import plural
from matching.openings.obstacles import Bit, Mask, by_size, ways
from matching.openings.trial import FAILED, Ground, lifts_at
from matching.openings.words import who_could
from matching.policy import load_policy
from matching.report import Upskilled, Upskilling
from matching.run import Progress, Ranked
from matching.table import Table
from matching.travel import EstimatedTravel, Travel
from matching.verdicts import PersonVerdicts

SHOWN = 20
_THEIRS = frozenset({AGENCY, CARERS, AGENCY + CARERS})
# A place is freed when a child who lives there moves on: no reason to hurry them.
_NOT_THEIRS = frozenset({"availability"})


def upskilling(
    case: Case,
    *,
    travel: Travel | None = None,
    shown: int = SHOWN,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Upskilling:
    """Return what would open most: by household, and over all that need the same.

    Raises
    ------
    matching.run.StoppedError
        When ``stop`` answers true while people are judged.
    """
    policy = load_policy(case.policy)
    table = Table(case, travel or EstimatedTravel(policy.travel))
    wanted = _Wanted(Ground.of(case, policy, table))
    now = Ranked(case, policy, table, None, progress, stop, wanted.look)
    now.everyone()
    made = wanted.changes
    # Nothing decided speaks of the homes as they would be.
    homes = {"households": [one.home for one in made], "decisions": Decisions()}
    changed = case.model_copy(update=homes)
    again = Table(changed, table.travel)
    then = Ranked(changed, policy, again, None, progress, stop)
    then.everyone()
    return _ranked(made, _newly(made, now, then), _without_any(now), shown)


@dataclass(frozen=True, slots=True)
class _OneChange:
    """One change at one household, and the household with it made."""

    row: int
    bit: Bit
    lift: Lift
    changes: tuple[Change, ...]
    home: Household


class _Wanted:
    """Every change that by itself could open a home for somebody."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._found: dict[tuple[int, str, tuple[str, ...]], _OneChange] = {}

    @property
    def changes(self) -> list[_OneChange]:
        """What was found, in the order a table keeps the homes in."""
        return sorted(self._found.values(), key=lambda one: one.row)

    def look(
        self, verdicts: PersonVerdicts, alone: Mapping[str, PersonVerdicts]
    ) -> None:
        """Find what opens a home for one young person, and those who move with them.

        Brothers and sisters may all need the same: that is one change.
        """
        nowhere = np.zeros(0, dtype=np.intp)
        found = ways(verdicts, alone, self._ground.table, nowhere)
        most = max(len(way.moving) for way in found)
        for masks in by_size(found, (), most):
            for mask in filter(_is_theirs, masks):
                for place in range(len(mask.rows)):
                    self._keep(mask, place)

    def _keep(self, mask: Mask, place: int) -> None:
        row = int(mask.rows[place])
        home = self._ground.table.households[row]
        lifts = lifts_at(mask, place, mask.shortfall[:, place], home)
        if lifts is None or len({lift.says for lift in lifts}) > 1:
            return
        changes = tuple(change for lift in lifts for change in lift.changes)
        key = row, lifts[0].says, mask.bits[0].by
        if not changes or key in self._found or lifts[0].kind is LiftKind.REQUEST:
            return
        try:
            then = changed_record(home, changes)
        except FAILED:
            return
        self._found[key] = _OneChange(row, mask.bits[0], lifts[0], changes, then)


def _is_theirs(mask: Mask) -> bool:
    """Tell whether it is one criterion, and for the agency or the carers to lift."""
    codes = {bit.ruling.criterion.code for bit in mask.bits}
    whose = {bit.by for bit in mask.bits}
    one = len(codes) == len(whose) == 1
    return one and codes.isdisjoint(_NOT_THEIRS) and whose <= _THEIRS


def _newly(made: list[_OneChange], now: Ranked, then: Ranked) -> list[set[str]]:
    """Return for each change whom the home is an option for then and is not now."""
    rows = {home.id: row for row, home in enumerate(now.table.households)}
    ruled_out = {
        (pair.young_person, rows[pair.household])
        for pair in now.case.decisions.ruled_out
    }
    newly: list[set[str]] = [set() for _ in made]
    for name, candidate in then.candidates.items():
        options = set(now.candidates[name].rows.tolist())
        for number in candidate.rows.tolist():
            row = made[number].row
            if row not in options and (name, row) not in ruled_out:
                newly[number].add(name)
    return newly


def _without_any(now: Ranked) -> set[str]:
    return {name for name, found in now.candidates.items() if not len(found.rows)}


@dataclass(slots=True)
class _Same:
    """One change at one home, or the same at several, and what they do together."""

    made: list[_OneChange]
    people: set[str]

    def told(self, none: set[str], opens: str) -> Upskilled:
        """Put it in words; ``opens`` says what would be an option."""
        suits, helped = len(self.people), len(self.people & none)
        lift, bit = self.made[0].lift, self.made[0].bit
        return Upskilled(
            change=lift.says,
            kind=lift.kind.value,
            lifted_by=list(bit.by),
            homes=[one.home.id for one in self.made],
            changes=[change for one in self.made for change in one.changes],
            opens=helped,
            suits=suits,
            sentence=f"If {lift.says}, {opens} an option for {_whom(suits, helped)}. "
            f"{who_could(bit, lift)}",
        )


def _open(homes: int) -> str:
    which = "" if homes == 1 else " one or more of them"
    return f"{plural(homes, 'home')} would open,{which}"


def _whom(suits: int, helped: int) -> str:
    people = plural(suits, "young person", "young people")
    have = "has" if suits == 1 else "have"
    if not helped:
        return f"{people} who {have} others already"
    if helped == suits:
        return f"{people} who {have} none now"
    return f"{people}; {helped} of them {'has' if helped == 1 else 'have'} none now"


def _ranked(
    made: list[_OneChange], newly: list[set[str]], none: set[str], shown: int
) -> Upskilling:
    helps = [_Same([one], of) for one, of in zip(made, newly, strict=True) if of]
    at_home = _in_order(same.told(none, "this home would be") for same in helps)
    best = {one.homes[0]: one for one in reversed(at_home)}
    everywhere = _in_order(
        same.told(none, _open(len(same.made))) for same in _joined(helps)
    )
    return Upskilling(
        by_household=_in_order(best.values())[:shown], by_change=everywhere[:shown]
    )


def _joined(helps: Iterable[_Same]) -> Iterable[_Same]:
    """Join what is the same in words, and for the same to make."""
    found: dict[tuple[str, tuple[str, ...]], _Same] = {}
    for each in helps:
        one = each.made[0]
        same = found.setdefault((one.lift.says, one.bit.by), _Same([], set()))
        same.made.append(one)
        same.people |= each.people
    return found.values()


def _in_order(found: Iterable[Upskilled]) -> list[Upskilled]:
    """Sort what helps most first; of the same, what takes the fewest homes."""
    return sorted(
        found,
        key=lambda one: (-one.opens, -one.suits, len(one.homes), one.homes, one.change),
    )
