"""Every kind of home priced against the plan, the best of them tried for real.

The duals of the plan say what each young person still lacks, so they price any new
home at once: no plan with it is worth more than the plan's bound and that price. Only
trying it tells how much it really adds. Homes are tried in falling order of price until
no price left can beat what was found: trying only the ten dearest was found to miss the
best in one region of four.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.case import Case
from matching.criteria.words import plural
from matching.policy import load_policy
from matching.recruitment.profiles import Candidate, candidates
from matching.report import Recruited
from matching.run import Progress, Ranked
from matching.solver import Level, Problem, solve
from matching.solver.linear import Clock
from matching.solver.prices import Prices
from matching.solver.start import ContradictionError
from matching.table import Table
from matching.travel import EstimatedTravel, Travel

SHOWN = 10


def recruit(
    case: Case,
    *,
    travel: Travel | None = None,
    shown: int = SHOWN,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> list[Recruited]:
    """Return the homes that would help most, the best first; ties ask the least.

    None where what has been decided cannot all hold at once: there is no plan then.

    Raises
    ------
    matching.run.StoppedError
        When ``stop`` answers true while people are judged.
    """
    made = list(candidates(case))
    with_them = case.model_copy(
        update={"households": [*case.households, *(c.household for c in made)]}
    )
    policy = load_policy(case.policy)
    table = Table(with_them, travel or EstimatedTravel(policy.travel))
    ranked = Ranked(with_them, policy, table, None, progress, stop)
    ranked.everyone()
    try:
        search = _Search(ranked, made, Clock(stop=stop))
    except ContradictionError:
        return []
    return [_told(tried) for tried in search.best(shown)]


Worth = tuple[int, int, int]
"""How good a home is, the first counting most: gain, opens, suits (see Recruited)."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Candidates that the same young people could live with: one stands for all."""

    row: int
    candidate: Candidate
    also: tuple[str, ...]

    def order(self) -> tuple[int, str, str]:
        """Sort what asks the least of people first."""
        one = self.candidate
        return one.profile.asks, one.area.id, one.outcode


@dataclass(frozen=True, slots=True)
class _Tried:
    kind: _Kind
    worth: Worth
    placed: int

    def order(self) -> tuple[tuple[int, ...], tuple[int, str, str]]:
        """Sort the best first; of the same worth, what asks the least."""
        return tuple(-n for n in self.worth), self.kind.order()

    def makes_needless(self, worth: Worth, kind: _Kind) -> bool:
        """Tell whether this does as well in the same area and asks no more.

        To suit a few more who have options already is not worth asking more of people.
        """
        mine, other = self.kind.candidate, kind.candidate
        less = mine.profile.asks <= other.profile.asks
        return mine.area.id == other.area.id and less and self.worth[:2] >= worth[:2]

    def needed_beside(self, others: Iterable["_Tried"]) -> Iterator["_Tried"]:
        """Yield the others that are still worth showing beside this."""
        for other in others:
            if not self.makes_needless(other.worth, other.kind):
                yield other


class _Search:
    def __init__(self, ranked: Ranked, made: Sequence[Candidate], clock: Clock) -> None:
        by_id = {candidate.household.id: candidate for candidate in made}
        homes = ranked.table.households
        self._new = {r: by_id[h.id] for r, h in enumerate(homes) if h.id in by_id}
        is_new = np.isin(np.arange(len(homes)), list(self._new))
        problem = ranked.draft().problem()
        count = Level("people", problem.size)
        self._problem = replace(problem, levels=(problem.levels[0], count))
        self._there = np.flatnonzero(~is_new[problem.columns.home])
        self._suits = _suits(ranked, is_new)
        self._value, self._placed = self._solved(self._problem.only(self._there))
        self._prices = Prices(self._problem, self._there, self._value, clock)

    def best(self, shown: int) -> list[_Tried]:
        """Try kinds of home until no other can be among the best."""
        found: list[_Tried] = []
        for hoped, kind in self._most_hopeful_first():
            ranks = sorted((tried.worth for tried in found), reverse=True)
            if len(ranks) >= shown and hoped <= ranks[shown - 1]:
                break
            if not any(tried.makes_needless(hoped, kind) for tried in found):
                tried = self._tried(kind)
                if any(tried.worth[:2]):
                    found = [
                        t for t in found if not tried.makes_needless(t.worth, t.kind)
                    ]
                    found.append(tried)
        return sorted(found, key=_Tried.order)[:shown]

    def _most_hopeful_first(self) -> list[tuple[Worth, _Kind]]:
        """Return every kind with the most it could be worth: its price and counts."""
        hoped = []
        for kind in self._kinds():
            gain = self._prices.bound_with(kind.row) - self._value
            hoped.append(((gain, *self._suits.get(kind.row, (0, 0))), kind))
        return sorted(hoped, key=lambda one: (*(-n for n in one[0]), one[1].order()))

    def _kinds(self) -> Iterator[_Kind]:
        """Yield one home for all that differ in no young person they could take."""
        columns, value = self._problem.columns, self._problem.levels[0].value
        alike: dict[tuple[object, ...], list[int]] = {}
        for row in self._new:
            there = self._problem.in_home(row)
            if len(there):
                key = tuple(
                    part[there].tobytes()
                    for part in (columns.unit, value, columns.bedrooms, columns.alone)
                )
                alike.setdefault(key, []).append(row)
        for rows in alike.values():
            first = min(rows, key=lambda row: (self._new[row].profile.asks, row))
            profile = self._new[first].profile
            names = {
                self._new[r].area.name for r in rows if self._new[r].profile == profile
            }
            also = tuple(sorted(names - {self._new[first].area.name}))
            yield _Kind(first, self._new[first], also)

    def _tried(self, kind: _Kind) -> _Tried:
        there = np.concatenate([self._there, self._problem.in_home(kind.row)])
        value, placed = self._solved(self._problem.only(np.sort(there)))
        worth = (value - self._value, *self._suits.get(kind.row, (0, 0)))
        return _Tried(kind, worth, placed - self._placed)

    def _solved(self, problem: Problem) -> tuple[int, int]:
        solution = solve(problem)
        if solution.status != "proved":
            raise ContradictionError
        return solution.levels[0].value, solution.levels[1].value


def _told(tried: _Tried) -> Recruited:
    """Put what was found in words."""
    gain, opens, suits = tried.worth
    return Recruited(
        profile=tried.kind.candidate.profile.words,
        area=tried.kind.candidate.area.name,
        outcode=tried.kind.candidate.outcode,
        also=list(tried.kind.also),
        opens=opens,
        suits=suits,
        placed=tried.placed,
        gain=gain,
        sentence=_sentence(tried),
    )


def _sentence(tried: _Tried) -> str:
    """Say what one more home of this kind would do."""
    one, (gain, opens, suits) = tried.kind.candidate, tried.worth
    said = (
        f"One more home in {one.area.name} ({one.profile.words}) would be an option "
        f"for {plural(suits, 'young person', 'young people')}; {opens or 'none'} of "
        f"them {'has' if opens == 1 else 'have'} no option now."
    )
    if tried.placed > 0:
        more = plural(tried.placed, "more young person", "more young people")
        return f"{said} The plan would have a home for {more}."
    if gain:
        return f"{said} The plan would have a home for someone who needs one sooner."
    return f"{said} The plan would not have a home for more young people."


def _suits(ranked: Ranked, is_new: NDArray[np.bool_]) -> dict[int, tuple[int, int]]:
    """Count for each new home who has no option yet, and everyone it is one for."""
    counts: dict[int, tuple[int, int]] = {}
    for candidate in ranked.candidates.values():
        new = is_new[candidate.rows]
        none = bool(new.all())
        for row in candidate.rows[new].tolist():
            opens, suits = counts.get(row, (0, 0))
            counts[row] = (opens + none, suits + 1)
    return counts
