"""The smallest changes that would open a home for a young person, tried and in words.

Changes are lifted one by one, as if they had nothing to do with each other; the trial
finds where one of them does for two (training that serves two needs, a birthday in a
wait), and the smaller set is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.criteria.lift import Lift, LiftKind
from matching.fit import fits
from matching.openings.obstacles import Bit, Mask, Set, by_size, ways
from matching.openings.trial import Ground, Lifts, Then, lifts_at, tried
from matching.openings.words import further, says, sentence
from matching.report import FurtherStep, Opened, Opening, OpeningChange
from matching.verdicts import PersonVerdicts

SHOWN = 5
NAMED = 5
MOST = 5
"""How many changes at once are looked for, unless everything is asked for."""
TRIES = 20
"""How often other homes are tried for changes that did not open the last."""
STEPS = (3, 10)
"""At how many homes a change that goes further is said again."""
ENOUGH = 1e-9
_KINDS = list(LiftKind)


def openings(
    ground: Ground,
    verdicts: PersonVerdicts,
    alone: Mapping[str, PersonVerdicts],
    left_out: NDArray[np.intp],
    shown: int | None,
) -> list[Opening]:
    """Return a young person's openings: support, then permission, then less asked.

    Within each the fewest and smallest changes come first. ``alone`` are the verdicts
    of everyone in their group but for living together; ``left_out`` the rows of homes
    that are ruled out. With ``shown`` only so many are looked for, of at most ``MOST``
    changes, the fewest and smallest, and only the best homes of each are named.
    """
    search = _Search(ground, verdicts, shown)
    most = None if shown is None else MOST
    found = ways(verdicts, alone, ground.table, left_out)
    for masks in by_size(found, search.done, most):
        for mask in sorted(masks, key=lambda mask: mask.smallness.min()):
            search.look(mask)
            if search.has_enough:
                return search.in_order()
        search.done[:] = list(search.found)
    return search.in_order()


@dataclass(frozen=True, slots=True)
class _Step:
    """Some changes, and the homes they would open as far as sets can tell.

    ``lifts`` are the changes at each, by row, and ``first`` those the step was made
    for. ``reach`` is how far what was asked changes, shape (bits,); NaN where what
    changes is at each home.
    """

    lifts: Lifts
    first: Sequence[Lift]
    reach: NDArray[np.float64]


@dataclass(slots=True)
class _Search:
    """What has been found so far for one young person, by its set of bits.

    ``done`` are the sets of sizes that are done: what contains one is not smallest.
    """

    ground: Ground
    verdicts: PersonVerdicts
    shown: int | None
    done: list[Set] = field(default_factory=list)
    found: dict[Set, tuple[Mask, Opening]] = field(default_factory=dict)

    @property
    def has_enough(self) -> bool:
        """Whether as many as were asked for are found."""
        return self.shown is not None and len(self.found) >= self.shown

    def in_order(self) -> list[Opening]:
        """Return the smallest of what was found, in the order they are shown."""
        smallest = [
            self.found[one]
            for one in self.found
            if not any(other & one == other != one for other in self.found)
        ]
        smallest.sort(
            key=lambda found: (
                _KINDS.index(LiftKind(found[1].kind)),
                len(found[1].changes),
                found[0].smallness.min(),
                -found[1].best_fit,
                found[0].set,
            )
        )
        # What two of them need of a home alike is one change, whoever is named.
        different: dict[frozenset[tuple[object, ...]], Opening] = {}
        for mask, opening in smallest:
            different.setdefault(_what(mask, opening), opening)
        return list(different.values())

    def look(self, mask: Mask) -> None:
        """Try some changes; keep them where they open a home and each is needed."""
        if mask.set in self.found:
            mask = self.found[mask.set][0].joined(mask)
        for _ in range(TRIES):
            step = _step(self.ground, mask)
            if step is None:
                return
            opened = self._tried(mask, step)
            if opened:
                self._keep(mask, step, opened)
                return
            mask = mask.only(~np.isin(mask.rows, list(step.lifts)))

    def _tried(self, mask: Mask, step: _Step) -> dict[int, Then]:
        """Return which of the best homes open, where every one of the changes counts.

        At a home where fewer are enough, those are looked at instead.
        """
        person = self.verdicts.person
        best = {row: step.lifts[row] for row in self._best(list(step.lifts))}
        opened = tried(self.ground, person, best)
        overlap = any(_may_overlap(mask, lifts) for lifts in best.values())
        if len(mask.bits) == 1 or not overlap:
            return opened
        there = mask.only(np.isin(mask.rows, list(opened)))
        for k in range(len(mask.bits)):
            fewer = there.without(k)
            lifts = _lifts(self.ground, fewer, np.delete(step.reach, k))
            enough = list(tried(self.ground, person, lifts))
            if enough:
                self.look(fewer.only(np.isin(fewer.rows, enough)))
                opened = {r: then for r, then in opened.items() if r not in enough}
        return opened

    def _best(self, rows: list[int]) -> list[int]:
        """Return the rows to name: where few are wanted, those that fit best now."""
        if self.shown is None or len(rows) <= NAMED:
            return rows
        positions = np.searchsorted(self.verdicts.homes.rows, rows)
        order = np.argsort(-fits(self.verdicts, positions).fit, kind="stable")
        return [rows[n] for n in order[:NAMED].tolist()]

    def _keep(self, mask: Mask, step: _Step, opened: dict[int, Then]) -> None:
        named = sorted(opened, key=lambda r: (opened[r].standing, -opened[r].fit, r))
        tried_in_vain = len(self._best(list(step.lifts))) - len(opened)
        count = len(step.lifts) - tried_in_vain
        name, homes = self.verdicts.person.record.id, self.ground.table.households
        kinds = [lift.kind for lift in step.first]
        at = [step.lifts[row] for row in named]
        opening = Opening(
            kind=max(kinds, key=_KINDS.index).value,
            changes=[
                _change(bit, [some[k] for some in at], name)
                for k, bit in enumerate(mask.bits)
            ],
            homes=[homes[row].id for row in named],
            count=count,
            best_fit=max(then.fit for then in opened.values()) / 10,
            opened=[
                Opened(homes[r].id, opened[r].standing.words, opened[r].fit / 10)
                for r in named
            ],
            further=list(_further(self.ground, mask, count)),
            sentence=sentence(mask.bits, at[0], name, count, opened[named[0]].standing),
        )
        self.found[mask.set] = mask, opening


def _step(ground: Ground, mask: Mask, homes: int = 1) -> _Step | None:
    """Return the smallest step that could open this many of a mask's homes.

    What was asked changes once, as far as the furthest of them needs. None where there
    are not so many.
    """
    asked = np.array([bit.is_asked_less for bit in mask.bits])
    order = np.argsort(mask.smallness, kind="stable")
    for n in range(homes - 1, len(order)):
        furthest = np.fmax.reduce(mask.shortfall[:, order[: n + 1]], axis=1)
        reach = np.where(asked, furthest, np.nan)
        there = _lifts(ground, mask.only(order[n : n + 1]), reach)
        if there:
            (first,) = there.values()
            covers = np.array([lift.covers for lift in first]) + ENOUGH
            beyond = mask.shortfall > np.where(asked, covers, np.inf)[:, None]
            inside = mask.only(np.flatnonzero(~beyond.any(axis=0)))
            return _Step(_lifts(ground, inside, reach), first, reach)
    return None


def _lifts(
    ground: Ground, mask: Mask, reach: NDArray[np.float64]
) -> dict[int, Sequence[Lift]]:
    """Return the changes at each home of a mask where they can be made, by row."""
    found: dict[int, Sequence[Lift]] = {}
    for place, row in enumerate(mask.rows.tolist()):
        here = np.where(np.isnan(reach), mask.shortfall[:, place], reach)
        some = lifts_at(mask, place, here, ground.table.households[row])
        if some is not None:
            found[row] = some
    return found


def _further(ground: Ground, mask: Mask, count: int) -> Iterator[FurtherStep]:
    """Say how many homes open when what was asked changes further."""
    for homes in STEPS:
        if count < homes <= len(mask.rows):
            step = _step(ground, mask, homes)
            if step is not None and len(step.lifts) > count:
                count = len(step.lifts)
                to = [lift.to for lift in step.first]
                yield FurtherStep(to, count, further(step.first, count))


def _what(mask: Mask, opening: Opening) -> frozenset[tuple[object, ...]]:
    """Return what an opening comes to, whoever of those moving together it is for."""
    return frozenset(
        (change.criterion, bit.by, str(change.to))
        + ((change.young_person, change.need) if bit.is_asked_less else ())
        for bit, change in zip(mask.bits, opening.changes, strict=True)
    )


def _may_overlap(mask: Mask, lifts: Sequence[Lift]) -> bool:
    """Tell whether one of these changes might do what another of them is for.

    Two that change the same part of a home may, one that has nothing left to change
    does, and a wait may, as it makes the young person older. What changes at a home
    changes for brothers and sisters too, who then may not have to live apart.
    """
    idle = any(not lift.changes for lift in lifts)
    parts = [c.steps[0] for lift in lifts for c in lift.changes if c.household]
    waits = any(c.at == "/needed_by" for lift in lifts for c in lift.changes)
    apart = any(b.ruling.criterion.code == "siblings_together" for b in mask.bits)
    return idle or waits or len(set(parts)) < len(parts) or (apart and bool(parts))


def _change(bit: Bit, lifts: Sequence[Lift], name: str) -> OpeningChange:
    asked, first = bit.ruling.asked, lifts[0]
    need = asked.stated
    same = all(lift.was == first.was for lift in lifts)
    return OpeningChange(
        criterion=bit.ruling.criterion.code,
        need=asked.need,
        behaviour=asked.behaviour,
        young_person=asked.person.record.id,
        kind=first.kind.value,
        from_=first.was if same else None,
        to=first.to,
        unit=first.unit,
        lifted_by=[list(bit.by)],
        sentence=says(bit, first, name),
        reason=need.reason if need else None,
        source=need.source if need else None,
        confirmed_on=need.confirmed_on.isoformat()
        if need and need.confirmed_on
        else None,
    )
