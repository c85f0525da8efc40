"""Options for one young person: ranked, with reasons; and why others are not."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.fit import Fits, fits
from matching.report import Contribution, Excluded, Option, Standings
from matching.sentences import failure, gaps, line, questions
from matching.verdicts import PersonVerdicts, Ruling, Standing

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Ranking:
    """A young person's options in order.

    ``order`` indexes the arrays of ``fits``, the best first: open before open with
    questions, then by fit, then by the household's id.
    """

    verdicts: PersonVerdicts
    fits: Fits
    order: NDArray[np.intp]

    @property
    def homes(self) -> NDArray[np.intp]:
        """Rows of the table, in order."""
        return self.verdicts.homes.rows[self.fits.positions[self.order]]


def rank(verdicts: PersonVerdicts) -> Ranking:
    """Rank a young person's options."""
    positions = verdicts.options
    found = fits(verdicts, positions)
    standing = verdicts.standing[positions]
    # Rows are in order of household id, so the last key is the id itself.
    order = np.lexsort((verdicts.homes.rows[positions], -found.fit, standing))
    return Ranking(verdicts, found, order)


def options(
    ranking: Ranking,
    shown: int | None,
    decided: dict[str, str],
    only: int | None = None,
) -> Iterator[Option]:
    """Yield the first options with everything there is to say about each.

    ``decided`` tells, by household id, what people decided about the pair; ``only`` is
    the row of the one household that is asked for.
    """
    verdicts, found = ranking.verdicts, ranking.fits
    lines = list(_lines(ranking))
    count = len(ranking.order)
    for place in range(count if shown is None else min(shown, count)):
        n = int(ranking.order[place])
        position = int(found.positions[n])
        if only not in (None, verdicts.homes.rows[position]):
            continue
        home = verdicts.homes.household(position)
        said = [line(ruling, int(at[n]), home) for ruling, at in lines]
        yield Option(
            rank=place + 1,
            tied_with=_tied(ranking, place),
            household=home.id,
            standing=Standing(verdicts.standing[position]).words,
            decided=decided.get(home.id),
            fit=found.fit[n] / 10,
            could_reach=found.reach[n] / 10,
            contributions=_contributions(found, n),
            verdicts=[one.verdict for one in said if not one.silent],
            gaps=gaps(said, home),
            questions=questions(said),
        )


def _lines(ranking: Ranking) -> Iterator[tuple[Ruling, NDArray[np.intp]]]:
    """Yield every ruling of the options, and where in it each option is."""
    verdicts, found = ranking.verdicts, ranking.fits
    for ruling in verdicts.deciding:
        yield ruling, found.positions
    everywhere = np.arange(len(found.positions))
    for ruling in found.besides:
        yield ruling, everywhere


def _contributions(found: Fits, n: int) -> list[Contribution]:
    return [
        Contribution(
            ruling.criterion.code,
            ruling.asked.need,
            ruling.asked.behaviour,
            points=found.points[k, n] / 10,
            of=found.of[k] / 10,
        )
        for k, ruling in enumerate(found.weighing)
    ]


def _tied(ranking: Ranking, place: int) -> list[str]:
    """Name the options of the same standing too close in fit to separate."""
    verdicts, found = ranking.verdicts, ranking.fits
    standing = verdicts.standing[found.positions[ranking.order]]
    fit = found.fit[ranking.order]
    close = (standing == standing[place]) & (
        np.abs(fit - fit[place]) <= round(verdicts.person.policy.tie * 10)
    )
    close[place] = False
    return [
        verdicts.homes.household(int(found.positions[n])).id
        for n in ranking.order[close]
    ]


def standings(verdicts: PersonVerdicts) -> Standings:
    """Count where the households looked at stand."""
    counts = np.bincount(verdicts.standing, minlength=4).tolist()
    return Standings(*counts)


def excluded(
    verdicts: PersonVerdicts, shown: int | None, only: int | None = None
) -> Iterator[Excluded]:
    """Yield the households that are not options: near first, fewest reasons first.

    With ``shown`` only that many, and only those that are near; with ``only`` the one
    household of this row.
    """
    reasons = np.zeros(len(verdicts.standing), dtype=np.int64)
    for ruling in verdicts.deciding:
        reasons += ruling.failed
    out = np.flatnonzero(verdicts.standing >= Standing.NEAR)
    order = out[np.lexsort((out, reasons[out], verdicts.standing[out]))]
    if only is not None:
        order = order[verdicts.homes.rows[order] == only]
    elif shown is not None:
        order = order[verdicts.standing[order] == Standing.NEAR][:shown]
    for position in order.tolist():
        home = verdicts.homes.household(position)
        yield Excluded(
            household=home.id,
            standing=Standing(verdicts.standing[position]).words,
            failed=[
                failure(ruling, position, home)
                for ruling in verdicts.deciding
                if ruling.failed[position]
            ],
        )


def excluded_by(verdicts: PersonVerdicts) -> tuple[dict[str, int], dict[str, int]]:
    """Count the households each criterion keeps out, and those it alone does."""
    by_code: dict[str, NDArray[np.bool_]] = {}
    for ruling in verdicts.deciding:
        code = ruling.criterion.code
        by_code[code] = by_code.get(code, False) | ruling.failed
    if not by_code:
        return {}, {}
    reasons = np.sum(list(by_code.values()), axis=0)
    homes = {code: int(failed.sum()) for code, failed in by_code.items()}
    alone = {
        code: int((failed & (reasons == 1)).sum()) for code, failed in by_code.items()
    }
    return (
        {code: count for code, count in homes.items() if count},
        {code: count for code, count in alone.items() if count},
    )
