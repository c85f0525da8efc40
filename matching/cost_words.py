"""What an option takes from others, in a sentence."""

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from matching.criteria.words import number, plural
from matching.draft import Draft
from matching.report import Affected, CostLevel

NOTHING = "Choosing this home takes nothing from anyone else."


def in_words(
    draft: Draft, levels: Sequence[CostLevel], affected: Sequence[Affected]
) -> str:
    """Say what the others would have less, and how sure that is."""
    by_name = {level.name: level for level in levels}
    if not all(level.exact for level in levels):
        return _between(draft, by_name)
    return " ".join(_exactly(draft, by_name, affected)) or NOTHING


def _exactly(
    draft: Draft, levels: Mapping[str, CostLevel], affected: Sequence[Affected]
) -> Iterator[str]:
    lost = sum(one.gets is None for one in affected)
    gained = sum(one.instead_of is None for one in affected)
    moved = [one for one in affected if one.gets and one.instead_of]
    if lost or gained:
        yield _placed(lost, gained)
    if moved:
        yield _moved(draft, moved)
    together = levels.get("siblings together")
    if together and together.lower > 0:
        yield (
            f"{_others(together.lower)} would no longer live with all their brothers "
            "and sisters."
        )


def _placed(lost: int, gained: int) -> str:
    if not gained:
        return f"Choosing this home would leave {_others(lost)} without one."
    none = "has" if gained == 1 else "have"
    if not lost:
        return f"{_others(gained)} who {none} no home in the plan would have one."
    fewer = lost - gained
    if fewer == 0:
        said = "As many others would have a home, but not the same"
    else:
        more = "fewer" if fewer > 0 else "more"
        said = f"{_others(abs(fewer))} {more} would have a home"
    return (
        f"{said}: {lost} would have none, and {gained} who {none} none in the plan "
        "would have one."
    )


def _moved(draft: Draft, moved: Sequence[Affected]) -> str:
    change = sum(
        _fit(draft, one.young_person, one.gets)
        - _fit(draft, one.young_person, one.instead_of)
        for one in moved
    )
    one = len(moved) == 1
    said = (
        f"{_others(len(moved))} would have {'another home' if one else 'other homes'}"
    )
    if change == 0:
        return f"{said}, with {'the same fit' if one else 'the same fit in all'}."
    points = plural(abs(change) / 10, "point")
    side = "lower" if change < 0 else "higher"
    return f"{said}, with {'a fit' if one else 'fits'} {points} {side}" + (
        "." if one else " in all."
    )


def _between(draft: Draft, levels: Mapping[str, CostLevel]) -> str:
    """Say what is known of a cost that was not worked out to the end.

    Who would lose their home is not known then, only what that counts for in the plan,
    where some count for more than others.
    """
    placed, fit = levels["placed"], levels["total fit"]
    weights = draft.policy.priorities.values()
    fewest = max(math.ceil(placed.lower / max(weights)), 0)
    most = max(math.ceil(placed.upper / min(weights)), 0)
    end = "this was not worked out to the end."
    if most:
        homes = plural(most, "home")
        between = homes if fewest == most else f"between {fewest} and {homes}"
        said = f"Choosing this home would cost others {between}, counted by priority"
        return f"{said}; {end}"
    said = "Choosing this home would cost others no home, counted by priority"
    before = [*levels.values()][: [*levels].index(fit.name)]
    if not all(level.exact for level in before):
        return f"{said}; what it would cost them in fit was not worked out to the end."
    points = plural(max(fit.upper, 0.0), "point")
    if not fit.exact:
        points = f"between {number(max(fit.lower, 0.0))} and {points}"
    return f"{said}, and {points} of fit; {end}"


def _fit(draft: Draft, name: str, household: str | None) -> int:
    """Return the fit of a home in tenths of a point."""
    if household is None:
        return 0
    row = np.array([draft.rows[household]], dtype=np.intp)
    return int(draft.candidates[name].fit_at(row)[0])


def _others(count: float) -> str:
    return plural(count, "other young person", "other young people")
