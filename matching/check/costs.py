"""Whether what an option is said to take from others adds up, and could come about.

That no plan takes less from them is the solver's word; everything else is counted here.
"""

from collections.abc import Iterator

from matching.check.ground import Ground
from matching.check.plan import wrong_in_home
from matching.check.reported import CostToOthers, Option, Plan, Reported
from matching.check.siblings import essential_groups

TOLERANCE = 0.01


def wrong_in_costs(ground: Ground, report: Reported, plan: Plan) -> Iterator[str]:
    """Say what is wrong with what options take from others."""
    costs = _Costs(ground, report, plan)
    for person in report.young_people:
        for option in person.options:
            if option.cost_to_others is not None and person.id in ground.people:
                for said in costs.wrong(person.id, option, option.cost_to_others):
                    yield f"{person.id} at {option.household}: {said}"


class _Costs:
    def __init__(self, ground: Ground, report: Reported, plan: Plan) -> None:
        self._ground, self._plan = ground, plan
        self._names = [level.name for level in plan.levels]
        self._homes = {a.young_person: a.household for a in plan.assignments}
        self._fits = {
            (a.young_person, a.household): a.fit
            for a in plan.assignments
            if a.fit is not None
        } | {
            (person.id, option.household): option.fit
            for person in report.young_people
            for option in person.options
        }
        self._listed = {
            (one.id, home.id) for home in report.households for one in home.young_people
        } | set(self._fits)
        self._knows_everyone = len(report.households) != 1

    def wrong(self, person: str, option: Option, cost: CostToOthers) -> Iterator[str]:
        """Say what is wrong with the cost of one option."""
        if not cost.levels:
            if cost.affects:
                yield "others are affected by a plan that does not exist"
            return
        if [level.name for level in cost.levels] != self._names:
            yield "the cost to others is not told for the levels of the plan"
        for level in cost.levels:
            if level.lower > level.upper or level.exact != (level.lower == level.upper):
                yield f"{level.name}: {level.lower:g} … {level.upper:g} is no cost"
        if self._homes.get(person) == option.household:
            if cost.affects or any(level.lower or level.upper for level in cost.levels):
                yield "it is theirs in the plan and yet takes something from others"
        elif all(level.exact for level in cost.levels):
            yield from self._wrong_homes(person, option.household, cost)
            yield from self._wrong_sums(cost)

    def _wrong_homes(
        self, person: str, household: str, cost: CostToOthers
    ) -> Iterator[str]:
        party = self._party(person)
        fixed = {p.young_person: p.household for p in self._ground.case.decisions.fixed}
        for one in cost.affects:
            if one.young_person in party or one.young_person not in self._ground.people:
                yield f"{one.young_person} is none of the others"
                return
            if one.instead_of != self._homes.get(one.young_person):
                yield f"{one.young_person} has not {one.instead_of} in the plan"
            if one.gets == one.instead_of:
                yield f"{one.young_person} is not affected"
            if one.young_person in fixed and one.gets != fixed[one.young_person]:
                yield f"{one.young_person} would lose what was decided"
            pair = one.young_person, one.gets
            if one.gets and self._knows_everyone and pair not in self._listed:
                yield f"{one.gets} is no option for {one.young_person}"
        yield from self._crowded(person, household, cost, fixed)

    def _crowded(
        self, person: str, household: str, cost: CostToOthers, fixed: dict[str, str]
    ) -> Iterator[str]:
        """Say which homes could not take those who would be there then.

        Where brothers and sisters would live in another home is not told.
        """
        party = self._party(person)
        then = {name: home for name, home in self._homes.items() if name not in party}
        then |= {one.young_person: one.gets for one in cost.affects if one.gets}
        for one in cost.affects:
            if one.gets is None:
                then.pop(one.young_person, None)
        then[person] = household
        touched = {household} | {one.gets for one in cost.affects if one.gets}
        for home in sorted(touched & self._ground.homes.keys()):
            there = sorted(name for name, its in then.items() if its == home)
            if not all(fixed.get(name) == home for name in there):
                people = [self._ground.people[name] for name in there]
                yield from wrong_in_home(self._ground, home, people)

    def _party(self, person: str) -> set[str]:
        for parts in essential_groups(self._ground).values():
            everyone = {name for part in parts for name in part}
            if person in everyone:
                return everyone
        return {person}

    def _wrong_sums(self, cost: CostToOthers) -> Iterator[str]:
        counted: dict[str, float | None] = {
            "placed": self._placed(cost),
            "unchanged": self._unchanged(cost),
        }
        for band in self._ground.policy.bands:
            counted[f"fit at least {band:g}"] = self._fit(cost, band)
        counted["total fit"] = self._fit(cost, None)
        for level in cost.levels:
            lost = counted.get(level.name)
            if lost is not None and abs(lost - level.lower) > TOLERANCE:
                yield f"{level.name}: others lose {level.lower:g}; it comes to {lost:g}"

    def _placed(self, cost: CostToOthers) -> float:
        priorities, people = self._ground.policy.priorities, self._ground.people
        return sum(
            priorities[people[one.young_person].priority]
            * ((one.instead_of is not None) - (one.gets is not None))
            for one in cost.affects
        )

    def _unchanged(self, cost: CostToOthers) -> float:
        before = self._ground.case.previous_plan
        last = [(before.get(one.young_person), one) for one in cost.affects]
        return sum(
            (home == one.instead_of) - (home == one.gets)
            for home, one in last
            if home is not None
        )

    def _fit(self, cost: CostToOthers, band: float | None) -> float | None:
        """Return how much less fit others have, or how many less reach a band.

        None where a fit is not told anywhere.
        """
        lost = 0.0
        for one in cost.affects:
            for home, sign in ((one.instead_of, 1), (one.gets, -1)):
                if home is None:
                    continue
                fit = self._fits.get((one.young_person, home))
                if fit is None:
                    return None
                lost += sign * (fit if band is None else fit >= band)
        return lost
