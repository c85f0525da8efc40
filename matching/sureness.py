"""How sure the ranking is: which order changes if weights move.

Fit is a weighted mean of the degrees to which things asked are met, so one option fits
better than another where sum(w_k * x_k) > 0, with x_k the difference of their degrees.
With each weight anywhere within a share b of its own, the least that sum can be is
sum(w_k * (x_k - b * |x_k|)). So whether any such weights turn two options round is
answered exactly, without trying any. Fits are compared before they are rounded.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.ask_first import ask_first
from matching.criteria.words import BEHAVIOURS, listed, plural
from matching.options import Ranking
from matching.report import Option, Sureness
from matching.verdicts import Ruling

Places = NDArray[np.intp]
"""Indices into the arrays of a ranking's fits."""

NOTHING = 1e-9
"""Differences below this come from adding fractions."""
SHARES = {0.1: "a tenth", 0.2: "a fifth", 0.25: "a quarter", 0.5: "a half"}
NAMED = 2
"""How many reasons a sentence names."""


def sureness(ranking: Ranking) -> Sureness | None:
    """Say how sure it is which option comes first; None where there is none."""
    if not len(ranking.order):
        return None
    others = ranking.order[1:]
    sure = surely_above(
        ranking, np.broadcast_to(ranking.order[:1], others.shape), others
    )
    homes = ranking.verdicts.homes
    could_pass = [homes.household(ranking.fits.positions[n]).id for n in others[~sure]]
    return Sureness(
        band=ranking.verdicts.person.policy.weight_band,
        stays_first=not could_pass,
        could_pass=could_pass,
        sentence=_of_the_first(ranking, len(could_pass)),
        ask_first=ask_first(ranking),
    )


def beside_next(ranking: Ranking, found: Iterable[Option]) -> list[Option]:
    """Add to each option whether it surely stays above the next."""
    options = list(found)
    places = np.array([option.rank - 1 for option in options], dtype=np.intp)
    has_next = places + 1 < len(ranking.order)
    above = ranking.order[places[has_next]]
    below = ranking.order[places[has_next] + 1]
    sure = surely_above(ranking, above, below).tolist()
    for k, n in enumerate(np.flatnonzero(has_next).tolist()):
        options[n] = replace(
            options[n],
            sure_above_next=sure[k],
            sure=_of_the_next(ranking, above[k], below[k], sure[k]),
        )
    return options


def surely_above(ranking: Ranking, above: Places, below: Places) -> NDArray[np.bool_]:
    """Tell of each pair whether no weights within the band turn it round or level it.

    Options of better standing come first whatever they fit.
    """
    standing = ranking.verdicts.standing[ranking.fits.positions]
    weights, band = _weights(ranking), ranking.verdicts.person.policy.weight_band
    better = ranking.fits.degrees[:, above] - ranking.fits.degrees[:, below]
    least = weights @ (better - band * np.abs(better))
    sure: NDArray[np.bool_] = least > NOTHING * weights.sum()
    return sure | (standing[above] < standing[below])


def _weights(ranking: Ranking) -> NDArray[np.float64]:
    return np.array([r.asked.weight for r in ranking.fits.weighing], dtype=np.float64)


def _of_the_first(ranking: Ranking, could_pass: int) -> str:
    if len(ranking.order) == 1:
        return "It is the only option, however the weights move."
    if not could_pass:
        return f"The first option stays first however the weights {_move(ranking)}."
    others = plural(could_pass, "other option")
    return (
        f"It is not sure which option comes first: where the weights {_move(ranking)}, "
        f"{others} could come level with the first or above it."
    )


def _of_the_next(ranking: Ranking, above: np.intp, below: np.intp, surely: bool) -> str:
    fits, standing = ranking.fits, ranking.verdicts.standing
    if standing[fits.positions[above]] != standing[fits.positions[below]]:
        return "It stays above the next, which is open only with questions."
    if surely:
        return f"It stays above the next however the weights {_move(ranking)}."
    more = _weights(ranking) * (fits.degrees[:, below] - fits.degrees[:, above])
    found = [
        _what(fits.weighing[k]) for k in np.argsort(-more, kind="stable") if more[k] > 0
    ]
    if not found:
        return "The next offers as much of everything asked for."
    return (
        f"Not sure: where the weights {_move(ranking)}, the next could come level or "
        f"above, as it does better on {listed(found[:NAMED])}."
    )


def _move(ranking: Ranking) -> str:
    band = ranking.verdicts.person.policy.weight_band
    if not band:
        return "stay as they are"
    return f"move within {SHARES.get(band, f'{100 * band:g}%')}"


def _what(ruling: Ruling) -> str:
    about = ruling.asked.behaviour
    title = f"“{ruling.criterion.title}”"
    return f"{title} about {BEHAVIOURS[about]}" if about else title
