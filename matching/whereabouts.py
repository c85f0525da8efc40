"""How exactly a case says where things are: what its distances rest on."""

from collections import Counter
from collections.abc import Iterator

from matching.case import Case, Place
from matching.places import Precision, locate
from matching.report import Located

NOT_KNOWN = "not known"


def located(case: Case) -> Located:
    """Count how exactly homes and the places that needs name are placed."""
    homes = (home.location.value for home in case.households)
    return Located(
        dict(Counter(map(_precision, homes))),
        dict(Counter(map(_precision, _named(case)))),
    )


def _named(case: Case) -> Iterator[Place]:
    for person in case.young_people:
        for need in person.needs:
            if "place" in need.parameters:
                yield Place.model_validate(need.parameters["place"])
        for area in person.avoid_places:
            yield area.place


def _precision(place: Place | None) -> str:
    if place is None:
        return NOT_KNOWN
    if place.lat is not None:
        return Precision.POINT if place.within_km is None else Precision.POSTCODE
    found = locate(place.postcode or "")
    return found.precision if found else NOT_KNOWN
