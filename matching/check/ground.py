"""The case laid out for looking things up, and one pair of it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from matching.case import (
    Authority,
    Carer,
    Case,
    Gender,
    Household,
    Place,
    Placement,
    YoungPerson,
)
from matching.places import locate
from matching.policy import Policy

EARTH_RADIUS_KM = 6371.0088
KM_PER_MILE = 1.609344


class Child(NamedTuple):
    """A child in a home, as another young person would meet them."""

    id: str | None
    age: int
    gender: Gender | None


class Spot(NamedTuple):
    """A coordinate in degrees and how far the true place may lie from it, in km."""

    lat: float
    lon: float
    error_km: float


@dataclass(frozen=True, slots=True)
class Ground:
    """The case and the policy, with what is looked up by id."""

    case: Case
    policy: Policy
    people: dict[str, YoungPerson]
    homes: dict[str, Household]
    authorities: dict[str, Authority]
    groups: dict[str, list[YoungPerson]]

    @classmethod
    def of(cls, case: Case, policy: Policy) -> "Ground":
        """Lay out this case."""
        groups: dict[str, list[YoungPerson]] = {}
        for person in case.young_people:
            if person.sibling_group:
                groups.setdefault(person.sibling_group, []).append(person)
        return cls(
            case,
            policy,
            {person.id: person for person in case.young_people},
            {home.id: home for home in case.households},
            {authority.id: authority for authority in case.authorities},
            groups,
        )

    def day(self, person: YoungPerson) -> date:
        """Return the day this young person needs a home: never before the case's."""
        return max(person.needed_by, self.case.as_of)

    def age(self, person: YoungPerson) -> int:
        """Return completed years on the day needed."""
        day, born = self.day(person), person.born
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def as_child(self, person: YoungPerson) -> Child:
        """Return this young person as another one in the same home meets them."""
        return Child(person.id, self.age(person), person.gender)

    def homes_for(self, person: YoungPerson) -> list[Household]:
        """Return the households judged for this young person."""
        return [home for home in self.case.households if offered(person, home)]

    def area_of(self, home: Household) -> str | None:
        """Return the authority the home lies in, as recorded or by its outcode."""
        if home.authority is not None:
            return home.authority
        place = home.location.value
        if place is None or place.postcode is None:
            return None
        written = place.postcode.upper().split()
        outcode = written[0][:-3] if _joined_full(written) else written[0]
        named = (a.id for a in self.case.authorities if outcode in a.places)
        return next(named, None)


@dataclass(frozen=True, slots=True)
class Pair:
    """One young person and one household offered to them."""

    ground: Ground
    person: YoungPerson
    home: Household

    @property
    def policy(self) -> Policy:
        """The policy of the run."""
        return self.ground.policy

    @property
    def day(self) -> date:
        """The day the home is needed."""
        return self.ground.day(self.person)

    @property
    def age(self) -> int:
        """The young person's completed years on that day."""
        return self.ground.age(self.person)


def offered(person: YoungPerson, home: Household) -> bool:
    """Tell whether this household is part of this young person's search."""
    return person.authority in home.offered_to and home.id != person.current_household


def placed(home: Household) -> list[Placement]:
    """Return the young people fostered there now."""
    return home.placements.value


def children_of(home: Household) -> list[Child]:
    """Return every child known to live there."""
    at_home = [Child(c.id, c.age, c.gender) for c in home.children.value or ()]
    return at_home + [Child(p.young_person, p.age, p.gender) for p in placed(home)]


def every_child_is_known(home: Household) -> bool:
    """Tell whether the children of the family are recorded at all."""
    return home.children.value is not None


def carers_of(home: Household) -> list[Carer]:
    """Return the carers recorded; none where nobody recorded them."""
    return home.carers.value or []


def spot(place: Place | None) -> Spot | None:
    """Return where a place is; None where that is not known."""
    if place is None:
        return None
    if place.lat is not None and place.lon is not None:
        return Spot(place.lat, place.lon, place.within_km or 0.0)
    return _spot_of_postcode(place.postcode or "")


def km_between(a: Spot, b: Spot) -> float:
    """Return the great-circle distance (spherical law of haversines)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    turn = math.radians(b.lon - a.lon)
    h = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(turn / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(h, 1.0)))


def same(word: str) -> str:
    """Return a word as it is compared: case and outer space do not matter."""
    return word.strip().casefold()


def shared(ours: Iterable[str], theirs: Iterable[str]) -> set[str]:
    """Return the words both lists hold."""
    return {same(word) for word in ours} & {same(word) for word in theirs}


@cache
def _spot_of_postcode(postcode: str) -> Spot | None:
    found = locate(postcode)
    return Spot(found.lat, found.lon, found.error_km) if found else None


def _joined_full(written: list[str]) -> bool:
    """Tell whether a full postcode was written without its space (ST42AB)."""
    return len(written) == 1 and len(written[0]) >= 5 and written[0][-3].isdigit()


def rests_on_minutes(ground: Ground, person: str) -> bool:
    """Tell whether a young person's verdicts rest on minutes, which are a router's."""
    one = ground.people[person]
    group = ground.groups.get(one.sibling_group or "", [one])
    return any("max_minutes" in need.parameters for p in group for need in p.needs)
