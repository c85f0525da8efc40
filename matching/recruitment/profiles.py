"""Kinds of home a service could recruit, and what each would be as a household."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from matching.case import Authority, Case, Code, Household

YEARS = 5
TRAINING = ("therapeutic-parenting", "attachment", "trauma-informed-care")


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of home, as a recruitment team would look for it.

    What it asks of people: to be two, to have no other children at home, no animals,
    and to have fostered before. All of them have training, a spare room, time during
    the week, and say yes with support to what a young person brings.
    """

    two_carers: bool
    no_children: bool
    no_animals: bool
    fostered_before: bool

    @property
    def asks(self) -> int:
        """How much it asks of people: of two kinds that do as well, look for less."""
        return (
            self.two_carers + self.no_children + self.no_animals + self.fostered_before
        )

    @property
    def words(self) -> str:
        """The kind of home in words, to follow "a home with"."""
        return ", ".join(
            (
                "two carers" if self.two_carers else "one carer",
                "no other children" if self.no_children else "a teenager at home",
                "no animals" if self.no_animals else "a dog that can be kept apart",
                f"{YEARS} years of fostering"
                if self.fostered_before
                else "new to fostering",
            )
        )

    def household(self, key: str, area: Authority, outcode: str, case: Case) -> Any:
        """Return a household of this kind, everything recorded and confirmed."""
        today = case.as_of.isoformat()
        since = case.as_of.replace(year=case.as_of.year - YEARS, day=1).isoformat()
        met = "some" if self.fostered_before else "training only"
        carer = {
            "gender": "female",
            "drives": True,
            "smokes": False,
            "languages": ["en"],
            "cultures": [],
            "at_home": ["weekdays", "after school", "weekends", "nights"],
            "fostering_since": since if self.fostered_before else today,
            "experience": dict.fromkeys(Code, met),
            "training": list(TRAINING),
        }
        dog = {"species": "dog", "kept_apart": "yes"}
        facts: dict[str, Any] = {
            "location": {"postcode": outcode},
            "status": "approved",
            "terms": {},
            "available_from": today,
            "bedrooms_free": 1,
            "carers": [carer, carer | {"gender": "male"}][: 1 + self.two_carers],
            "other_adults": [],
            "children": [] if self.no_children else [{"age": 16}],
            "animals": [] if self.no_animals else [dog],
            "takes_alone": "can be",
            "hopes": {},
            "offers": ["short-term", "long-term", "step-down"],
            "can_support": {},
            "adaptations": [],
            "interests": [],
        }
        return {
            "id": key,
            "offered_to": [authority.id for authority in case.authorities],
            "authority": area.id,
            "considerations": {
                code: {"answer": "yes with support", "confirmed_on": today}
                for code in Code
            },
            **{
                name: {"value": value, "confirmed_on": today}
                for name, value in facts.items()
            },
        }


PROFILES = tuple(Profile(*asked) for asked in product((False, True), repeat=4))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One home that does not exist: a kind of home at one place."""

    profile: Profile
    area: Authority
    outcode: str
    household: Household


def candidates(case: Case) -> Iterator[Candidate]:
    """Yield every kind of home at every outcode of the case's authorities."""
    taken = {home.id for home in case.households}
    for area in case.authorities:
        for outcode in area.places:
            for number, profile in enumerate(PROFILES):
                key = f"new {area.id} {outcode} {number}"
                while key in taken:
                    key += "+"
                record = profile.household(key, area, outcode, case)
                yield Candidate(
                    profile,
                    area,
                    outcode,
                    Household.model_validate_json(json.dumps(record)),
                )
