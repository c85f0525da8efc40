"""Load where postcodes are, and give what a case names its place on the map."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.db import SystemSession
from app.postcodes.models import PostcodeArea
from app.postcodes.packing import look_up, packed, unpacked
from app.postcodes.reading import Postcodes, area_of
from app.postcodes.repository import PostcodeRepository
from matching.places import full_postcode

STEP_LAT, STEP_LON = 0.01, 0.015
"""About a kilometre each way: to so much a home is placed. An authority sees distances
to places of its own, and several exact ones would find the house (pages.md §0)."""
HOME_WITHIN_KM = 0.8
"""From the middle to a corner of such a square, where they are largest."""
POSTCODE_WITHIN_KM = 0.2
"""What addresses of one postcode may be apart."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded last."""

    source: str
    count: int
    at: datetime


def load(system: SystemSession, found: Postcodes) -> None:
    """Replace what was loaded before."""
    at = now()
    rows = [
        PostcodeArea(
            area=area,
            source=found.source,
            count=len(places),
            loaded_at=at,
            packed=packed(places),
        )
        for area, places in sorted(found.areas.items())
    ]
    PostcodeRepository(system).replace(rows)


def loaded(session: Session) -> Loaded | None:
    """Return what was loaded last, if anything was."""
    areas = PostcodeRepository(session).all()
    if not areas:
        return None
    first, count = areas[0], sum(one.count for one in areas)
    return Loaded(first.source, count, first.loaded_at)


def place_homes(session: Session, homes: Iterable[dict[str, Any]]) -> None:
    """Give homes with a full postcode the middle of their square on the map."""
    facts = [home["location"] for home in homes if home.get("location")]
    with_place = [fact for fact in facts if isinstance(fact.get("value"), dict)]
    for fact, lat, lon in _found(session, with_place, "value"):
        fact["value"] = {
            **fact["value"],
            "lat": _middle(lat, STEP_LAT),
            "lon": _middle(lon, STEP_LON),
            "within_km": HOME_WITHIN_KM,
        }


def place_needs(session: Session, people: Iterable[dict[str, Any]]) -> None:
    """Give the places that needs and areas to avoid name by a full postcode theirs."""
    holders = [
        holder
        for person in people
        for holder in (
            *(need.get("parameters", {}) for need in person.get("needs", ())),
            *person.get("avoid_places", ()),
        )
        if isinstance(holder.get("place"), dict)
    ]
    for holder, lat, lon in _found(session, holders, "place"):
        exact = {"lat": lat, "lon": lon, "within_km": POSTCODE_WITHIN_KM}
        holder["place"] = {**holder["place"], **exact}


def _found(
    session: Session, holders: list[dict[str, Any]], at: str
) -> Iterator[tuple[dict[str, Any], float, float]]:
    """Yield what names a full postcode that was loaded, and where that is."""
    named = [
        (holder, code)
        for holder in holders
        if holder[at].get("lat") is None
        and (code := full_postcode(holder[at].get("postcode") or ""))
    ]
    areas = PostcodeRepository(session).packed({area_of(code) for _, code in named})
    rows = {area: unpacked(content) for area, content in areas.items()}
    for holder, code in named:
        if area_of(code) in rows and (place := look_up(rows[area_of(code)], code)):
            yield holder, *place


def _middle(degrees: float, step: float) -> float:
    return round((degrees // step + 0.5) * step, 5)
