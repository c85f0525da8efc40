"""Where the home lies: areas to avoid, journeys and the authority's area."""

from matching.case import AvoidPlace, Place
from matching.check.carers import a_carer_drives
from matching.check.ground import KM_PER_MILE, Ground, Pair, km_between, spot
from matching.check.judgement import (
    MET,
    NOT_KNOWN,
    PART_MET,
    Found,
    met_if,
    not_met,
    worst,
)
from matching.check.others import Parameters

WALKING_MILES, WALKING_MILES_UNDER_8, WALKS_FURTHER_FROM = 3, 2, 8


def avoid_place(pair: Pair) -> Found:
    """Outside every area to avoid, by more than the home's centroid may be out."""
    return worst(_outside(pair, area) for area in pair.person.avoid_places)


def _outside(pair: Pair, area: AvoidPlace) -> Found:
    home, middle = spot(pair.home.location.value), spot(area.place)
    if home is None or middle is None:
        return NOT_KNOWN
    inside = area.radius_km - km_between(home, middle)
    if abs(inside) <= home.error_km:
        return NOT_KNOWN
    return met_if(inside < 0, inside)


def near(pair: Pair, parameters: Parameters) -> Found:
    """Within the furthest distance asked for, judged from centroids."""
    return within(pair, parameters)


def within(pair: Pair, parameters: Parameters) -> Found:
    """Judge a distance. Minutes are a router's, so there the report is believed."""
    home = spot(pair.home.location.value)
    place = spot(Place.model_validate(parameters["place"]))
    if home is None or place is None:
        return NOT_KNOWN
    km = km_between(home, place)
    for unit, length in (("max_km", km), ("max_miles", km / KM_PER_MILE)):
        furthest = parameters.get(unit)
        if furthest is not None:
            return met_if(length <= furthest, max(length - furthest, 0.0))
    return MET if parameters.get("max_minutes") is None else Found(None)


def keep_school(pair: Pair, parameters: Parameters) -> Found:
    """Within the furthest distance, and someone can take them.

    Where the carer who is to take them does not drive, or nothing is settled yet, it is
    part met: transport the authority arranges would fill the gap.
    """
    distance = within(pair, parameters)
    if distance.verdict is None:
        return distance
    transport = parameters.get("transport")
    if transport == "carer":
        drives = _walkable(pair, parameters) or a_carer_drives(pair)
        by_car = {True: MET, False: PART_MET, None: NOT_KNOWN}[drives]
        return worst((distance, by_car))
    return worst((distance, PART_MET)) if transport == "not settled" else distance


def _walkable(pair: Pair, parameters: Parameters) -> bool:
    """Tell whether it is within walking distance (Education Act 1996 s444(5))."""
    home = spot(pair.home.location.value)
    school = spot(Place.model_validate(parameters["place"]))
    if home is None or school is None:
        return False
    miles = WALKING_MILES if pair.age >= WALKS_FURTHER_FROM else WALKING_MILES_UNDER_8
    return km_between(home, school) <= miles * KM_PER_MILE


def in_area(pair: Pair, parameters: Parameters) -> Found:
    """Inside the authority's area; part met next door."""
    authority = parameters.get("authority") or pair.person.authority
    lies_in = pair.ground.area_of(pair.home)
    if lies_in is None:
        return NOT_KNOWN
    if lies_in == authority:
        return MET
    return PART_MET if _next_door(pair.ground, lies_in, authority) else not_met()


def _next_door(ground: Ground, one: str, other: str) -> bool:
    return any(
        b in ground.authorities[a].adjoining
        for a, b in ((one, other), (other, one))
        if a in ground.authorities
    )
