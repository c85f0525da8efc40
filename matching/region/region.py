"""The demonstration region: one seed, one fictional region that looks real."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.case import Case
from matching.region import links, names, rates
from matching.region.areas import Ground, ground_for
from matching.region.carers import label
from matching.region.draw import Draw, Record
from matching.region.homes import household
from matching.region.needs import needs
from matching.region.people import Child, children, family, monitored, record, voice

Vacancy = Literal["plenty", "scarce"]


@dataclass(frozen=True, slots=True)
class Region:
    """A region's case as plain data, and the words a service needs beside it.

    ``agencies`` are names by id. ``sharing_names`` and ``voices`` (what a young person
    would like us to know) are by the young person's id, ``labels`` (what a household
    is called) by the household's.
    """

    content: Record
    agencies: dict[str, str]
    sharing_names: dict[str, str]
    voices: dict[str, str]
    labels: dict[str, str]

    @property
    def text(self) -> bytes:
        """The case as JSON."""
        return json.dumps(self.content).encode()

    @property
    def case(self) -> Case:
        """The case."""
        return Case.model_validate_json(self.text)


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
    ground = ground_for(households)
    works_with = _agencies(draw, ground)
    homes = _homes(draw, ground, works_with, households, rates.VACANCY[vacancy])
    waiting = _waiting(draw, ground, young_people)
    asked = [needs(draw, ground, child) for child in waiting]
    people = [record(draw, c, n) for c, n in zip(waiting, asked, strict=True)]
    links.cannot_live_with(draw, people, homes)
    links.agreements(draw, people, homes)
    content: Record = {
        "as_of": as_of.isoformat(),
        "policy": "step-down",
        "authorities": _authorities(ground),
        "households": homes,
        "young_people": people,
        "decisions": {"fixed": [], "ruled_out": []},
        "previous_plan": links.previous_plan(draw, people, homes),
        "monitoring": {child.id: monitored(child) for child in waiting},
    }
    ids = [child.id for child in waiting]
    return Region(
        content=content,
        agencies=dict(zip(works_with, names.agencies(len(works_with)), strict=True)),
        sharing_names={key: names.sharing_name(n) for n, key in enumerate(ids)},
        voices={c.id: voice(draw, c, n) for c, n in zip(waiting, asked, strict=True)},
        labels={home["id"]: label(draw, home["carers"]["value"]) for home in homes},
    )


def _authorities(ground: Ground) -> list[Record]:
    return [
        {
            "id": area.id,
            "name": area.name,
            "adjoining": next_door,
            "places": [*area.outcodes],
        }
        for area, next_door in zip(ground.areas, ground.adjoining(), strict=True)
    ]


def _agencies(draw: Draw, ground: Ground) -> dict[str, list[int]]:
    """Say which authorities each agency works with: those around where it is.

    Every authority is worked with by at least two.
    """
    count = max(len(ground.areas) * 5 // 7, len(names.AGENCIES))
    based = [n * len(ground.areas) // count for n in range(count)]
    works_with = {
        f"F{n}": ground.from_nearest(base)[: draw.number(*rates.AUTHORITIES_AN_AGENCY)]
        for n, base in enumerate(based, 1)
    }
    for area in range(len(ground.areas)):
        nearest = sorted(
            works_with, key=lambda f: ground.from_nearest(area).index(works_with[f][0])
        )
        for agency in nearest:
            if sum(area in theirs for theirs in works_with.values()) >= 2:
                break
            if area not in works_with[agency]:
                works_with[agency].append(area)
    return works_with


def _homes(
    draw: Draw,
    ground: Ground,
    works_with: dict[str, list[int]],
    count: int,
    vacancy: float,
) -> list[Record]:
    offered = {
        agency: [ground.areas[area].id for area in sorted(theirs)]
        for agency, theirs in works_with.items()
    }
    homes = []
    for number in range(1, count + 1):
        agency = draw.any([*works_with])
        area = ground.areas[draw.any(works_with[agency])]
        home = household(draw, number, area, draw.often(vacancy))
        homes.append(home | {"agency": agency, "offered_to": [*offered[agency]]})
    return homes


def _waiting(draw: Draw, ground: Ground, count: int) -> list[Child]:
    """Draw the young people who wait, brothers and sisters one after another."""
    sizes = _group_sizes(draw, count)
    waiting: list[Child] = []
    for size in sizes:
        first = len(waiting) + 1
        ids = tuple(f"C{number:04d}" for number in range(first, first + size))
        waiting += children(draw, ground, family(draw, ground, ids))
    return waiting


def _group_sizes(draw: Draw, count: int) -> list[int]:
    in_groups = round(count * rates.IN_SIBLING_GROUP)
    sizes: list[int] = []
    while in_groups - sum(sizes) >= 2:
        sizes.append(min(draw.one(rates.SIBLING_GROUP_SIZES), in_groups - sum(sizes)))
    sizes += [1] * (count - sum(sizes))
    draw.random.shuffle(sizes)
    return sizes
