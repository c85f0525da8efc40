"""Which of somebody's options a page shows: by choices, and never by what is typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.households.schemas import HouseholdOffer
from app.identity import service as identity

Option = Mapping[str, Any]
STANDINGS = {"open": "open", "questions": "open with questions"}
REACH = ("miles", "km", "minutes")
"""Units of what says how far a home is."""


@dataclass(frozen=True, slots=True)
class OptionFilter:
    """What is chosen: a standing, an agency, an area, a place free now, near enough."""

    standing: str = ""
    agency: str = ""
    area: str = ""
    free: bool = False
    near: bool = False

    def shows(self, option: Option, home: HouseholdOffer | None, today: date) -> bool:
        """Tell whether an option is among what is chosen."""
        if self.standing and option["standing"] != STANDINGS[self.standing]:
            return False
        if self.near and not _near_enough(option):
            return False
        if self.agency and (home is None or home.agency != self.agency):
            return False
        if self.area and (home is None or home.authority != self.area):
            return False
        free_from = home.free_from if home else None
        return not self.free or (free_from is not None and free_from <= today)

    def known(self, homes: Iterable[HouseholdOffer]) -> "OptionFilter | None":
        """Return it, or None where it chooses what these homes do not offer."""
        offers = list(homes)
        fits = (
            self.standing in ("", *STANDINGS)
            and self.agency in ("", *(home.agency for home in offers))
            and self.area in ("", *(home.authority for home in offers))
        )
        return self if fits else None

    @property
    def chosen(self) -> bool:
        """Tell whether it leaves anything out."""
        return self != OptionFilter()

    def address(self) -> str:
        """Return it as a part of an address."""
        asked = {
            "standing": self.standing,
            "agency": self.agency,
            "area": self.area,
            "free": "yes" if self.free else "",
            "near": "yes" if self.near else "",
        }
        return urlencode({name: value for name, value in asked.items() if value})


def _near_enough(option: Option) -> bool:
    """Tell whether the home is as near as was asked to every place that matters."""
    return all(
        line["verdict"] == "met" for line in option["verdicts"] if line["unit"] in REACH
    )


def choices_of(
    session: Session, homes: Iterable[HouseholdOffer]
) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen among these homes: agencies and areas, with names."""
    offers = list(homes)
    named = [(one.id, one.name) for one in identity.list_organisations(session)]
    kinds = {
        "agency": {home.agency for home in offers},
        "area": {home.authority for home in offers},
    }
    return {
        kind: [(key, name) for key, name in named if key in there]
        for kind, there in kinds.items()
    }
