"""The whole way through: from a case to its report."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

import numpy as np

from matching import __version__
from matching.carer_first import by_household, with_everything
from matching.case import Case
from matching.choices import choices_for
from matching.cost_to_others import CostsToOthers
from matching.criteria.asking import people as people_of
from matching.criteria.asking import sibling_groups
from matching.draft import Candidate, Draft, UnitHomes
from matching.fairness import fairness
from matching.fit import fits
from matching.halves import worked_out
from matching.openings import SHOWN as OPENINGS
from matching.openings import Ground, openings
from matching.options import (
    SHOWN,
    Ranking,
    excluded,
    excluded_by,
    options,
    rank,
    standings,
)
from matching.plan import Planned, in_words, plan_for
from matching.policy import Policy, load_policy
from matching.report import (
    Choices,
    CostToOthers,
    HouseholdResult,
    Opening,
    PersonResult,
    PolicyUsed,
    Report,
)
from matching.siblings import judge_group, standing_of
from matching.solver.linear import Clock
from matching.sureness import beside_next, sureness
from matching.table import Table
from matching.travel import EstimatedTravel, Travel
from matching.verdicts import PersonVerdicts, Standing, judge_person
from matching.whereabouts import located


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: a stage in words, and how many of how many are done."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of a run besides the case.

    ``detail`` is ``summary`` (five options a young person, the nearest households that
    are not) or ``full`` (every option, every household). ``young_person`` and
    ``household`` narrow what is reported, never what is planned. ``openings`` is
    how many are looked for each; None for every one, which takes long where brothers
    and sisters need much. ``time_limit`` is in seconds for the plan.
    ``choices`` is how many homes each could be offered to choose from, up to 3. What
    each option shown takes from others is left out where ``cost_to_others`` is false.
    """

    detail: str = "summary"
    young_person: str | None = None
    household: str | None = None
    openings: int | None = OPENINGS
    time_limit: float | None = None
    choices: int = 1
    travel: Travel | None = None
    cost_to_others: bool = True


COSTS = "Working out what each choice would cost others"


Look = Callable[[PersonVerdicts, Mapping[str, PersonVerdicts]], None]


class StoppedError(Exception):
    """The run was stopped before every young person's options were ranked."""


def run(
    case: Case,
    ask: Ask | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Judge, rank and plan a case.

    Raises
    ------
    StoppedError
        When ``stop`` answers true before anybody's options are ranked. Stopped later,
        the report carries the options ranked so far and no plan, or once they are
        complete the best plan found so far.
    """
    ask = ask or Ask()
    began = time.perf_counter()
    policy = load_policy(case.policy)
    travel = ask.travel or EstimatedTravel(policy.travel)
    ranked = Ranked(case, policy, Table(case, travel), ask, progress, stop)
    planned = None
    try:
        ranked.everyone()
    except StoppedError:
        if not ranked.results:
            raise
    else:
        planned = _plan(ranked, ask, progress, stop)
        if ask.cost_to_others:
            ranked.add_costs(planned)
    report = Report(
        case=case.digest(),
        as_of=case.as_of.isoformat(),
        policy=PolicyUsed(
            policy.name,
            policy.version,
            policy.digest(),
            policy.model_dump(mode="json"),
        ),
        engine=__version__,
        detail=ask.detail,
        travel=travel.label,
        seconds=round(time.perf_counter() - began, 3),
        plan=in_words(planned) if planned else None,
        young_people=ranked.results,
        households=_households(ranked, ask),
        choices=_choices(ranked, ask, progress, stop) if planned else None,
        located=located(case),
    )
    if ask.household is not None:
        return report
    return replace(report, fairness=fairness(case, report))


MANY_PAIRS = 1_000_000
"""From so many pairs of a young person and a home on, a second process pays."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is kept of those who were judged together."""

    candidates: dict[str, Candidate] = field(default_factory=dict)
    units: list[UnitHomes] = field(default_factory=list)
    results: list[PersonResult] = field(default_factory=list)


class Ranked:
    """Every young person judged and ranked, one sibling group after the other.

    Verdicts over all homes are large, so each is let go once what is reported of it has
    been written and what the plan needs of it has been kept. Without an ``ask`` nothing
    is reported; ``look`` is shown each one's verdicts, and those of their group alone.
    Where there are many pairs and nobody looks, two processes share the work.
    """

    def __init__(
        self,
        case: Case,
        policy: Policy,
        table: Table,
        ask: Ask | None,
        progress: Callable[[Progress], None] = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
        look: Look | None = None,
    ) -> None:
        self.case, self.policy, self.table, self.ask = case, policy, table, ask
        self._progress, self._stop, self._look = progress, stop, look
        self.people = dict(sorted(people_of(case, policy).items()))
        self.results: list[PersonResult] = []
        self.candidates: dict[str, Candidate] = {}
        self.units: list[UnitHomes] = []
        self._decided = _decided(case)
        self._rows = {home.id: row for row, home in enumerate(table.households)}
        self._ground = Ground.of(case, policy, table)

    def everyone(self) -> None:
        """Judge and rank everyone; results come in order of id."""
        groups = self._together()
        two = self._look is None and len(self.people) * len(self.table) >= MANY_PAIRS
        total, done = len(self.people), 0
        found: dict[int, _Judged] = {}
        with closing(worked_out(self._judged, groups, two=two)) as outcomes:
            while len(found) < len(groups) and not self._stop():
                place, judged = next(outcomes)
                found[place] = judged
                done += len(judged.candidates)
                self._progress(Progress("Ranking options", done, total))
        for place in sorted(found):
            self._add(found[place])
        self.results.sort(key=lambda result: result.id)
        if len(found) < len(groups):
            raise StoppedError

    def person(self, name: str) -> PersonResult:
        """Judge and rank one young person, with those who would move with them."""
        group = self.people[name].group
        judged = self._judged(group.members if group else (name,))
        self._add(judged)
        return next(found for found in judged.results if found.id == name)

    def draft(self) -> Draft:
        """Return the joint plan's problem in the making."""
        return Draft(
            self.case,
            self.policy,
            self.table,
            self.people,
            self.candidates,
            self.units,
        )

    def add_costs(self, planned: Planned) -> None:
        """Add to each option of the results what it takes from others in the plan."""
        if planned.solution.status == "contradiction":
            return
        costs = CostsToOthers(planned, Clock(stop=self._stop))
        options = [(o, one.id) for one in self.results for o in one.options]
        found: dict[tuple[str, str], CostToOthers] = {}
        # Where not all can be worked out, everyone's first options are.
        for option, name in sorted(options, key=lambda pair: (pair[0].rank, pair[1])):
            found[name, option.household] = costs.of(name, option.household)
            self._progress(Progress(COSTS, len(found), len(options)))
        self.results = [
            replace(
                one,
                options=[
                    replace(option, cost_to_others=found[one.id, option.household])
                    for option in one.options
                ],
            )
            for one in self.results
        ]

    def _together(self) -> list[tuple[str, ...]]:
        """Return who is judged together, those of one authority after each other.

        They are offered the same homes, so that what is looked up of these once serves
        them all, and a half of them needs fewer of the homes than every second one.
        """
        groups = [group.members for group in sibling_groups(self.case).values()]
        alone = [(n,) for n, person in self.people.items() if person.group is None]
        return sorted([*groups, *alone], key=self._authority_of)

    def _authority_of(self, members: Sequence[str]) -> str:
        return self.people[members[0]].record.authority

    def _add(self, judged: "_Judged") -> None:
        self.candidates |= judged.candidates
        self.units += judged.units
        self.results += judged.results

    def _judged(self, members: Sequence[str]) -> "_Judged":
        """Judge those who would move together, or one who moves alone."""
        alone = {m: judge_person(self.people[m], self.table) for m in members}
        verdicts, judged = alone, _Judged()
        group = self.people[members[0]].group
        if group is not None:
            for part in (group.members, *group.sub_groups):
                judged.units.append(self._unit(part, alone))
            verdicts = judge_group(group, alone, self.table, self.policy)
        for name, one in verdicts.items():
            if self._look:
                self._look(one, alone)
            ranking = rank(one)
            judged.candidates[name] = self._candidate(name, ranking)
            if self.ask and self.ask.young_person in (None, name):
                judged.results.append(self._result(ranking, alone, self.ask))
        return judged

    def _unit(
        self, members: Sequence[str], verdicts: dict[str, PersonVerdicts]
    ) -> UnitHomes:
        standing = standing_of(members, verdicts, self.table, self.policy)
        rows = np.flatnonzero(standing <= Standing.QUESTIONS)
        return UnitHomes(tuple(members), rows, standing[rows])

    def _candidate(self, name: str, ranking: Ranking) -> Candidate:
        options = ranking.fits.positions[ranking.order]
        return Candidate(
            rows=ranking.homes,
            standing=ranking.verdicts.standing[options],
            fit=ranking.fits.fit[ranking.order],
            fixed=self._fixed_elsewhere(name, ranking),
        )

    def _fixed_elsewhere(self, name: str, ranking: Ranking) -> dict[int, int]:
        """Return the fit of homes fixed by decision that are not options, by row."""
        verdicts, found = ranking.verdicts, {}
        for home, decision in self._decided.get(name, {}).items():
            if decision != "fixed":
                continue
            row = self._rows[home]
            at = np.flatnonzero(verdicts.homes.rows == row)
            options = ranking.fits.positions
            if not len(at) or at[0] not in options:
                there = fits(verdicts, at) if len(at) else None
                found[row] = int(there.fit[0]) if there else 0
        return found

    def _result(
        self, ranking: Ranking, alone: dict[str, PersonVerdicts], ask: Ask
    ) -> PersonResult:
        verdicts = ranking.verdicts
        name = verdicts.person.record.id
        full = ask.detail == "full"
        decided = self._decided.get(name, {})
        homes, by_itself = excluded_by(verdicts)
        only = None if ask.household is None else self._rows[ask.household]
        shown = None if full or only is not None else SHOWN
        said = options(ranking, shown, decided, only)
        return PersonResult(
            id=name,
            considered=len(verdicts.homes),
            standings=standings(verdicts),
            options=beside_next(ranking, said),
            excluded=list(excluded(verdicts, shown, only)),
            excluded_by=homes,
            excluded_by_alone=by_itself,
            openings=self._openings(verdicts, alone, ask),
            sureness=sureness(ranking),
        )

    def _openings(
        self, verdicts: PersonVerdicts, alone: dict[str, PersonVerdicts], ask: Ask
    ) -> list[Opening]:
        """Return what would open a home, leaving out those people ruled out."""
        decided = self._decided.get(verdicts.person.record.id, {})
        out = [self._rows[home] for home, said in decided.items() if said != "fixed"]
        left_out = np.array(out, dtype=np.intp)
        if ask.household is not None:
            others = np.arange(len(self._rows)) != self._rows[ask.household]
            left_out = np.union1d(left_out, np.flatnonzero(others))
        shown = ask.openings if ask.household is None else None
        return openings(self._ground, verdicts, alone, left_out, shown)


def _decided(case: Case) -> dict[str, dict[str, str]]:
    decided: dict[str, dict[str, str]] = {}
    decisions = case.decisions
    for word, pairs in (("fixed", decisions.fixed), ("ruled out", decisions.ruled_out)):
        for pair in pairs:
            decided.setdefault(pair.young_person, {})[pair.household] = word
    return decided


def _plan(
    ranked: Ranked,
    ask: Ask,
    progress: Callable[[Progress], None],
    stop: Callable[[], bool],
) -> Planned:
    levels = len(ranked.policy.bands) + 3
    progress(Progress("Making the joint plan", 0, levels))
    return plan_for(
        ranked.draft(),
        time_limit=ask.time_limit,
        progress=lambda done: progress(Progress("Making the joint plan", done, levels)),
        stop=stop,
    )


def _choices(
    ranked: Ranked,
    ask: Ask,
    progress: Callable[[Progress], None],
    stop: Callable[[], bool],
) -> Choices | None:
    if ask.choices < 2:
        return None
    progress(Progress("Looking for homes to choose from", 0, 1))
    draft = ranked.draft()
    return choices_for(draft, ask.choices, time_limit=ask.time_limit, stop=stop)


def _households(ranked: Ranked, ask: Ask) -> list[HouseholdResult]:
    found = by_household(ranked.table.households, ranked.candidates)
    if ask.household is None:
        return [home for home in found if home.young_people]
    return [
        with_everything(home, ranked.results, ranked.case.as_of)
        for home in found
        if home.id == ask.household
    ]
