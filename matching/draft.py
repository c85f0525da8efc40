"""The joint plan's problem: from everyone's options to units and columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from matching.capacity import (
    bedrooms_needed,
    capacity,
    kept_apart,
)
from matching.case import Case, Decisions, Strength
from matching.criteria.base import Person
from matching.criteria.living import (
    all_siblings,
    exempted,
    needs_bedroom,
    shares_with,
)
from matching.policy import Policy
from matching.solver import (
    Columns,
    Level,
    Mode,
    Problem,
    Room,
    Unit,
)
from matching.table import Table
from matching.verdicts import Standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """A young person's options as the plan needs them: best first, fit in tenths.

    ``fixed`` holds, by row, the fit of homes people decided on that are not options.
    """

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


class Draft:
    """The plan's problem in the making; people are numbered in order of id."""

    def __init__(
        self,
        case: Case,
        policy: Policy,
        table: Table,
        people: Mapping[str, Person],
        candidates: Mapping[str, Candidate],
        groups: Sequence[UnitHomes],
    ) -> None:
        self.case, self.policy, self.table = case, policy, table
        self.people, self.candidates, self._groups = people, candidates, groups
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

    def deciding(self, decisions: Decisions) -> "Draft":
        """Return the same with other decisions."""
        case = self.case.model_copy(update={"decisions": decisions})
        return Draft(
            case, self.policy, self.table, self.people, self.candidates, self._groups
        )

    def _make_units(self, groups: Sequence[UnitHomes]) -> None:
        bound = {name for name in self.names if self.is_bound(name)}
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
            group = self.people[name].group
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

    def is_bound(self, name: str) -> bool:
        """Tell whether brothers and sisters have to be placed together with them."""
        group = self.people[name].group
        return bool(group and group.strength is Strength.ESSENTIAL)

    def _may_be_unit(self, members: tuple[str, ...]) -> bool:
        """Use the whole group always, its parts only where it may not be split else."""
        group = self.people[members[0]].group
        return bool(group and (members == group.members or self.is_bound(members[0])))

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
        else:
            kept |= self._joined(members)
        kept -= {row for person, row in self.ruled_out if person in numbers}
        self.units.append(members)
        self._homes.append(np.array(sorted(kept), dtype=np.intp))
        return len(self.units) - 1

    def _joined(self, members: tuple[str, ...]) -> set[int]:
        """Return the homes where people placed one of them and the others may follow.

        Each of them may be there alone, by decision or because it is an option; then
        they live together, and the plan has to count it so.
        """
        people = [self.people[member] for member in members]
        placed: dict[str, set[int]] = {member: set() for member in members}
        for person, row in self.fixed:
            if self.names[person] in placed:
                placed[self.names[person]].add(row)
        if not any(placed.values()) or kept_apart(people).any():
            return set()
        moving = dict(zip(self.units, self._homes, strict=True))
        alone = [
            set(moving[member,].tolist()) if (member,) in moving else placed[member]
            for member in members
        ]
        return set.union(*placed.values()).intersection(*alone)

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
        apart = kept_apart([self.people[name] for name in self.names])
        columns = Columns(
            unit,
            home,
            self._bedrooms(unit, home),
            self._alone(apart)[unit] if len(unit) else np.zeros(0, dtype=np.bool_),
        )
        return Problem(
            people=len(self.names),
            units=tuple(
                Unit(tuple(self.number[m] for m in members)) for members in self.units
            ),
            columns=columns,
            room=Room(left.places, left.usual, left.bedrooms),
            levels=tuple(self._levels(unit, home)),
            together=tuple(self.together),
            kept_apart=self._kept_apart(apart),
            column_conflicts=frozenset(
                (*self._same_room(unit, home), *self._only_one(unit, home, left.alone))
            ),
            modes=tuple(self._modes(unit, home, left.usual)),
            fixed=tuple(self.fixed),
        )

    def _people(self, unit: int) -> list[Person]:
        return [self.people[m] for m in self.units[unit]]

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

    def _alone(self, apart: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell which units can share a home with nobody else at all."""
        everyone = apart.sum(axis=1) >= len(self.names) - 1
        return np.array(
            [
                len(members) == 1 and bool(everyone[self.number[members[0]]])
                for members in self.units
            ],
            dtype=np.bool_,
        )

    def _kept_apart(self, apart: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell which units may not share a home; those alone are left out."""
        holds = np.zeros((len(self.units), len(self.names)), dtype=np.float32)
        for u, members in enumerate(self.units):
            holds[u, [self.number[m] for m in members]] = 1
        meets: NDArray[np.bool_] = (holds @ apart.astype(np.float32) @ holds.T) > 0
        alone = self._alone(apart)
        meets[alone] = False
        meets[:, alone] = False
        np.fill_diagonal(meets, False)
        return meets

    def _only_one(
        self,
        unit: NDArray[np.int64],
        home: NDArray[np.int64],
        only: NDArray[np.bool_],
    ) -> Iterator[tuple[int, int]]:
        """Yield columns of homes that take one young person, or one sibling group.

        Those people put there by decision stay there, whoever they are, but nobody
        joins them.
        """
        fixed = set(self.fixed)
        there: dict[int, list[tuple[int, str, bool]]] = {}
        for column in np.flatnonzero(only[home]).tolist() if len(home) else []:
            members, row = self.units[int(unit[column])], int(home[column])
            decided = all((self.number[m], row) in fixed for m in members)
            group = self.people[members[0]].group
            family = group.id if group else f"alone {members[0]}"
            there.setdefault(row, []).append((column, family, decided))
        for columns in there.values():
            for (a, one, fixed_a), (b, other, fixed_b) in combinations(columns, 2):
                if one != other and not (fixed_a and fixed_b):
                    yield min(a, b), max(a, b)

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
        worth = np.zeros((len(self.level_names), len(unit)), dtype=np.int64)
        starts = np.searchsorted(unit, np.arange(len(self.units) + 1))
        for u, members in enumerate(self.units):
            mine = slice(starts[u], starts[u + 1])
            for member in members:
                worth[:, mine] += self.worth(member, u, home[mine])
        for name, value in zip(self.level_names, worth, strict=True):
            yield Level(name, value)

    @cached_property
    def level_names(self) -> tuple[str, ...]:
        """The plan's levels, in order."""
        bands = [f"fit at least {band:g}" for band in self.policy.bands]
        together = ["siblings together"] if self._some_may_part() else []
        return "placed", *bands, *together, "total fit", "unchanged"

    def worth(self, name: str, unit: int, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return what one young person of a unit adds to each level in these homes.

        Shape (levels, rows).
        """
        fit = self.candidates[name].fit_at(rows)
        last = self.rows.get(self.case.previous_plan.get(name, ""), -1)
        levels = [np.full(len(rows), self._priority(name))]
        levels += [fit >= round(band * 10) for band in self.policy.bands]
        if self._some_may_part():
            levels.append(np.full(len(rows), self._wished_whole(self.units[unit])))
        levels += [fit, rows == last]
        return np.array(levels, dtype=np.int64).reshape(len(levels), len(rows))

    def _priority(self, name: str) -> int:
        return self.policy.priorities[self.people[name].record.priority]

    def _wished_whole(self, members: tuple[str, ...]) -> bool:
        group = self.people[members[0]].group
        return bool(group and members == group.members)

    def _some_may_part(self) -> bool:
        return any(self.people[name].group for name in self.names)
