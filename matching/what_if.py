"""What if: the case as it is and with changes, side by side.

Both are judged, ranked and planned whole, so that a difference never rests on what a
change was thought not to touch. Of all plans that are as good, the one after keeps as
many homes of the one before as it can: what moves has to.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from matching.case import Case, Change
from matching.changes import changed
from matching.criteria.words import plural
from matching.difference import (
    Difference,
    HomeChange,
    LevelChange,
    OptionChange,
    Side,
)
from matching.draft import Candidate
from matching.plan import in_words, level_title, plan_for
from matching.policy import load_policy
from matching.report import Assignment, Plan
from matching.run import Progress, Ranked
from matching.table import Table
from matching.travel import EstimatedTravel, Travel
from matching.verdicts import Standing

KEPT = "unchanged"
"""The level that counts homes kept: each side keeps those of another plan."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a what-if is worked out: travel times, and seconds for each plan."""

    travel: Travel | None = None
    time_limit: float | None = None


def what_if(
    case: Case,
    changes: Sequence[Change],
    ways: Ways | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Difference:
    """Return what would be different if these changes were made.

    Raises
    ------
    CaseError
        With every change that cannot be made (see ``changed``).
    matching.run.StoppedError
        When ``stop`` answers true while people are judged.
    """
    ways = ways or Ways()
    with_changes = changed(case, changes)
    before = _Judged.of(case, ways, progress, stop)
    homes = {a.young_person: a.household for a in before.plan.assignments}
    after = _Judged.of(
        with_changes.model_copy(update={"previous_plan": homes}),
        ways,
        lambda step: progress(
            Progress(f"{step.stage}, with the changes", step.done, step.total)
        ),
        stop,
    )
    homes_then = list(_homes(before.plan, after.plan))
    options_then = list(_options(before, after))
    return Difference(
        before=_side(case, before),
        after=_side(with_changes, after),
        changes=list(changes),
        sentences=[
            *_sentences(before, after, homes_then, options_then),
            *_of_fit(changes, homes_then),
        ],
        levels=list(_levels(before.plan, after.plan)),
        homes=homes_then,
        options=options_then,
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """One side: everyone's options by household, and the plan."""

    people: int
    plan: Plan
    options: dict[str, dict[str, tuple[str, float]]]

    @classmethod
    def of(
        cls,
        case: Case,
        ways: Ways,
        progress: Callable[[Progress], None],
        stop: Callable[[], bool],
    ) -> "_Judged":
        policy = load_policy(case.policy)
        table = Table(case, ways.travel or EstimatedTravel(policy.travel))
        ranked = Ranked(case, policy, table, None, progress, stop)
        ranked.everyone()
        progress(Progress("Making the joint plan", 0, 1))
        planned = plan_for(
            ranked.draft(),
            time_limit=ways.time_limit,
            progress=lambda _: None,
            stop=stop,
        )
        ids = [home.id for home in table.households]
        return cls(
            len(case.young_people),
            in_words(planned),
            {name: _by_home(one, ids) for name, one in ranked.candidates.items()},
        )

    def fits(self) -> bool:
        """Tell whether what has been decided leaves a plan."""
        return self.plan.status != "contradiction"


def _by_home(candidate: Candidate, ids: Sequence[str]) -> dict[str, tuple[str, float]]:
    return {
        ids[row]: (Standing(standing).words, fit / 10)
        for row, standing, fit in zip(
            candidate.rows.tolist(),
            candidate.standing.tolist(),
            candidate.fit.tolist(),
            strict=True,
        )
    }


def _side(case: Case, judged: _Judged) -> Side:
    placed = len(judged.plan.assignments)
    return Side(case.digest(), judged.people, placed, judged.plan.sentence)


def _homes(before: Plan, after: Plan) -> Iterator[HomeChange]:
    """Yield whoever has another home in the plan, or the same with another fit."""
    old, new = _assigned(before), _assigned(after)
    for name in sorted(old.keys() | new.keys()):
        was, then = old.get(name), new.get(name)
        change = HomeChange(
            young_person=name,
            before=was.household if was else None,
            after=then.household if then else None,
            fit_before=was.fit if was else None,
            fit_after=then.fit if then else None,
        )
        if (change.before, change.fit_before) != (change.after, change.fit_after):
            yield change


def _assigned(plan: Plan) -> dict[str, Assignment]:
    return {assignment.young_person: assignment for assignment in plan.assignments}


def _options(before: _Judged, after: _Judged) -> Iterator[OptionChange]:
    """Yield the options that appear, go, or stand differently."""
    for name in sorted(before.options.keys() | after.options.keys()):
        old, new = before.options.get(name, {}), after.options.get(name, {})
        for home in sorted(old.keys() | new.keys()):
            was, fit_before = old.get(home, (None, None))
            then, fit_after = new.get(home, (None, None))
            if was != then:
                yield OptionChange(name, home, was, then, fit_before, fit_after)


def _levels(before: Plan, after: Plan) -> Iterator[LevelChange]:
    old = {level.name: level for level in before.levels}
    new = {level.name: level for level in after.levels}
    for name in dict.fromkeys(chain(old, new)):
        if name == KEPT:
            continue
        there = [levels[name] for levels in (old, new) if name in levels]
        yield LevelChange(
            name=name,
            title=level_title(name),
            before=old[name].value if name in old else None,
            after=new[name].value if name in new else None,
            proved=all(level.proved for level in there),
        )


def _sentences(
    before: _Judged,
    after: _Judged,
    homes: Sequence[HomeChange],
    options: Sequence[OptionChange],
) -> Iterator[str]:
    if not after.fits():
        yield (
            "There would be no plan: what would then be decided cannot all hold at "
            "once."
        )
    elif not before.fits():
        yield "There would be a plan again: what was decided could all hold at once."
    elif homes:
        yield _of_homes(homes)
    if options:
        yield _of_options(options)
    yield from _of_first_options(before, after)
    if after.fits() and not homes and not options:
        yield "Nobody’s home in the plan and nobody’s options would change."
    if not all(level.proved for side in (before, after) for level in side.plan.levels):
        yield (
            "A plan was stopped before it was proved that no other does better, so "
            "the difference may be another one."
        )


def _of_homes(homes: Sequence[HomeChange]) -> str:
    gain = sum(one.before is None for one in homes)
    lose = sum(one.after is None for one in homes)
    stay = sum(one.before == one.after for one in homes)
    move = len(homes) - gain - lose - stay
    return _listed(
        (gain, "more ", "would have a home in the plan"),
        (lose, "", "would no longer have a home in the plan"),
        (move, "", "would have another home in the plan"),
        (stay, "", "would keep their home in the plan with another fit"),
    )


def _of_options(options: Sequence[OptionChange]) -> str:
    appear = [one for one in options if one.before is None]
    go = [one for one in options if one.after is None]
    stand = [one for one in options if one.before and one.after]
    said = [
        f"{plural(len(some), 'option')} {what}, for {_people(_whose(some))}"
        for some, what in (
            (appear, "would appear"),
            (go, "would go"),
            (stand, "would stand differently"),
        )
        if some
    ]
    return "; ".join(said) + "."


def _of_fit(changes: Sequence[Change], homes: Sequence[HomeChange]) -> Iterator[str]:
    """Say where fit is not the same measure: it is of what was asked."""
    asked = {change.young_person for change in changes}
    both = sum(
        one.young_person in asked and bool(one.before and one.after) for one in homes
    )
    if both:
        yield (
            f"Fit says how much of what is asked a home offers. For {_people(both)} "
            "something else would be asked, so their two figures are not the same "
            "measure."
        )


def _whose(options: Sequence[OptionChange]) -> int:
    return len({one.young_person for one in options})


def _of_first_options(before: _Judged, after: _Judged) -> Iterator[str]:
    both = before.options.keys() & after.options.keys()
    first = sum(not before.options[n] and bool(after.options[n]) for n in both)
    last = sum(bool(before.options[n]) and not after.options[n] for n in both)
    if first or last:
        yield _listed(
            (first, "", "without any option would have one"),
            (last, "", "would be left without any option"),
        )


def _listed(*parts: tuple[int, str, str]) -> str:
    """Say how many, more or not, would what; the first says who they are."""
    said: list[str] = []
    for count, more, what in parts:
        if count:
            who = f"{count} {more}".strip() if said else _people(count, more)
            said.append(f"{who} {what}")
    return "; ".join(said) + "."


def _people(count: int, more: str = "") -> str:
    return plural(count, f"{more}young person", f"{more}young people")
