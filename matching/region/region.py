"""The demonstration region: one seed, one fictional region that looks real."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from matching.case import Case
from matching.region import names, rates
from matching.region.draw import Draw
from matching.region.homes import household
from matching.region.people import young_person

Record = dict[str, Any]
Vacancy = Literal["plenty", "scarce"]


@dataclass(frozen=True, slots=True)
class Region:
    """A region's case as plain data, and the words a service needs beside it.

    ``agencies`` and ``sharing_names``, ``voices`` and ``labels`` are by id.
    """

    content: Record
    agencies: dict[str, str]
    sharing_names: dict[str, str]
    voices: dict[str, str]
    labels: dict[str, str]

    @property
    def text(self) -> bytes:
        """The case as JSON."""
        return json.dumps(self.content, indent=1).encode()

    @property
    def case(self) -> Case:
        """The case."""
        return Case.model_validate_json(json.dumps(self.content))


def region(
    seed: int = 1,
    *,
    young_people: int = 111,
    households: int = 600,
    vacancy: Vacancy = "plenty",
    as_of: date = rates.AS_OF,
) -> Region:
    """Make a region. The same arguments make the same region, everywhere."""
    draw = Draw(seed, as_of)
    areas = _authorities()
    agencies = {f"F{n}": name for n, name in enumerate(names.AGENCIES, 1)}
    works_with = {
        agency: sorted(a["id"] for a in draw.some(areas, 3, 6)) for agency in agencies
    }
    homes = []
    for number in range(1, households + 1):
        agency = draw.any(list(agencies))
        area = draw.any([a for a in areas if a["id"] in works_with[agency]])
        home = household(draw, number, area, agency, draw.often(rates.VACANCY[vacancy]))
        home["offered_to"] = works_with[agency]
        homes.append(home)
    people = _people(draw, young_people, areas)
    previous = {
        person["id"]: draw.any(homes)["id"]
        for person in people
        if homes and draw.often(0.06)
    }
    content: Record = {
        "as_of": as_of.isoformat(),
        "policy": "step-down",
        "authorities": areas,
        "households": homes,
        "young_people": people,
        "previous_plan": previous,
        "monitoring": {
            person["id"]: {"ethnicity": draw.one(rates.ETHNICITY)} for person in people
        },
    }
    return Region(
        content,
        agencies,
        {p["id"]: _name(n) for n, p in enumerate(people)},
        {p["id"]: draw.any(names.VOICES) for p in people},
        {h["id"]: _label(draw, h) for h in homes},
    )


def _authorities() -> list[Record]:
    ids = {name: f"A{n}" for n, name in enumerate(names.AUTHORITIES, 1)}
    return [
        {
            "id": ids[name],
            "name": name,
            "adjoining": [ids[other] for other in names.ADJOINING[name]],
            "places": places,
        }
        for name, places in names.AUTHORITIES.items()
    ]


def _people(draw: Draw, count: int, areas: list[Record]) -> list[Record]:
    people: list[Record] = []
    while len(people) < count:
        area = draw.any(areas)
        number = len(people) + 1
        age = draw.one(rates.AGES)
        left = count - len(people)
        if left >= 2 and draw.often(rates.IN_SIBLING_GROUP / 2):
            people += _siblings(
                draw, number, area, age, min(left, draw.one({2: 7, 3: 2, 4: 1}))
            )
        else:
            people.append(young_person(draw, number, area, age))
    return people


def _siblings(
    draw: Draw, number: int, area: Record, age: int, count: int
) -> list[Record]:
    ages = [max(age - 2 * n, 4) for n in range(count)]
    group = [young_person(draw, number + n, area, a) for n, a in enumerate(ages)]
    strength = draw.one({"essential": 5, "strongly preferred": 3, "none": 2})
    for member in group:
        member["sibling_group"] = f"S{number}"
        member["needed_by"] = group[0]["needed_by"]
        # Brothers and sisters are company for each other.
        member["needs"] = [
            n
            for n in member["needs"]
            if n["criterion"]
            not in ("solo", "no_children_under", "youngest", "no_children_of_gender")
        ]
        if strength != "none":
            ids = [m["id"] for m in group]
            parts = {"sub_groups": [ids[:2], ids[2:]]} if count > 2 else {}
            member["needs"].append(
                {
                    "criterion": "siblings_together",
                    "strength": strength,
                    "parameters": parts if strength == "essential" else {},
                    "reason": "They have always lived together",
                    "source": "social worker",
                    "confirmed_on": draw.confirmed(),
                }
            )
    return group


def _name(number: int) -> str:
    again, place = divmod(number, len(names.SHARING_NAMES))
    return names.SHARING_NAMES[place] + (f" {chr(65 + again)}" if again else "")


def _label(draw: Draw, home: Record) -> str:
    carers = home["carers"]["value"]
    return " and ".join(draw.some(names.CARERS, len(carers), len(carers)))
