"""Invented young people who wait for a family."""

from dataclasses import dataclass
from datetime import date, timedelta

from matching.region import heritage, names, rates, words
from matching.region.areas import Area, Ground
from matching.region.draw import Draw, Record, kept
from matching.region.heritage import Heritage


@dataclass(frozen=True, slots=True)
class Family:
    """What brothers and sisters have in common; most families here are of one.

    ``together`` is how much living together matters (None where nobody says), and
    ``sub_groups`` the parts they may be split into.
    """

    ids: tuple[str, ...]
    area: Area
    home: str
    family_time: str
    heritage: Heritage
    needed_by: str
    priority: str
    together: str | None
    sub_groups: list[list[str]]


@dataclass(frozen=True, slots=True)
class Child:
    """A young person before their needs are written down.

    ``avoid`` are areas they need to stay away from, as outcode and km.
    """

    id: str
    family: Family
    age: int
    gender: str
    school: str
    placement_type: str
    behaviours: dict[str, Record]
    avoid: list[tuple[str, float]]
    interests: list[str]
    adaptations: list[str]

    def has(self, because: dict[str, float]) -> float:
        """Return the highest share among the behaviours that are recorded."""
        now = (c for c, b in self.behaviours.items() if b["level"] != "none known")
        return max((because.get(code, 0.0) for code in now), default=0.0)


def family(draw: Draw, ground: Ground, ids: tuple[str, ...]) -> Family:
    """Draw a family somewhere in the region."""
    area = draw.any(ground.areas)
    home = draw.any(area.outcodes)
    priority = draw.one(rates.PRIORITY)
    return Family(
        ids=ids,
        area=area,
        home=home,
        family_time=draw.any(ground.near(home)[:6]),
        heritage=heritage.heritage(draw, heritage.YOUNG_PEOPLE),
        needed_by=draw.day(5, 21) if priority == "urgent" else draw.day(14, 84),
        priority=priority,
        together=draw.one(rates.TOGETHER) if len(ids) > 1 else None,
        sub_groups=[[*ids[:2]], [*ids[2:]]]
        if len(ids) > 2 and draw.often(rates.SUB_GROUPS)
        else [],
    )


def children(draw: Draw, ground: Ground, family: Family) -> list[Child]:
    """Draw the young people of a family, eldest first."""
    age = draw.one(rates.AGES)
    ages = [age]
    for _ in family.ids[1:]:
        ages.append(max(ages[-1] - draw.number(1, 3), rates.YOUNGEST_SIBLING))
    genders = [draw.one(rates.GENDER) for _ in ages]
    behaviours = [_behaviours(draw, age) for age in ages]
    avoid = _avoided(draw, ground, family, behaviours)
    placement_type = draw.one(rates.PLACEMENT_TYPE)
    return [
        Child(
            id=family.ids[n],
            family=family,
            age=ages[n],
            gender=genders[n],
            school=draw.any(ground.near(family.home)[:5]),
            placement_type=placement_type,
            behaviours=behaviours[n],
            avoid=avoid,
            interests=draw.some(names.INTERESTS, 1, 4),
            adaptations=draw.some(names.ADAPTATIONS, 1, 2)
            if "DISAB" in behaviours[n]
            else [],
        )
        for n in range(len(ages))
    ]


def _avoided(
    draw: Draw, ground: Ground, family: Family, behaviours: list[dict[str, Record]]
) -> list[tuple[str, float]]:
    because = rates.AVOID_PLACE_BECAUSE
    shares = [because.get(code, 0.0) for found in behaviours for code in found]
    if not draw.often(max([rates.AVOID_PLACE, *shares])):
        return []
    return [(draw.any(ground.near(family.home)), draw.any([3.0, 5.0, 8.0, 10.0]))]


def record(draw: Draw, child: Child, needs: list[Record]) -> Record:
    """Write a young person down as the case file holds them."""
    family = child.family
    own = family.heritage
    faith = own.faith if own.faith != heritage.NO_FAITH and draw.often(0.5) else None
    return kept(
        {
            "id": child.id,
            "authority": family.area.id,
            "born": _born(draw, child.age),
            "gender": child.gender,
            "priority": family.priority,
            "needed_by": family.needed_by,
            "placement_type": child.placement_type,
            "sibling_group": f"S-{family.ids[0]}" if len(family.ids) > 1 else None,
            "home": draw.fact({"postcode": family.home}, "social worker"),
            "school": draw.fact({"postcode": child.school}, "virtual school"),
            "languages": draw.fact(own.languages, "family"),
            "faith": draw.fact(faith, "family") if faith else None,
            "cultures": draw.fact([own.culture], "family") if own.culture else None,
            "adaptations": draw.fact(child.adaptations, "health")
            if child.adaptations
            else None,
            "interests": draw.fact(child.interests, "young person"),
            "behaviours": child.behaviours,
            "avoid_places": [_avoid(draw, *place) for place in child.avoid],
            "support_offered": _support(draw),
        }
    ) | {"needs": needs}


def monitored(child: Child) -> Record:
    """Return what the fairness report counts by."""
    by_behaviour = {"ASD": "AUT", "LD": "LD", "DISAB": "MOB", "ADHD": "BEH"}
    codes = [label for code, label in by_behaviour.items() if code in child.behaviours]
    return {
        "ethnicity": child.family.heritage.ethnicity,
        "disability": codes or ["NONE"],
        "gender": child.gender,
    }


def voice(draw: Draw, child: Child, needs: list[Record]) -> str:
    """Say what they would like us to know, in words that agree with their needs."""
    own = [words.VOICES[key] for key in map(spoken_of, needs) if key in words.VOICES]
    said = [draw.any(lines) for lines in draw.some(own, 1, 2)]
    said.append(draw.any(words.ANYBODYS_VOICE))
    if draw.often(0.4):
        said.append(f"I like {' and '.join(child.interests[:2])}.")
    return " ".join(said)


def spoken_of(need: Record) -> str:
    """Return under which key words are kept for a need."""
    code, parameters = need["criterion"], need["parameters"]
    part = {
        "near": parameters.get("why"),
        "animals": next(iter(parameters), None),
        "setting": parameters.get("setting"),
    }.get(code)
    return f"{code} {part}" if part else str(code)


def _born(draw: Draw, age: int) -> str:
    """Draw a birthday so that they are this old today."""
    today = draw.as_of
    last = _years_before(today, age)
    first = _years_before(today, age + 1) + timedelta(days=1)
    return (first + timedelta(days=draw.number(0, (last - first).days))).isoformat()


def _years_before(day: date, years: int) -> date:
    # The last day of February has its birthday on the first of March.
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - years)


def _behaviours(draw: Draw, age: int) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for code, share in rates.BEHAVIOURS.items():
        if age >= rates.NOT_BEFORE_AGE.get(code, 0) and draw.often(share):
            found[code] = _behaviour(draw, code)
        elif code in rates.CHECKED and draw.often(rates.CHECKED_NONE_KNOWN):
            found[code] = {
                "level": "none known",
                "source": "social worker",
                "confirmed_on": draw.confirmed(risk=True),
            }
    return found


def _behaviour(draw: Draw, code: str) -> Record:
    helps = words.WHAT_HELPS_WITH.get(code, words.WHAT_HELPS)
    known = {
        "what_helps": draw.any(helps) if draw.often(0.8) else None,
        "source": draw.any(["children's home", "social worker", "health"]),
        "confirmed_on": draw.confirmed(risk=True),
    }
    if code in rates.CONDITIONS:
        return kept({"level": draw.one(rates.LEVELS_OF_CONDITIONS), **known})
    level = draw.one(rates.LEVELS)
    past = level == "historic"
    ago = timedelta(days=draw.number(400, 900) if past else draw.number(20, 240))
    return kept(
        {
            "level": level,
            "last_incident": (draw.as_of - ago).strftime("%Y-%m"),
            "frequency": None if past else draw.any(words.FREQUENCIES),
            **known,
        }
    )


def _avoid(draw: Draw, outcode: str, km: float) -> Record:
    return {
        "place": {"postcode": outcode},
        "radius_km": km,
        "reason": draw.any(words.REASONS["avoid"]),
        "source": draw.any(["social worker", "young person"]),
        "confirmed_on": draw.confirmed(risk=True),
    }


def _support(draw: Draw) -> list[Record]:
    if not draw.often(rates.SUPPORT_OFFERED):
        return []
    amounts = {
        "key worker": "6 hours a week",
        "clinical advice": "3 sessions in the first 18 weeks",
        "short breaks": "one weekend a month",
        "mentor": "2 hours a week",
        "transport to school": "until the summer",
    }
    return [
        {"kind": kind, "amount": amounts[kind]} for kind in draw.some([*amounts], 1, 3)
    ]
