"""Fit: how much of what was asked a home offers, 0 to 100, as points that add up.

Fit is a weighted mean, worked out in whole tenths of a point: the tenths of 100 points
are shared between the things asked by weight (largest remainder), and a home earns of
each share what its degree says, rounded to the tenth. So the printed points of an
option sum to its printed fit exactly, and the plan adds up the same whole tenths.
Fit says nothing about how a move will go.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.criteria.base import Verdict
from matching.verdicts import PersonVerdicts, Ruling, judge

TENTHS = 1000


@dataclass(frozen=True, slots=True)
class Fits:
    """Fit of some homes for one young person.

    ``positions`` are places among the young person's homes, shape (n,). ``besides``
    holds the rulings that do not decide, judged on these homes only; ``weighing`` all
    that count in the fit. ``of`` is the most each can earn, shape (k,),
    in tenths; ``degrees`` how much of each a home offers (0..1) and ``points`` what it
    earns with that, shape (k, n); ``fit`` and ``reach`` are shape (n,): the sum, and
    the sum if every open answer came out well.
    """

    positions: NDArray[np.intp]
    besides: list[Ruling]
    weighing: list[Ruling]
    of: NDArray[np.int64]
    degrees: NDArray[np.float64]
    points: NDArray[np.int64]
    fit: NDArray[np.int64]
    reach: NDArray[np.int64]


def fits(verdicts: PersonVerdicts, positions: NDArray[np.intp]) -> Fits:
    """Work out the fit of the homes at these positions."""
    there = verdicts.homes.only(positions)
    besides = [judge(c, asked, there) for c, asked in verdicts.asked_besides]
    everywhere = np.arange(len(positions))
    weighing = [(r, positions) for r in verdicts.deciding if r.asked.weight > 0]
    weighing += [(r, everywhere) for r in besides if r.asked.weight > 0]
    rulings = [ruling for ruling, _ in weighing]
    of = shares([ruling.asked.weight for ruling in rulings])
    shape = (len(rulings), len(positions))
    degrees = np.zeros(shape)
    unknown = np.zeros(shape, dtype=np.int64)
    for k, (ruling, at) in enumerate(weighing):
        degrees[k] = ruling.degree(at)
        unknown[k] = np.where(ruling.verdict[at] == Verdict.NOT_KNOWN, of[k], 0)
    points = np.rint(of[:, None] * degrees).astype(np.int64)
    fit = points.sum(axis=0)
    return Fits(
        positions,
        besides,
        rulings,
        of,
        degrees,
        points,
        fit,
        fit + unknown.sum(axis=0),
    )


def shares(weights: list[float]) -> NDArray[np.int64]:
    """Share 1,000 tenths by weight, by largest remainder; the earlier wins a tie."""
    if not weights:
        return np.zeros(0, dtype=np.int64)
    exact = np.array(weights) * (TENTHS / sum(weights))
    whole = np.floor(exact).astype(np.int64)
    left = TENTHS - int(whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:left]] += 1
    return whole
