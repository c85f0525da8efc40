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
BESIDE, LINE, LETTER = 22, 20, 9
"""Pixels between marks of one outcode, from one label down to the next, and a letter's
width."""
LEAST_KM = 8
"""Places nearer to each other than this are not drawn further apart."""


@dataclass(frozen=True, slots=True)
class Row:
    """An outcode: its options, and about how far it is from each place, in words."""

    outcode: str
    homes: Sequence[str]
    distances: Sequence[str]


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
        Row(outcode, names, [_distance(outcode, place) for _, place in places])
        for outcode, names in sorted(at.items())
    ]
    said = f"{plural(sum(map(len, at.values())), 'option')} in "
    said += f"{plural(len(at), 'postcode area')}, each drawn at its middle."
    for name, place in places[:1]:
        nearest = min(at, key=lambda outcode: _miles(outcode, place))
        said += f" The nearest to {name.lower()}: {_distance(nearest, place)}."
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


def _distance(one: str, other: str) -> str:
    if one == other:
        return "the same postcode area"
    return plural(max(1, round(_miles(one, other))), "mile")


def _miles(one: str, other: str) -> float:
    first, second = locate(one), locate(other)
    if first is None or second is None:
        raise ValueError("both were located")
    km = great_circle_km(first.lat, first.lon, second.lat, second.lon)
    return float(km) / KM_A_MILE


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
    dots: list[Dot] = []
    for x, y, label, kind, km in flat:
        across = round(WIDTH / 2 + (x - (left + right) / 2) * scale, 1)
        down = round(height / 2 + (y - (top + bottom) / 2) * scale, 1)
        if any((across, down) == (dot.x, dot.y) for dot in dots):
            # Side by side: both are somewhere in this outcode.
            across -= BESIDE
        at = _free(across, down, label, dots)
        dots.append(Dot(across, down, label, at, kind, round(km * scale, 1)))
    ten = round(10 * KM_A_MILE * scale, 1)
    return Map(said, dots, WIDTH, height, ten)


def _free(x: float, y: float, label: str, others: Sequence[Dot]) -> float:
    """Return how far down a label stands on no other one."""
    begins, ends = _span(x, label)
    for other in sorted(others, key=lambda dot: dot.label_y):
        first, last = _span(other.x, other.label)
        if first < ends and begins < last and abs(other.label_y - y) < LINE:
            y = other.label_y + LINE
    return y


def _span(x: float, label: str) -> tuple[float, float]:
    """Return from where to where about a label goes: away from the nearer edge."""
    wide = LETTER * len(label) + BESIDE
    return (x - wide, x) if x > WIDTH / 2 else (x, x + wide)
