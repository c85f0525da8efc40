"""Homes that several need: which they are, and who has no home in the plan, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from matching.criteria.words import plural
from matching.draft import Draft
from matching.report import ScarceHome, Unplaced
from matching.solver import Problem
from matching.verdicts import Standing


def scarce_homes(draft: Draft, placed: Mapping[str, int]) -> list[ScarceHome]:
    """Return the homes two or more need among their options, the most needed first.

    Brothers and sisters count apart, yet a home only they could have is not scarce.
    What people ruled out is nobody's option.
    """
    options = {name: _options(draft, name) for name in draft.names}
    among: dict[int, list[str]] = {}
    for name, rows in options.items():
        for row in rows:
            among.setdefault(row, []).append(name)
    scarce = []
    for row, names in among.items():
        only = [name for name in names if len(options[name]) == 1]
        first = [name for name in names if options[name][0] == row]
        if first and len({_family(draft, name) for name in names}) > 1:
            planned = sorted(name for name, home in placed.items() if home == row)
            home = draft.table.households[row].id
            said = _needed_by(len(names), len(only), len(first), len(planned))
            scarce.append(ScarceHome(home, names, only, first, planned, said))
    return sorted(scarce, key=_most_needed_first)


def _most_needed_first(home: ScarceHome) -> tuple[int, int, int, str]:
    counts = home.only_option_of, home.first_option_of, home.among_options_of
    only, first, among = (-len(names) for names in counts)
    return only, first, among, home.household


def _options(draft: Draft, name: str) -> list[int]:
    number = draft.number[name]
    rows = draft.candidates[name].rows.tolist()
    return [row for row in rows if (number, row) not in draft.ruled_out]


def _family(draft: Draft, name: str) -> str:
    group = draft.people[name].group
    return f"group {group.id}" if group else f"alone {name}"


def _needed_by(among: int, only: int, first: int, planned: int) -> str:
    said = f"{among} young people have this home among their options"
    of_them = [f"the only one for {only} of them"] if only else []
    if first > only:
        of_them.append(f"the first for {first}")
    said += f": it is {' and '.join(of_them)}."
    have = plural(planned, "young person has", "young people have")
    return f"{said} {have if planned else 'Nobody has'} it in this plan."


def unplaced(
    draft: Draft, problem: Problem, placed: Mapping[str, int]
) -> Iterator[Unplaced]:
    """Yield who has no home in the plan, and whether rules or others are why."""
    homes = _homes_by_unit(draft, problem)
    for name in draft.names:
        if name not in placed:
            yield _unplaced(draft, homes, placed, name)


def _unplaced(
    draft: Draft,
    homes: Mapping[tuple[str, ...], set[int]],
    placed: Mapping[str, int],
    name: str,
) -> Unplaced:
    if not len(draft.candidates[name].rows):
        return Unplaced(name, "no option", [], "No home is an option for them yet.")
    if not _options(draft, name):
        said = "People have ruled out every home that is an option for them."
        return Unplaced(name, "ruled out", [], said)
    party = _party(draft, name)
    lacking = [one for one in party if not _homes_of(homes, [one])]
    if lacking:
        return _not_usable(draft, name, alone=len(party) == 1)
    wanted = _homes_of(homes, party)
    rivals = [
        n for n, row in sorted(placed.items()) if row in wanted and n not in party
    ]
    if not rivals:
        said = (
            "Homes are an option for them, but not for all who need to move together."
        )
        return Unplaced(name, "no home for all of them", [], said)
    return Unplaced(
        name, "needed more elsewhere", rivals, _competing(draft, name, rivals)
    )


def _not_usable(draft: Draft, name: str, *, alone: bool) -> Unplaced:
    """Say why the plan can use none of somebody's options."""
    standing = draft.candidates[name].standing
    questions = not draft.policy.plan_with_questions and bool(
        (standing == Standing.QUESTIONS).all()
    )
    if alone or questions:
        said = (
            "Every home that is an option for them has open questions, and this plan "
            "uses only homes without."
        )
        return Unplaced(name, "open questions", [], said)
    said = "Homes are an option for them, but not for all who need to move together."
    return Unplaced(name, "no home for all of them", [], said)


def _competing(draft: Draft, name: str, rivals: Sequence[str]) -> str:
    """Say what those need who have the homes somebody could have had."""
    only = sum(len(_options(draft, rival)) == 1 for rival in rivals)
    fixed = {draft.names[person] for person, _ in draft.fixed}
    decided = sum(rival in fixed for rival in rivals)
    mine = _priority(draft, name)
    sooner = sum(_priority(draft, rival) > mine for rival in rivals)
    if len(rivals) == 1:
        who = "1 other has in this plan the home"
        of_them = [
            "it is their only option" if only else "",
            "they are there by decision" if decided else "",
            "they have a higher priority" if sooner else "",
        ]
    else:
        who = f"{len(rivals)} others have in this plan the homes"
        of_them = [
            f"for {only} of them it is the only option" if only else "",
            f"{decided} of them there by decision" if decided else "",
            f"{sooner} of them with a higher priority" if sooner else "",
        ]
    said = f"{who} that could be theirs"
    return "; ".join([said, *filter(None, of_them)]) + "."


def _priority(draft: Draft, name: str) -> int:
    return draft.policy.priorities[draft.people[name].record.priority]


def _party(draft: Draft, name: str) -> list[str]:
    """Return them and the brothers and sisters who have to be placed with them."""
    group = draft.people[name].group
    return list(group.members) if group and draft.is_bound(name) else [name]


def _homes_by_unit(draft: Draft, problem: Problem) -> dict[tuple[str, ...], set[int]]:
    """Return the homes the plan could use for each unit."""
    return {
        members: set(problem.columns.home[problem.of_unit(unit)].tolist())
        for unit, members in enumerate(draft.units)
    }


def _homes_of(
    homes: Mapping[tuple[str, ...], set[int]], names: Iterable[str]
) -> set[int]:
    """Return the homes the plan could use for any of these young people."""
    wanted = set(names)
    return set().union(
        *(rows for members, rows in homes.items() if wanted.intersection(members))
    )
