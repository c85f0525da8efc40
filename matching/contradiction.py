"""Decisions that cannot all hold: the fewest of them, and why."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np

from matching.capacity import could_take, kept_apart
from matching.case import Decisions, Pair
from matching.draft import Draft
from matching.report import Decided
from matching.solver.start import can_hold

_BOTH = "A home is both fixed and ruled out for the same young person."


def contradiction(draft: Draft) -> tuple[list[Decided], str]:
    """Return decisions of which any one taken back lets the others hold; and why.

    For a draft whose decisions cannot all hold. One that cannot hold by itself comes
    first, then two that cannot; of more, none can be left out, though there may be
    fewer elsewhere. Others may contradict each other besides.
    """
    fixed = _fixed(draft)
    ruled_out = _ruled_out(draft, fixed)
    decided = [Decided(p.young_person, p.household, "fixed") for p in fixed]
    decided += [Decided(p.young_person, p.household, "ruled out") for p in ruled_out]
    both = any(pair in ruled_out for pair in fixed)
    why = _BOTH if both else _why(draft, fixed)
    return decided, _sentence(why, len(decided))


def _fixed(draft: Draft) -> list[Pair]:
    """Return the fewest fixed pairs that cannot hold, whoever else is fixed."""
    every = draft.case.decisions.fixed
    for some in _one_or_two(draft, every):
        if not _hold(draft, some):
            return some
    return _none_to_spare(every, lambda fewer: not _hold(draft, fewer))


def _one_or_two(draft: Draft, fixed: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Yield each pair alone, then any two that could stand in each other's way."""
    yield from ([pair] for pair in fixed)
    for one, other in combinations(fixed, 2):
        groups = {_group(draft, pair) for pair in (one, other)}
        if one.household == other.household or (
            len(groups) == 1 and None not in groups
        ):
            yield [one, other]


def _ruled_out(draft: Draft, fixed: list[Pair]) -> list[Pair]:
    """Return what must be ruled out besides for these not to hold."""
    groups = {_group(draft, pair) or pair.young_person for pair in fixed}
    near = [
        pair
        for pair in draft.case.decisions.ruled_out
        if (_group(draft, pair) or pair.young_person) in groups
    ]
    return _none_to_spare(near, lambda fewer: not _hold(draft, fixed, fewer))


def _none_to_spare(
    pairs: Sequence[Pair], enough: Callable[[list[Pair]], bool]
) -> list[Pair]:
    """Return some of the pairs that are enough, none of which could be left out."""
    kept = list(pairs)
    for pair in pairs:
        fewer = [other for other in kept if other != pair]
        if enough(fewer):
            kept = fewer
    return kept


def _hold(
    draft: Draft, fixed: Sequence[Pair], ruled_out: Sequence[Pair] | None = None
) -> bool:
    """Tell whether these can hold, with everything that is ruled out or only some."""
    out = draft.case.decisions.ruled_out if ruled_out is None else ruled_out
    decisions = Decisions(fixed=list(fixed), ruled_out=list(out))
    return can_hold(draft.deciding(decisions).problem())


def _group(draft: Draft, pair: Pair) -> str | None:
    group = draft.people[pair.young_person].group
    return group.id if group else None


def _sentence(why: str, decisions: int) -> str:
    if decisions == 1:
        return (
            f"There is no plan: one decision cannot hold. {why} Take it back, or "
            "change what stands in its way."
        )
    count = (
        "two decisions cannot both"
        if decisions == 2
        else (f"{decisions} decisions cannot all")
    )
    return (
        f"There is no plan: {count} hold. {why} Taking back any one of them resolves "
        "this."
    )


def _why(draft: Draft, fixed: Sequence[Pair]) -> str:
    people = [draft.people[pair.young_person] for pair in fixed]
    homes = {draft.rows[pair.household] for pair in fixed}
    if len(homes) == 1 and kept_apart(people).any():
        return "These young people may not live in one home."
    if len(fixed) == 1:
        rows = np.array(sorted(homes), dtype=np.intp)
        if could_take(people, rows, draft.table, draft.policy).all():
            return "Brothers or sisters who must be placed with them have no home then."
        return "The home has no room for them."
    if len(homes) == 1:
        return "The home has no room for all of them."
    return "Brothers and sisters who must be placed together cannot all be."
