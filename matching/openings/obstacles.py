"""What keeps each home from being an option, as sets, and the smallest such sets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.capacity import could_take, kept_apart
from matching.criteria.base import SiblingGroup
from matching.criteria.lift import AUTHORITY
from matching.criteria.other_children import OtherChildrenCriterion
from matching.policy import Policy
from matching.table import Table
from matching.verdicts import PersonVerdicts, Ruling, Standing

Numbers = dict[tuple[object, ...], int]
NEEDS_ROOM = frozenset({"places", "bedroom"})


Set = int
"""A set of bits as a whole number; ``a`` is part of ``b`` where ``a & b == a``."""


@dataclass(frozen=True, slots=True)
class Bit:
    """One thing that keeps homes out, and one alternative of who might lift it.

    ``number`` is its binary digit in a set.
    """

    ruling: Ruling
    by: tuple[str, ...]
    number: int

    @property
    def is_asked_less(self) -> bool:
        """Whether what was asked changes, once for all homes.

        Everything else is changed at each home by itself.
        """
        return self.by == AUTHORITY


@dataclass(frozen=True, slots=True)
class Way:
    """One way a home could become an option: alone, or with brothers and sisters.

    ``moving`` are those who would move in together, ``rows`` the homes that are not
    options this way and that nobody is barred from lifting, shape (n,), and ``columns``
    what decides there: each ruling and where in it these homes are.
    """

    moving: tuple[str, ...]
    rows: NDArray[np.intp]
    columns: list[tuple[Ruling, NDArray[np.intp]]]


@dataclass(frozen=True, slots=True)
class Mask:
    """A set of things that, lifted together, open these rows of one way."""

    way: Way
    bits: tuple[Bit, ...]
    rows: NDArray[np.intp]
    shortfall: NDArray[np.float64]
    """How far each is short, shape (bits, rows); NaN where there is no figure."""
    clause: NDArray[np.int8]
    """Which clause of each criterion holds, shape (bits, rows)."""

    @property
    def set(self) -> Set:
        """Its bits as a set."""
        return sum(1 << bit.number for bit in self.bits)

    @property
    def smallness(self) -> NDArray[np.float64]:
        """How large the changes are at each row; one that has no figure counts one."""
        whole = [b.ruling.criterion.whole(b.ruling.asked) for b in self.bits]
        parts = self.shortfall / np.array(whole)[:, None]
        total: NDArray[np.float64] = np.where(np.isnan(parts), 1.0, parts).sum(axis=0)
        return total

    def without(self, k: int) -> "Mask":
        """Return the mask without one of its bits."""
        return Mask(
            self.way,
            self.bits[:k] + self.bits[k + 1 :],
            self.rows,
            np.delete(self.shortfall, k, axis=0),
            np.delete(self.clause, k, axis=0),
        )

    def joined(self, other: "Mask") -> "Mask":
        """Return one mask of the same bits over the rows of both."""
        new = ~np.isin(other.rows, self.rows)
        order = [[b.number for b in other.bits].index(b.number) for b in self.bits]
        return Mask(
            self.way,
            self.bits,
            np.concatenate([self.rows, other.rows[new]]),
            np.concatenate([self.shortfall, other.shortfall[order][:, new]], axis=1),
            np.concatenate([self.clause, other.clause[order][:, new]], axis=1),
        )

    def only(self, which: NDArray[np.intp] | NDArray[np.bool_]) -> "Mask":
        """Return the mask for some of its rows."""
        return Mask(
            self.way,
            self.bits,
            self.rows[which],
            self.shortfall[:, which],
            self.clause[:, which],
        )


def ways(
    verdicts: PersonVerdicts,
    alone: Mapping[str, PersonVerdicts],
    table: Table,
    left_out: NDArray[np.intp],
) -> list[Way]:
    """Return the ways in which a home could become an option for the young person.

    ``verdicts`` say everything about them, ``alone`` of each of their group all but
    whether they could live together. ``left_out`` are rows nobody should be told of.
    """
    person = verdicts.person
    near = np.flatnonzero(verdicts.standing == Standing.NEAR)
    near = near[~np.isin(verdicts.homes.rows[near], left_out)]
    rows = verdicts.homes.rows[near]
    found = [Way((person.record.id,), rows, [(r, near) for r in verdicts.deciding])]
    for members in _parties(person.group, verdicts):
        way = _together(members, [alone[m] for m in members], table, person.policy)
        keep = np.isin(way.rows, rows)
        columns = [(ruling, at[keep]) for ruling, at in way.columns]
        found.append(Way(members, way.rows[keep], columns))
    return found


def _parties(
    group: SiblingGroup | None, verdicts: PersonVerdicts
) -> Iterator[tuple[str, ...]]:
    """Yield those who could move together, where being together decides."""
    decides = any(r.criterion.code == "siblings_together" for r in verdicts.deciding)
    if group is not None and decides:
        yield group.members
        part = group.sub_group_of(verdicts.person.record.id)
        if part and set(part) != set(group.members):
            yield part


def _together(
    members: tuple[str, ...],
    verdicts: Sequence[PersonVerdicts],
    table: Table,
    policy: Policy,
) -> Way:
    """Return the homes that could take these together if each thing were lifted."""
    people = [v.person for v in verdicts]
    worst = np.zeros(len(table), dtype=np.int8)
    lacking = np.zeros((2, len(table)), dtype=np.bool_)
    for each in verdicts:
        own = np.full(len(table), Standing.CLOSED, dtype=np.int8)
        own[each.homes.rows] = each.standing
        np.maximum(worst, own, out=worst)
        for ruling in each.deciding:
            fails = each.homes.rows[ruling.failed]
            lacking[0, fails] |= ruling.criterion.code in NEEDS_ROOM
            lacking[1, fails] |= isinstance(ruling.criterion, OtherChildrenCriterion)
    rows = np.flatnonzero(worst == Standing.NEAR)
    # Where room is made, or less is asked of other children, the trial tells.
    room = could_take(people, rows, table, policy) | lacking[0, rows]
    company = lacking[1, rows] | ~kept_apart(people).any()
    rows = rows[room & company]
    columns = []
    for each in verdicts:
        at = np.searchsorted(each.homes.rows, rows)
        columns += [(ruling, at) for ruling in each.deciding]
    return Way(members, rows, columns)


def by_size(
    found: Sequence[Way], smallest: Sequence[Set], most: int | None = None
) -> Iterator[list[Mask]]:
    """Yield the masks of one size after the other, of at most so many bits.

    What contains one of the ``smallest`` sets is left out; the caller adds to them as
    it goes.
    """
    numbers: Numbers = {}
    patterns = [_patterns(way) for way in found]
    sizes = sorted({size for each in patterns for size in each.sizes.tolist() if size})
    for size in sizes:
        if most is not None and size > most:
            return
        yield [
            _mask(each.way, bits, places)
            for each in patterns
            for bits, places in _masks(each, size, numbers, smallest)
        ]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Homes that fail in the same clauses, so that each such pattern is done once.

    ``faults`` has the failing clause plus one, or 0, shape (rulings, patterns);
    ``which`` the pattern of each home, ``sizes`` how many rulings fail in each pattern.
    """

    way: Way
    rulings: list[Ruling]
    faults: NDArray[np.int64]
    which: NDArray[np.intp]
    sizes: NDArray[np.intp]


def _patterns(way: Way) -> _Patterns:
    failing = [(ruling, at) for ruling, at in way.columns if ruling.failed[at].any()]
    faults = np.zeros((len(failing), len(way.rows)), dtype=np.int64)
    codes = np.zeros(len(way.rows), dtype=np.int64)
    for k, (ruling, at) in enumerate(failing):
        faults[k] = np.where(ruling.failed[at], ruling.judgement.clause[at] + 1, 0)
        # Numbered anew each time, so that however much is asked the codes stay small.
        codes = codes * (len(ruling.criterion.clauses) + 1) + faults[k]
        codes = np.unique(codes, return_inverse=True)[1].reshape(-1)
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    different = faults[:, first]
    sizes = (different > 0).sum(axis=0)
    return _Patterns(way, [r for r, _ in failing], different, which, sizes)


def _masks(
    found: _Patterns,
    size: int,
    numbers: Numbers,
    smallest: Sequence[Set],
) -> Iterator[tuple[tuple[Bit, ...], NDArray[np.intp]]]:
    """Yield each set of bits of this size that lifts some homes, and which homes."""
    sets: dict[Set, tuple[tuple[Bit, ...], list[int]]] = {}
    for pattern in np.flatnonzero(found.sizes == size).tolist():
        partial: list[tuple[Set, tuple[Bit, ...]]] = [(0, ())]
        faults = found.faults[:, pattern].tolist()
        for ruling, fault in zip(found.rulings, faults, strict=True):
            if fault:
                partial = [
                    (one_set | 1 << bit.number, (*some, bit))
                    for one_set, some in partial
                    for bit in _lifters(ruling, fault - 1, numbers)
                ]
                partial = [p for p in partial if not _contains(p[0], smallest)]
        for one_set, bits in partial:
            sets.setdefault(one_set, (bits, []))[1].append(pattern)
    for bits, patterns in sets.values():
        yield bits, np.flatnonzero(np.isin(found.which, patterns))


def _contains(one_set: Set, smallest: Sequence[Set]) -> bool:
    return any(small & one_set == small for small in smallest)


def _lifters(ruling: Ruling, clause: int, numbers: Numbers) -> Iterator[Bit]:
    """Yield one bit for each alternative of who may lift this clause."""
    asked, criterion = ruling.asked, ruling.criterion
    who, code = asked.person.record.id, criterion.code
    for by in criterion.may_lift(criterion.clauses[clause], asked.person.policy):
        key = (who, code, asked.need, asked.behaviour, by)
        yield Bit(ruling, by, numbers.setdefault(key, len(numbers)))


def _mask(way: Way, bits: tuple[Bit, ...], places: NDArray[np.intp]) -> Mask:
    where = {id(ruling): at[places] for ruling, at in way.columns}
    shape = (len(bits), len(places))
    shortfall, clause = np.full(shape, np.nan), np.zeros(shape, dtype=np.int8)
    for k, bit in enumerate(bits):
        judgement, at = bit.ruling.judgement, where[id(bit.ruling)]
        clause[k] = judgement.clause[at]
        if judgement.shortfall is not None:
            shortfall[k] = judgement.shortfall[at]
    return Mask(way, bits, way.rows[places], shortfall, clause)
