"""Small cases drawn to reach every corner of the criteria, not to look real."""

import json
import random
from datetime import date, timedelta
from typing import Any

from matching.case import Case

Record = dict[str, Any]

START = date(2009, 1, 1)
TYPES = ["short-term", "long-term", "step-down"]
GENDERS = ["female", "male"]
CODES = ["SELF_HARM", "FIRE", "MISSING"]
LEVELS = ["none known", "historic", "low", "medium", "high"]
OUTCODES = ["ST4", "ST1", "WS2", "B14", "B14 4", "ST4 2", "ZZ9"]
COURSES = ["attachment", "autism", "first-aid"]
WHEN = ["weekdays", "after school", "weekends", "nights"]


def random_case(seed: int, *, young_people: int = 6, households: int = 8) -> Case:
    """Draw one case; the same seed gives the same one."""
    draw = Draw(seed)
    people = draw.people(young_people)
    homes = [draw.household(n) for n in range(1, households + 1)]
    content: Record = {
        "as_of": "2026-11-22",
        "policy": draw.any(["step-down", {"base": "mainstream", "budget": True}]),
        "authorities": [
            {"id": "A1", "name": "One", "adjoining": ["A2"], "places": ["ST4", "ST1"]},
            {"id": "A2", "name": "Two", "adjoining": ["A1"], "places": ["WS2"]},
            {"id": "A3", "name": "Three", "adjoining": [], "places": ["B14"]},
        ],
        "young_people": people,
        "households": homes,
        "decisions": draw.decisions(people, homes),
        "previous_plan": {
            person["id"]: draw.any(homes)["id"] for person in draw.some(people)
        },
    }
    return Case.model_validate_json(json.dumps(content))


class Draw:
    """Choices from one seeded source."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def any(self, of: list[Any]) -> Any:
        return self.random.choice(of)

    def some(self, of: list[Any], least: int = 0) -> list[Any]:
        return self.random.sample(of, self.random.randint(least, len(of)))

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def known(self, value: Any, share: float = 0.85) -> Any:
        """Return the value or, now and then, nothing recorded."""
        return value if self.often(share) else None

    def place(self) -> Record:
        if self.often(0.2):
            return {"lat": 52.5 + self.random.random() / 2, "lon": -2.0}
        return {"postcode": self.any(OUTCODES)}

    def people(self, count: int) -> list[Record]:
        people = [self.person(n) for n in range(1, count + 1)]
        siblings = people[: self.any([0, 2, 3])]
        ids = [person["id"] for person in siblings]
        for person in siblings:
            person["sibling_group"] = "S1"
            person["authority"] = siblings[0]["authority"]
        if siblings and self.often(0.7):
            parts = [[ids[0]], ids[1:]]
            parameters = {"sub_groups": parts} if self.often(0.5) else {}
            strength = self.any(["essential", "essential", "preferred"])
            for person in siblings if self.often(0.7) else siblings[:1]:
                person["needs"].append(
                    {
                        "criterion": "siblings_together",
                        "strength": strength,
                        "parameters": parameters,
                    }
                )
        for person in people:
            others = [p["id"] for p in people if p is not person]
            person["cannot_live_with"] = [i for i in others if self.often(0.1)]
            if self.often(0.1):
                person["cannot_live_with"].append("P1")
        return people

    def person(self, number: int) -> Record:
        return {
            "id": f"C{number}",
            "authority": self.any(["A1", "A1", "A2"]),
            "born": (START + timedelta(self.random.randint(0, 5700))).isoformat(),
            "gender": self.known(self.any(GENDERS)),
            "priority": self.any(["urgent", "high", "standard"]),
            "needed_by": self.any(["2026-11-01", "2026-12-15", "2027-02-01"]),
            "placement_type": self.any(TYPES),
            "current_household": self.any([None, None, None, "H1"]),
            "home": self.known(self.place()),
            "school": self.known(self.place()),
            "languages": self.known(self.any([["en"], ["ur"], ["en", "pl"]])),
            "faith": self.known(self.any(["Muslim", "Sikh"]), 0.4),
            "cultures": self.known(["Kurdish", "Roma"], 0.3),
            "adaptations": self.known(["hoist"], 0.2),
            "behaviours": {
                code: {"level": self.any(LEVELS)} for code in self.some(CODES)
            },
            "needs": [self.need() for _ in range(self.random.randint(0, 4))],
            "avoid_places": [
                {"place": self.place(), "radius_km": self.any([2.0, 10.0, 25.0])}
                for _ in range(self.any([0, 0, 1, 2]))
            ],
        }

    def need(self) -> Record:
        criterion, parameters = self.any(self.every_need())
        strengths = ["essential", "strongly preferred", "preferred", "not known"]
        return {
            "criterion": criterion,
            "strength": "preferred"
            if criterion == "interests"
            else self.any(strengths),
            "parameters": parameters,
        }

    def every_need(self) -> list[tuple[str, Record]]:
        far = self.any([{"max_km": 12.0}, {"max_miles": 8.0}, {"max_minutes": 30.0}])
        transport = self.any([None, "carer", "taxi", "not settled"])
        return [
            ("solo", {}),
            ("no_children_under", {"age": self.random.randint(1, 12)}),
            ("youngest", {"gap_years": self.any([0, 2])}),
            ("oldest", {"gap_years": self.any([0, 2])}),
            ("no_children_of_gender", {"gender": self.any(GENDERS)}),
            ("with_other_children", {}),
            ("animals", {"avoid": self.any(["any", ["dog"], ["cat"]])}),
            ("animals", {"wants": ["dog"]}),
            ("two_carers", {}),
            ("carer_gender", {"includes": self.any(GENDERS)}),
            ("carer_gender", {"excludes": self.any(GENDERS)}),
            ("carer_at_home", {"when": self.some(WHEN, 1)}),
            ("experience", {"years": self.any([0.5, 3.0])}),
            ("experience", {"with": self.some(CODES, 1)}),
            ("experience", {"years": 2.0, "with": ["FIRE"]}),
            ("training", {"any_of": self.some(COURSES, 1)}),
            ("training", {"all_of": self.some(COURSES, 1)}),
            ("training_or_experience", {"years": 2.0, "any_of": ["autism"]}),
            ("smoke_free", {}),
            ("near", {"place": self.place(), **far}),
            ("keep_school", {"place": self.place(), "transport": transport, **far}),
            ("in_area", {"authority": self.any([None, "A2", "A3"])}),
            ("language", {"languages": self.any([["ur"], ["ur", "pl"]])}),
            ("faith", {"what": self.any([["Muslim"], ["Sikh", "Muslim"]])}),
            ("culture", {"what": self.any([["Roma"], ["Kurdish", "Roma"]])}),
            ("accessibility", {"adaptations": self.some(["hoist", "ramp"], 1)}),
            ("long_term", {}),
            ("driver", {}),
            ("setting", {"setting": self.any(["urban", "rural", "either"])}),
            ("interests", {"interests": self.some(["art", "music", "football"], 1)}),
            ("budget", {"weekly": 900.0}),
        ]

    def household(self, number: int) -> Record:
        living = self.placements(number)
        return {
            "id": f"H{number}",
            "offered_to": self.any([["A1"], ["A1", "A2"], ["A2"]]),
            "not_right_for": ["C2"] if number % 7 == 6 else [],
            "location": self.known(self.place()),
            "authority": self.known(self.any(["A1", "A2", "A3"]), 0.5),
            "status": self.known(
                self.any(["approved"] * 6 + ["in assessment", "on hold", "suspended"])
            ),
            "approval_expected": self.known("2027-01-10", 0.5),
            "terms": self.terms(len(living)),
            "exemptions": self.exemptions(living),
            "available_from": self.known(self.any(["2026-11-01", "2027-01-01"])),
            "bedrooms_free": self.known(self.random.randint(0, 3)),
            "sharing_agreements": self.agreements(living),
            "carers": self.known([self.carer() for _ in range(self.any([1, 2]))]),
            "other_adults": self.known(
                [
                    {"gender": self.known(self.any(GENDERS)), "smokes": smokes}
                    for smokes in self.some([True, False, None])
                ]
            ),
            "children": self.known(
                [
                    {
                        "age": self.random.randint(0, 17),
                        "gender": self.known(self.any(GENDERS)),
                    }
                    for _ in range(self.any([0, 0, 1, 2]))
                ]
            ),
            "placements": living,
            "animals": self.known(self.animals()),
            "considerations": {
                code: self.any(["yes", "yes", "yes with support", "discuss", "no"])
                for code in self.some(CODES)
            },
            "hopes": self.known(
                {"ages": [6, 14], "genders": self.some(GENDERS, 1)}, 0.6
            ),
            "takes_alone": self.known(self.any(["only", "can be", "can be", "no"])),
            "offers": self.known(self.some(TYPES)),
            "can_support": self.known(
                {"languages": ["ur"], "faiths": self.some(["Muslim"]), "cultures": []}
            ),
            "adaptations": self.known(
                [
                    {"kind": "hoist", "planned_for": self.any([None, "2027-03-01"])},
                    {"kind": "ramp"},
                ][: self.any([0, 1, 2])]
            ),
            "setting": self.known(self.any(["urban", "rural"])),
            "interests": self.known(self.some(["art", "music", "football"])),
            "weekly_fee": self.known(self.any([700.0, 1100.0])),
        }

    def placements(self, number: int) -> list[Record]:
        return [
            {
                "young_person": f"P{number}" if n == 0 else f"P{number}-{n}",
                "age": self.random.randint(1, 17),
                "gender": self.known(self.any(GENDERS)),
                "authority": self.known(self.any(["A1", "A2"])),
                "solo_promised": self.often(0.1),
                "siblings": self.any([[], ["C1"], ["C4", "C5", f"P{number}"]]),
                "cannot_live_with": self.any([[], [], ["C2"]]),
            }
            for n in range(self.any([0, 0, 0, 1, 2, 3]))
        ]

    def terms(self, living: int) -> Record | None:
        terms: Record = {
            "places": self.known(living + self.any([0, 1, 2, 3])),
            "ages": self.known(self.any([[0, 17], [4, 12], [10, 17]])),
            "genders": self.known(self.any([["any"], ["female"], ["female", "male"]])),
            "types": self.known(self.some(TYPES, 1)),
        }
        return self.any([terms, terms, terms, {}, None])

    def exemptions(self, living: list[Record]) -> list[Record]:
        if self.often(0.6):
            return []
        named = [f"C{n}" for n in range(1, 7)]
        named += [placement["young_person"] for placement in living]
        return [
            {
                "authority": self.any(["A1", "A2", "A3"]),
                "young_people": named if self.often(0.7) else named[:4],
                "valid_from": "2026-01-01",
                "valid_to": self.any([None, None, "2026-12-31"]),
            }
        ]

    def agreements(self, living: list[Record]) -> list[Record]:
        pairs = [["C1", "C2"], ["C3", "C4"]]
        if living:
            pairs += [[c, living[0]["young_person"]] for c in ("C1", "C3", "C5")]
        return [
            {
                "between": pair,
                "agreed_by": self.some(["A1", "A2"], 1),
                "agreed_on": "2026-10-01",
            }
            for pair in pairs
            if self.often(0.5)
        ]

    def animals(self) -> list[Record]:
        return [
            {
                "species": species,
                "count": self.random.randint(1, 3),
                "kept_apart": self.any(["yes", "sometimes", "no", None]),
            }
            for species in self.some(["dog", "cat"])
        ]

    def carer(self) -> Record:
        return {
            "gender": self.known(self.any(GENDERS)),
            "drives": self.known(self.often(0.7)),
            "smokes": self.known(self.often(0.2)),
            "languages": self.known(self.some(["en", "ur", "pl"])),
            "faith": self.known(self.any(["Muslim", "Sikh", "None"])),
            "cultures": self.known(self.some(["Kurdish", "Roma"])),
            "at_home": self.known(self.some(WHEN)),
            "fostering_since": self.known(self.any(["2019-05-01", "2026-03-01"])),
            "experience": self.known(
                {
                    code: self.any(["none", "training only", "some", "extensive"])
                    for code in self.some(CODES)
                }
            ),
            "training": self.known(self.some(COURSES)),
            "training_booked": self.known(
                [
                    {"course": course, "booked_for": "2027-01-05"}
                    for course in self.some(COURSES)
                ]
            ),
        }

    def decisions(self, people: list[Record], homes: list[Record]) -> Record:
        fixed, ruled_out = [], []
        for person in people:
            pair = {"young_person": person["id"], "household": self.any(homes)["id"]}
            if self.often(0.05):
                fixed.append(pair)
            elif self.often(0.2):
                ruled_out.append(pair)
        return {"fixed": fixed, "ruled_out": ruled_out}
