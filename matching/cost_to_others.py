"""What choosing an option would take from others: the plan made again with that pair.

*Others* are everybody but the young person whose option it is and, where brothers and
sisters have to be placed together, those too. What the others have at a level of the
plan is the level's value without what those add to it. The cost is what the others have
in the plan at hand, less what they have in the best plan with the pair; below nought
they gain. Nothing that was decided changes, and every rule is kept.
"""

from collections.abc import Iterator, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from matching.cost_words import in_words
from matching.plan import Planned
from matching.report import Affected, CostLevel, CostToOthers
from matching.solver.forced import BestWith, Between, NoPlanError, PlansWith
from matching.solver.linear import Clock
from matching.verdicts import Standing

Worths = NDArray[np.int64]
"""What somebody adds to each level, shape (levels,)."""

DECIDED = (
    "There is no plan with this home: what people have decided about others, or about "
    "them, does not leave it to them."
)
SIBLINGS = (
    "There is no plan with this home: a brother or sister who has to move when they do "
    "would have nowhere to go."
)
RULED_OUT = "People have ruled this home out for them, so the plan cannot use it."
QUESTIONS = (
    "The plan leaves out homes with open questions, so what choosing this one would "
    "take from others was not worked out."
)


class CostsToOthers:
    """The cost to others of one option after the other, against one plan."""

    def __init__(self, planned: Planned, clock: Clock) -> None:
        self._planned, self._draft = planned, planned.draft
        self._problem = planned.problem
        self._at_hand = list(planned.solution.columns)
        self._homes = planned.homes
        self._plans = PlansWith(planned.problem, planned.solution, clock)

    def of(self, name: str, household: str) -> CostToOthers:
        """Return what choosing this home for this young person takes from others."""
        draft = self._draft
        row = draft.rows[household]
        if self._homes.get(name) == row:
            levels = [Between(0, 0) for _ in draft.level_names]
            return self._told(levels, [])
        pair = draft.number[name], row
        try:
            best = self._plans.best(*pair)
        except NoPlanError:
            return CostToOthers([], [], self._why_no_plan(name, row))
        levels = list(self._taken(name, row, best))
        return self._told(levels, list(self._affected(name, best)))

    def _told(
        self, levels: Sequence[Between], affected: list[Affected]
    ) -> CostToOthers:
        told = []
        for name, level in zip(self._draft.level_names, levels, strict=True):
            scale = 10 if name == "total fit" else 1
            lower, upper = level.lower / scale, level.upper / scale
            told.append(CostLevel(name, lower, upper, level.lower == level.upper))
        return CostToOthers(told, affected, in_words(self._draft, told, affected))

    def _why_no_plan(self, name: str, row: int) -> str:
        draft, pair = self._draft, (self._draft.number[name], row)
        if pair in draft.ruled_out:
            return RULED_OUT
        if not any(True for _ in self._problem.holding(*pair)):
            candidate = draft.candidates[name]
            standing = candidate.standing[candidate.rows == row]
            if (standing == Standing.QUESTIONS).any():
                return QUESTIONS
        return DECIDED if self._plans.decided_against(*pair) else SIBLINGS

    def _party(self, name: str) -> frozenset[str]:
        group = self._draft.people[name].group
        return frozenset(
            group.members if group and self._draft.is_bound(name) else [name]
        )

    def _taken(self, name: str, row: int, best: BestWith) -> Iterator[Between]:
        """Yield for each level what the others have less with the pair than now."""
        party = self._party(name)
        levels = self._problem.levels
        now = np.array([level.value[self._at_hand].sum() for level in levels])
        others = now - self._share(party, self._at_hand)
        least, most = self._share_then(party, name, row, best)
        for k, level in enumerate(best.levels):
            upper = int(others[k]) - level.lower + int(most[k])
            lower = int(others[k]) - level.upper + int(least[k])
            yield Between(lower, min(upper, max(int(others[k]), lower)))

    def _share(self, party: Set[str], columns: Sequence[int]) -> Worths:
        """Return what these young people add to each level of a plan."""
        share = np.zeros(len(self._problem.levels), dtype=np.int64)
        for column in columns:
            unit = int(self._problem.columns.unit[column])
            home = self._problem.columns.home[[column]]
            for member in party & set(self._draft.units[unit]):
                share += self._draft.worth(member, unit, home)[:, 0]
        return share

    def _share_then(
        self, party: frozenset[str], name: str, row: int, best: BestWith
    ) -> tuple[Worths, Worths]:
        """Return the least and the most these add to each level of the best plan."""
        if best.exact:
            share = self._share(party, best.columns)
            return share, share
        with_pair = self._problem.holding(self._draft.number[name], row)
        own = [self._share({name}, [column]) for column in with_pair]
        least, most = np.min(own, axis=0), np.max(own, axis=0)
        for member in party - {name}:
            theirs = [self._share({member}, [c]) for c in self._holding(member)]
            most = most + np.max([0 * most, *theirs], axis=0)
        return least, most

    def _holding(self, name: str) -> Iterator[int]:
        """Yield the columns that place this young person anywhere."""
        for unit, members in enumerate(self._draft.units):
            if name in members:
                yield from self._problem.of_unit(unit).tolist()

    def _affected(self, name: str, best: BestWith) -> Iterator[Affected]:
        """Yield which others have another home, or none, in the best plan."""
        if not best.exact:
            return
        then = self._planned.homes_in(best.columns)
        homes, party = self._draft.table.households, self._party(name)
        for other in self._draft.names:
            was, gets = self._homes.get(other), then.get(other)
            if was != gets and other not in party:
                yield Affected(
                    other,
                    None if was is None else homes[was].id,
                    None if gets is None else homes[gets].id,
                )
