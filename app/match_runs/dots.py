"""Where options are: a map of dots, one an outcode, with no streets and no tiles.

Nothing on it is more exact than an outcode's middle. The young person's own places and
the areas to stay away from are given by their authority's pages alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from app.web.charts import Dot, Map
from matching.criteria.words import plural
from matching.places import great_circle_km, locate, outcode_of

KM_A_DEGREE = 111.2
KM_A_MILE = 1.609344
WIDTH, MOST_HEIGHT, EDGE = 600, 500, 60
LEAST_KM = 8
"""Places nearer to each other than this are not drawn further apart."""


@dataclass(frozen=True, slots=True)
class Row:
    """An outcode: its options, and about how many miles it is from each place."""

    outcode: str
    homes: Sequence[str]
    miles: Sequence[int]


@dataclass(frozen=True, slots=True)
class Where:
    """A map and its table."""

    map: Map
    places: Sequence[str]
    rows: Sequence[Row]


def where(
    homes: Iterable[tuple[str, str]], record: Mapping[str, Any] | None
) -> Where | None:
    """Map homes, pairs of a name and an outcode; None where none is located.

    ``record`` is the young person's, for those who may see all of it.
    """
    at: dict[str, list[str]] = {}
    for name, outcode in homes:
        if locate(outcode):
            at.setdefault(outcode, []).append(name)
    if not at:
        return None
    places = _places(record or {})
    avoided = [
        (locate(one["place"].get("postcode") or ""), float(one["radius_km"]))
        for one in (record or {}).get("avoid_places", [])
    ]
    marks = [(locate(o), _label(o, names), "home", 0.0) for o, names in at.items()]
    marks += [(locate(o), f"{name} ({o})", "place", 0.0) for name, o in places]
    marks += [(middle, "Stay away", "avoid", km) for middle, km in avoided]
    found = [(m.lat, m.lon, *rest) for m, *rest in marks if m]
    rows = [
        Row(outcode, names, [_miles(outcode, place) for _, place in places])
        for outcode, names in sorted(at.items())
    ]
    said = f"{plural(sum(map(len, at.values())), 'option')} in "
    said += f"{plural(len(at), 'postcode area')}, each drawn at its middle."
    for number, (name, _) in enumerate(places[:1]):
        nearest = min(row.miles[number] for row in rows)
        said += f" The nearest is about {plural(nearest, 'mile')} from: {name.lower()}."
    return Where(_drawn(said, found), [name for name, _ in places], rows)


def _places(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the places a young person's needs name, each once, with its outcode."""
    titles = {"school": "School", "home": "Family home", "contact": "Family time"}
    found: dict[tuple[str, str], None] = {}
    for need in record.get("needs", []):
        given = need.get("parameters", need)
        place = given.get("place") or {}
        outcode = outcode_of(place.get("postcode") or "")
        if outcode and locate(outcode):
            why = "school" if need["criterion"] == "keep_school" else given.get("why")
            found[titles.get(str(why), "A place that matters"), outcode] = None
    return list(found)


def _label(outcode: str, names: Sequence[str]) -> str:
    return f"{outcode}: {names[0] if len(names) == 1 else plural(len(names), 'home')}"


def _miles(one: str, other: str) -> int:
    first, second = locate(one), locate(other)
    if first is None or second is None:
        raise ValueError("both were located")
    km = great_circle_km(first.lat, first.lon, second.lat, second.lon)
    return round(float(km) / KM_A_MILE)


def _drawn(said: str, found: Sequence[tuple[Any, ...]]) -> Map:
    """Lay marks out on a plane, north up, all of each disc inside the picture."""
    narrow = cos(radians(sum(lat for lat, *_ in found) / len(found)))
    flat = [
        (lon * KM_A_DEGREE * narrow, -lat * KM_A_DEGREE, label, kind, km)
        for lat, lon, label, kind, km in found
    ]
    left, right = min(x - km for x, *_, km in flat), max(x + km for x, *_, km in flat)
    top = min(y - km for _, y, *_, km in flat)
    bottom = max(y + km for _, y, *_, km in flat)
    wide, high = max(right - left, LEAST_KM), max(bottom - top, LEAST_KM)
    scale = min((WIDTH - 2 * EDGE) / wide, (MOST_HEIGHT - 2 * EDGE) / high)
    height = round(high * scale + 2 * EDGE)
    dots = [
        Dot(
            round(WIDTH / 2 + (x - (left + right) / 2) * scale, 1),
            round(height / 2 + (y - (top + bottom) / 2) * scale, 1),
            label,
            kind,
            round(km * scale, 1),
        )
        for x, y, label, kind, km in flat
    ]
    ten = round(10 * KM_A_MILE * scale, 1)
    return Map(said, dots, WIDTH, height, ten)
