"""The joint plan: from everyone's options to one problem, and back into words.

Levels, in order, each proved before the next (design: never merged into one weight):
young people placed, weighted by the policy's priorities; for each fit band from the
lowest, how many have a home of at least that fit; brothers and sisters together where
that is wished for but not essential; total fit; pairs of the last plan kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.capacity import (
    bedrooms_needed,
    capacity,
    kept_apart,
)
from matching.case import Case, Strength
from matching.criteria.base import Person
from matching.criteria.living import (
    all_siblings,
    exempted,
    needs_bedroom,
    shares_with,
)
from matching.policy import Policy
from matching.report import Assignment, Plan, PlanLevel, Unplaced
from matching.solver import (
    Columns,
    Level,
    LevelResult,
    Mode,
    Problem,
    Room,
    Solution,
    Unit,
    solve,
)
from matching.table import Table
from matching.verdicts import Standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A young person's options as the plan needs them: best first, fit in tenths.

    ``fixed`` holds, by row, the fit of homes people decided on that are not options.
    """

    person: Person
    rows: NDArray[np.intp]
    standing: NDArray[np.int8]
    fit: NDArray[np.int64]
    fixed: dict[int, int]

    def fit_at(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the fit of these homes in tenths."""
        by_row = dict(zip(self.rows.tolist(), self.fit.tolist(), strict=True))
        by_row |= self.fixed
        return np.array([by_row.get(row, 0) for row in rows.tolist()], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class UnitHomes:
    """Brothers and sisters as one, and the homes that could take them all."""

    members: tuple[str, ...]
    rows: NDArray[np.intp]
    standing: NDArray[np.int8]


def plan_for(
    case: Case,
    policy: Policy,
    table: Table,
    candidates: Mapping[str, Candidate],
    groups: Sequence[UnitHomes],
    *,
    time_limit: float | None,
    progress: Callable[[int], None],
    stop: Callable[[], bool],
) -> Plan:
    """Make the joint plan."""
    draft = Draft(case, policy, table, candidates, groups)
    problem = draft.problem()
    solution = solve(problem, time_limit=time_limit, progress=progress, stop=stop)
    return _in_words(draft, problem, solution)


class Draft:
    """The plan's problem in the making; people are numbered in order of id."""

    def __init__(
        self,
        case: Case,
        policy: Policy,
        table: Table,
        candidates: Mapping[str, Candidate],
        groups: Sequence[UnitHomes],
    ) -> None:
        self.case, self.policy, self.table = case, policy, table
        self.candidates = candidates
        self.names = sorted(candidates)
        self.number = {name: i for i, name in enumerate(self.names)}
        self.rows = {home.id: row for row, home in enumerate(table.households)}
        decisions = case.decisions
        self.fixed = sorted(
            (self.number[p.young_person], self.rows[p.household])
            for p in decisions.fixed
        )
        self.ruled_out = {
            (self.number[p.young_person], self.rows[p.household])
            for p in decisions.ruled_out
        }
        self.units: list[tuple[str, ...]] = []
        self.together: list[tuple[int, ...]] = []
        self._homes: list[NDArray[np.intp]] = []
        self._make_units(groups)

    def _make_units(self, groups: Sequence[UnitHomes]) -> None:
        bound = {name for name in self.names if self._is_bound(name)}
        for name in self.names:
            if name not in bound:
                candidate = self.candidates[name]
                self._unit((name,), candidate.rows, candidate.standing)
        numbers = {
            group.members: self._unit(group.members, group.rows, group.standing)
            for group in sorted(groups, key=lambda g: g.members)
            if self._may_be_unit(group.members)
        }
        self._fixed_apart(bound)
        for name in sorted(bound):
            group = self.candidates[name].person.group
            parts = group.sub_groups if group else ()
            if parts and name == min(m for part in parts for m in part):
                self.together.append(tuple(numbers[part] for part in parts))

    def _fixed_apart(self, bound: set[str]) -> None:
        """Let people place one of a group where the group could not go."""
        group_rows: dict[str, set[int]] = {name: set() for name in bound}
        for members, rows in zip(self.units, self._homes, strict=True):
            for member in members:
                if member in group_rows:
                    group_rows[member] |= set(rows.tolist())
        nowhere = np.zeros(0, dtype=np.intp)
        for person, row in self.fixed:
            name = self.names[person]
            if name in bound and row not in group_rows[name]:
                self._unit((name,), nowhere, nowhere.astype(np.int8))

    def _is_bound(self, name: str) -> bool:
        group = self.candidates[name].person.group
        return bool(group and group.strength is Strength.ESSENTIAL)

    def _may_be_unit(self, members: tuple[str, ...]) -> bool:
        """Use the whole group always, its parts only where it may not be split else."""
        group = self.candidates[members[0]].person.group
        return bool(group and (members == group.members or self._is_bound(members[0])))

    def _unit(
        self,
        members: tuple[str, ...],
        rows: NDArray[np.intp],
        standing: NDArray[np.int8],
    ) -> int:
        usable = standing <= (
            Standing.QUESTIONS if self.policy.plan_with_questions else Standing.OPEN
        )
        numbers = [self.number[m] for m in members]
        kept = set(rows[usable].tolist())
        if len(numbers) == 1:
            # A decision about one of a sibling group says nothing about the others.
            kept |= {row for person, row in self.fixed if person in numbers}
        kept -= {row for person, row in self.ruled_out if person in numbers}
        self.units.append(members)
        self._homes.append(np.array(sorted(kept), dtype=np.intp))
        return len(self.units) - 1

    def problem(self) -> Problem:
        """Write the problem."""
        sizes = [len(rows) for rows in self._homes]
        unit = np.repeat(np.arange(len(self.units)), sizes).astype(np.int64)
        home = (
            np.concatenate(self._homes).astype(np.int64)
            if self._homes
            else np.zeros(0, dtype=np.int64)
        )
        left = capacity(self.table, self.policy)
        columns = Columns(
            unit,
            home,
            self._bedrooms(unit, home),
            left.alone[home] & ~self._decided(unit, home),
        )
        conflicts, shared = self._conflicts(unit, home)
        return Problem(
            people=len(self.names),
            units=tuple(
                Unit(tuple(self.number[m] for m in members)) for members in self.units
            ),
            columns=columns,
            room=Room(left.places, left.usual, left.bedrooms),
            levels=tuple(self._levels(unit, home)),
            together=tuple(self.together),
            conflicts=conflicts,
            column_conflicts=shared,
            modes=tuple(self._modes(unit, home, left.usual)),
            fixed=tuple(self.fixed),
        )

    def _decided(
        self, unit: NDArray[np.int64], home: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Tell which columns people have decided on: they weighed who shares."""
        fixed = set(self.fixed)
        return np.array(
            [
                len(self.units[u]) == 1 and (self.number[self.units[u][0]], h) in fixed
                for u, h in zip(unit.tolist(), home.tolist(), strict=True)
            ],
            dtype=np.bool_,
        )

    def _people(self, unit: int) -> list[Person]:
        return [self.candidates[m].person for m in self.units[unit]]

    def _bedrooms(
        self, unit: NDArray[np.int64], home: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        usual = [
            sum(map(needs_bedroom, self._people(u))) for u in range(len(self.units))
        ]
        needed = np.array(usual, dtype=np.int64)[unit] if len(unit) else unit.copy()
        for column in self._with_sharing(home):
            people = self._people(int(unit[column]))
            where = self.table.households[int(home[column])]
            needed[column] = bedrooms_needed(people, where)
        return needed

    def _with_sharing(self, home: NDArray[np.int64]) -> list[int]:
        agreed = np.array(
            [bool(h.sharing_agreements) for h in self.table.households], dtype=np.bool_
        )
        return np.flatnonzero(agreed[home]).tolist() if len(home) else []

    def _conflicts(
        self, unit: NDArray[np.int64], home: NDArray[np.int64]
    ) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
        people = [self.candidates[name].person for name in self.names]
        apart = kept_apart(people)
        numbers = [[self.number[m] for m in members] for members in self.units]
        meets = np.zeros((len(self.units), len(self.names)), dtype=np.bool_)
        for u, members in enumerate(numbers):
            meets[u] = apart[members].any(axis=0)
        pairs = set()
        for u in range(len(self.units)):
            for other in range(u + 1, len(self.units)):
                if meets[u][numbers[other]].any():
                    pairs.add((u, other))
        return frozenset(pairs), self._same_room(unit, home)

    def _same_room(
        self, unit: NDArray[np.int64], home: NDArray[np.int64]
    ) -> frozenset[tuple[int, int]]:
        """Keep two from relying on sharing with the same child who lives there."""
        with_whom: dict[tuple[int, str], list[int]] = {}
        for column in self._with_sharing(home):
            where = self.table.households[int(home[column])]
            for person in self._people(int(unit[column])):
                for other in shares_with(person, where):
                    with_whom.setdefault((int(home[column]), other), []).append(column)
        return frozenset(
            (a, b)
            for columns in with_whom.values()
            for i, a in enumerate(sorted(set(columns)))
            for b in sorted(set(columns))[i + 1 :]
        )

    def _modes(
        self,
        unit: NDArray[np.int64],
        home: NDArray[np.int64],
        usual: NDArray[np.int64],
    ) -> Iterator[Mode]:
        """Yield the ways each home may go beyond the usual limit."""
        if not len(home):
            return
        order = np.argsort(home, kind="stable")
        homes, starts = np.unique(home[order], return_index=True)
        for row, columns in zip(homes, np.split(order, starts[1:]), strict=True):
            units = [int(u) for u in unit[columns]]
            where = self.table.households[int(row)]
            size = sum(len(self.units[u]) for u in units)
            if size <= usual[row]:
                continue
            special = where.exemptions or any(
                p.siblings for p in where.placements.value
            )
            if special or any(len(self.units[u]) > usual[row] for u in units):
                yield from self._modes_of(int(row), units)

    def _modes_of(self, row: int, units: list[int]) -> Iterator[Mode]:
        where = self.table.households[row]
        for exemption in where.exemptions:
            named = set(exemption.young_people)
            inside = frozenset(
                u
                for u in units
                if set(self.units[u]) <= named and exempted(self._people(u), where)
            )
            if inside:
                yield Mode(row, inside)
        groups = {p.group.id: p for u in units for p in self._people(u) if p.group}
        for group in sorted(groups):
            inside = frozenset(
                u
                for u in units
                if all(p.group and p.group.id == group for p in self._people(u))
                and all_siblings(self._people(u), where)
            )
            if inside:
                yield Mode(row, inside)

    def _levels(
        self, unit: NDArray[np.int64], home: NDArray[np.int64]
    ) -> Iterator[Level]:
        weight = {n: self._priority(n) for n in self.names}
        placed = np.zeros(len(unit), dtype=np.int64)
        fit = np.zeros(len(unit), dtype=np.int64)
        bands = np.zeros((len(self.policy.bands), len(unit)), dtype=np.int64)
        kept = np.zeros(len(unit), dtype=np.int64)
        starts = np.searchsorted(unit, np.arange(len(self.units) + 1))
        before = self.case.previous_plan
        for u, members in enumerate(self.units):
            mine = slice(starts[u], starts[u + 1])
            rows = home[mine]
            for member in members:
                placed[mine] += weight[member]
                theirs = self.candidates[member].fit_at(rows)
                fit[mine] += theirs
                for b, band in enumerate(self.policy.bands):
                    bands[b, mine] += theirs >= round(band * 10)
                last = self.rows.get(before.get(member, ""), -1)
                kept[mine] += rows == last
        yield Level("placed", placed)
        for band, value in zip(self.policy.bands, bands, strict=True):
            yield Level(f"fit at least {band:g}", value)
        if self._some_may_part():
            sizes = np.array([len(m) for m in self.units], dtype=np.int64)[unit]
            whole = np.array([self._wished_whole(m) for m in self.units])[unit]
            yield Level("siblings together", np.where(whole, sizes, 0))
        yield Level("total fit", fit)
        yield Level("unchanged", kept)

    def _priority(self, name: str) -> int:
        return self.policy.priorities[self.candidates[name].person.record.priority]

    def _wished_whole(self, members: tuple[str, ...]) -> bool:
        group = self.candidates[members[0]].person.group
        return bool(group and members == group.members)

    def _some_may_part(self) -> bool:
        return any(self.candidates[name].person.group for name in self.names)


def _in_words(draft: Draft, problem: Problem, solution: Solution) -> Plan:
    homes = draft.table.households
    placed: dict[str, int] = {}
    for column in solution.columns:
        row = int(problem.columns.home[column])
        for member in draft.units[int(problem.columns.unit[column])]:
            placed[member] = row
    fixed = set(draft.fixed)
    assignments = []
    for name, row in sorted(placed.items()):
        candidate = draft.candidates[name]
        at = np.flatnonzero(candidate.rows == row)
        standing = Standing(candidate.standing[at[0]]).words if len(at) else "near"
        assignments.append(
            Assignment(
                young_person=name,
                household=homes[row].id,
                fit=int(candidate.fit_at(np.array([row]))[0]) / 10,
                standing=standing,
                fixed=(draft.number[name], row) in fixed,
                as_before=draft.case.previous_plan.get(name) == homes[row].id,
            )
        )
    return Plan(
        status=solution.status,
        sentence=_summary(draft, solution, len(placed)),
        levels=[_level(level) for level in solution.levels],
        assignments=assignments,
        unplaced=[_unplaced(draft, n, placed) for n in draft.names if n not in placed],
    )


def _summary(draft: Draft, solution: Solution, placed: int) -> str:
    if solution.status == "contradiction":
        return (
            "There is no plan: what has been decided cannot all hold at once. Look at "
            "the decisions again."
        )
    of = f"{placed} of {len(draft.names)} young people have a home in this plan."
    if solution.levels and solution.levels[0].proved:
        return f"{of} No plan does better on this (proved)."
    return f"{of} It was stopped before it was proved that no plan does better."


_SENTENCES = {
    "placed": "Young people placed, urgent and high priorities counting for more",
    "siblings together": "Brothers and sisters who would live together",
    "total fit": "Fit of everyone placed, added up",
    "unchanged": "Homes kept from the last plan",
}


def _level(level: LevelResult) -> PlanLevel:
    scale = 10 if level.name == "total fit" else 1
    what = _SENTENCES.get(level.name, f"Young people with a home of {level.name[4:]}")
    value, bound = level.value / scale, level.bound / scale
    proof = (
        "no plan does better (proved)"
        if level.proved
        else f"{bound:g} was not ruled out"
    )
    return PlanLevel(
        level.name, value, bound, level.proved, f"{what}: {value:g}; {proof}."
    )


def _unplaced(draft: Draft, name: str, placed: Mapping[str, int]) -> Unplaced:
    candidate = draft.candidates[name]
    if not len(candidate.rows):
        return Unplaced(name, "no option", [], "No home is an option for them yet.")
    wanted = set(candidate.rows.tolist())
    rivals = sorted(other for other, row in placed.items() if row in wanted)
    if not rivals:
        return Unplaced(
            name,
            "no home for all of them",
            [],
            "Homes are an option for them, but not for all who need to move together.",
        )
    return Unplaced(
        name,
        "needed more elsewhere",
        rivals,
        "Homes that could be an option are needed by others in this plan.",
    )
