"""What to ask first: the not-known facts whose answers could change the first option.

An answer that speaks for a home earns it the points of what was asked and takes away
the question; one that speaks against it, where it decides, makes it no option. Whether
a need matters at all is one answer for every home.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.case import Household, Strength
from matching.criteria.base import Verdict
from matching.options import SHOWN, Ranking
from matching.report import AskFirst, Question
from matching.sentences import line
from matching.verdicts import Ruling, Standing

MOST = 10
"""How many questions are worth a reader's time."""

Key = tuple[int, int, int]
"""What options are ordered by: standing, fit below zero, row."""


@dataclass(frozen=True, slots=True)
class _Unknown:
    """Something asked that is not known of some of the options.

    Shape (n,), as the fits': ``here`` where it is not known, ``decides`` where that
    keeps the home from being open. ``at`` are the options' places in the ruling.
    """

    ruling: Ruling
    at: NDArray[np.intp]
    here: NDArray[np.bool_]
    decides: NDArray[np.bool_]
    tenths: int

    @property
    def of_everyone(self) -> bool:
        """Whether one answer holds for all homes."""
        return self.ruling.asked.strength is Strength.NOT_KNOWN

    def lifts_both(self, first: int) -> bool:
        """Whether the first option gains just as much by the same answer."""
        return self.of_everyone and bool(self.here[first])


@dataclass(slots=True)
class _Asked:
    """One question in the making, over all the homes it is asked of."""

    question: Question
    could_come_first: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    first_could_fall: bool = False


def ask_first(ranking: Ranking) -> list[AskFirst]:
    """Return the questions whose answers could change the first option.

    Those that could by themselves come first, then those about the first option, then
    by how many homes they could bring there. Of the other options, those are looked at
    that could get highest.
    """
    unknowns = list(_unknowns(ranking))
    first = int(ranking.order[0])
    asked: dict[tuple[str, str], _Asked] = {}
    for unknown in unknowns:
        if unknown.decides[first] and (one := _asked(asked, ranking, unknown, first)):
            one.first_could_fall = True
    for n in _could_come_first(ranking, unknowns, first):
        theirs = [u for u in unknowns if u.here[n] and not u.lifts_both(first)]
        for unknown in theirs:
            if not _matters(ranking, unknowns, theirs, unknown, n):
                continue
            if one := _asked(asked, ranking, unknown, n):
                home = _home(ranking, n).id
                one.could_come_first.append(home)
                after = _key(ranking, unknowns, n, [unknown])
                if after < _first_key(ranking, unknowns, first, [unknown]):
                    one.alone.append(home)
    found = sorted(
        asked.values(),
        key=lambda one: (
            not (one.alone or one.first_could_fall),
            not one.first_could_fall,
            -len(one.could_come_first),
        ),
    )
    return [_said(one, len(ranking.order) - 1) for one in found[:MOST]]


def _unknowns(ranking: Ranking) -> Iterator[_Unknown]:
    fits = ranking.fits
    tenths = {id(r): int(of) for r, of in zip(fits.weighing, fits.of, strict=True)}
    everywhere = np.arange(len(fits.positions))
    judged = [(ruling, fits.positions) for ruling in ranking.verdicts.deciding]
    judged += [(ruling, everywhere) for ruling in fits.besides]
    for ruling, at in judged:
        here = ruling.verdict[at] == Verdict.NOT_KNOWN
        worth = tenths.get(id(ruling), 0)
        if here.any():
            yield _Unknown(ruling, at, here, ruling.open_question[at], worth)


def _could_come_first(
    ranking: Ranking, unknowns: Sequence[_Unknown], first: int
) -> list[int]:
    """Return the options that would be first if all was answered well for them."""
    fits, rows = ranking.fits, ranking.verdicts.homes.rows[ranking.fits.positions]
    lead = fits.reach - fits.fit[first]
    left = np.zeros(len(rows), dtype=np.bool_)
    for unknown in unknowns:
        both = unknown.here & unknown.lifts_both(first)
        lead -= np.where(both, unknown.tenths, 0)
        left |= ~both & unknown.decides[first]
    better = left | (lead > 0) | ((lead == 0) & (rows < rows[first]))
    better[first] = False
    found = np.flatnonzero(better)
    highest: list[int] = found[np.lexsort((rows[found], -fits.reach[found]))].tolist()
    return highest[:SHOWN]


def _matters(
    ranking: Ranking,
    unknowns: Sequence[_Unknown],
    theirs: Sequence[_Unknown],
    unknown: _Unknown,
    n: int,
) -> bool:
    """Tell whether some answers bring this option to the top with it, but not without.

    Either it fits better then, or it is open and the first option is not; where the
    first is open it has to be both.
    """
    first = int(ranking.order[0])
    _, least, row_of_first = _key(ranking, unknowns, first, [])
    _, less, row = _key(ranking, unknowns, n, [])
    missing = less - least + (row > row_of_first)
    rest = [u for u in theirs if u is not unknown]
    decide = [u for u in rest if u.decides[n]]
    decided = sum(u.tenths for u in decide)
    # Answers that lift both leave the fits as far apart; unanswered, neither is open.
    both_wait = any(u.lifts_both(first) and u.decides[n] for u in unknowns)
    answered = [u for u in unknowns if u.here[n]]
    if _first_key(ranking, unknowns, first, answered)[0] == Standing.OPEN:
        free = [u for u in rest if not u.decides[n]]
        if unknown.decides[n] or _tips(unknown, free, missing - decided):
            return True
        return both_wait and _tips(unknown, rest, missing)
    if unknown.decides[n]:
        return decided < missing or _tips(unknown, rest, missing)
    if both_wait:
        return _tips(unknown, rest, missing)
    return any(_tips(unknown, [u for u in rest if u is not d], missing) for d in decide)


def _tips(unknown: _Unknown, others: Sequence[_Unknown], missing: int) -> bool:
    """Tell whether some of the others leave just what this one makes up for."""
    sums = 1  # bit s tells whether some of them earn s tenths
    for other in others:
        sums |= sums << other.tenths
    enough = max(missing - unknown.tenths, 0)
    return any(sums >> tenths & 1 for tenths in range(enough, missing))


def _first_key(
    ranking: Ranking,
    unknowns: Sequence[_Unknown],
    first: int,
    answered: Sequence[_Unknown],
) -> Key:
    """Return where the first option is after answers given for another one."""
    also = [unknown for unknown in answered if unknown.of_everyone]
    return _key(ranking, unknowns, first, also)


def _key(
    ranking: Ranking,
    unknowns: Sequence[_Unknown],
    n: int,
    answered: Sequence[_Unknown],
) -> Key:
    """Return where an option is after these were answered well for it."""
    questions = sum(int(u.decides[n]) for u in unknowns)
    questions -= sum(int(u.decides[n]) for u in answered)
    earned = sum(u.tenths for u in answered if u.here[n])
    return (
        Standing.QUESTIONS if questions else Standing.OPEN,
        -int(ranking.fits.fit[n]) - earned,
        int(ranking.verdicts.homes.rows[ranking.fits.positions[n]]),
    )


def _asked(
    asked: dict[tuple[str, str], _Asked], ranking: Ranking, unknown: _Unknown, n: int
) -> _Asked | None:
    said = line(unknown.ruling, int(unknown.at[n]), _home(ranking, n))
    if said.question is None:
        return None
    key = (said.question.ask, said.question.sentence)
    return asked.setdefault(key, _Asked(said.question))


def _home(ranking: Ranking, n: int) -> Household:
    return ranking.verdicts.homes.household(int(ranking.fits.positions[n]))


def _said(one: _Asked, others: int) -> AskFirst:
    sentences = []
    if one.first_could_fall:
        left = "the next comes first" if others else "there is no other"
        sentences.append(
            f"An answer against it takes the first option away, and {left}."
        )
    with_others = len(one.could_come_first) - len(one.alone)
    if one.alone:
        homes = _other_homes(len(one.alone))
        sentences.append(f"An answer in favour would bring {homes} to the top.")
    if with_others:
        homes = "one more" if one.alone else _other_homes(with_others)
        sentences.append(
            f"With other answers in favour it could bring {homes} to the top."
        )
    return AskFirst(
        one.question.ask,
        one.question.about,
        one.question.sentence,
        one.could_come_first,
        one.alone,
        one.first_could_fall,
        " ".join(sentences),
    )


def _other_homes(count: int) -> str:
    return "another home" if count == 1 else f"one of {count} other homes"
