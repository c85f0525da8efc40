"""A place and how far from it a home may be, and how distances are said."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from matching.case import Place, Strict
from matching.criteria import words
from matching.criteria.base import Asked, Kind, parameters
from matching.criteria.lift import Lift, Obstacle, of_parameter, only_preferred, up
from matching.places import KM_PER_MILE
from matching.table import Homes, whereabouts

MOST = 1000
Length = Annotated[float, Field(gt=0, le=MOST)]
UNITS = ("km", "miles", "minutes")


class Reach(Strict):
    """A place and how far from it a home may be, in one unit."""

    place: Place
    max_km: Length | None = None
    max_miles: Length | None = None
    max_minutes: Length | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        given = [unit for unit in UNITS if getattr(self, f"max_{unit}") is not None]
        if len(given) != 1:
            raise ValueError("needs one of max_km, max_miles or max_minutes")
        return self

    @property
    def unit(self) -> str:
        """The unit it was written in."""
        return next(u for u in UNITS if getattr(self, f"max_{u}") is not None)

    @property
    def furthest(self) -> float:
        """The furthest a home may be, in that unit."""
        return float(getattr(self, f"max_{self.unit}"))


def measured(reach: Reach, homes: Homes) -> NDArray[np.float64]:
    """Return how far each home is, in the unit asked; NaN where not known."""
    if reach.unit == "minutes":
        return homes.minutes_from(reach.place)
    km, _ = homes.km_from(reach.place)
    return km / KM_PER_MILE if reach.unit == "miles" else km


def placed(reach: Reach) -> bool:
    """Tell whether it is known where the place is."""
    latitude, _, _ = whereabouts(reach.place)
    return latitude == latitude


def far_figures(
    far: NDArray[np.float64], reach: Reach, homes: Homes
) -> dict[str, NDArray[Any]]:
    """Return the figures that sentences about a distance are filled from."""
    label = f" ({homes.table.travel.label})" if reach.unit == "minutes" else ""
    return {"far": far, "label": np.broadcast_to(label, len(homes))}


def far_words(asked: Asked, figures: Mapping[str, Any]) -> dict[str, str]:
    """Say a distance in whole numbers, and up to what it was asked for.

    ``about 6 miles``, ``about 25 minutes (estimate from distance)``. Where the law
    asks and the referral does not, nothing "was asked for".
    """
    reach, far = parameters(asked, Reach), figures["far"]
    whole = max(round(far), 1) if far == far else 0
    about = f"about {_length(whole, reach)}{figures['label']}"
    most = f"up to {_length(reach.furthest, reach)}"
    stated = asked.kind is Kind.NEED
    return {
        "about": about,
        "About": about[:1].upper() + about[1:],
        "most": f"{most} was asked for" if stated else f"{most} counts as near",
    }


def _length(figure: float, reach: Reach) -> str:
    one = {"km": "km", "miles": "mile", "minutes": "minute"}[reach.unit]
    return words.plural(figure, one, reach.unit)


def further(obstacle: Obstacle, journey: str, title: str) -> Lift | None:
    """Return that a home may be further away, by as much as is needed."""
    reach = parameters(obstacle.asked, Reach)
    # In whole numbers, as every distance is said.
    to = float(up(reach.furthest + obstacle.shortfall, 0))
    if to > MOST:
        return only_preferred(obstacle, title)
    return of_parameter(
        obstacle,
        f"max_{reach.unit}",
        reach.furthest,
        to,
        reach.unit,
        f"{journey} could be {{to}} {reach.unit} instead of {{was}}",
    )
