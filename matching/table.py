"""The case as NumPy columns, one row a household, so that rules judge arrays."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.case import Case, Fact, Household, Place
from matching.places import great_circle_km, locate
from matching.travel import Travel

T = TypeVar("T")

UNDATED = 0
"""The day of a fact that is recorded without a date."""
ALWAYS = np.iinfo(np.int32).max
"""The day of a fact that cannot grow old, such as one that is not there."""


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of every household. ``of`` returns None where nothing is recorded."""

    name: str
    of: Callable[[Household], Any]
    dtype: type = np.int32
    missing: Any = -1


@dataclass(frozen=True, slots=True)
class Children:
    """Every child who lives in any of the homes: one row a child, in row order.

    ``home`` is the household's row, ``age`` in completed years, ``female`` and ``male``
    as recorded (neither where gender is not), ``fostered`` for live placements.
    """

    home: NDArray[np.intp]
    age: NDArray[np.int16]
    female: NDArray[np.bool_]
    male: NDArray[np.bool_]
    fostered: NDArray[np.bool_]


class Table:
    """Columns over all households of a case, each made once, when first asked for."""

    def __init__(self, case: Case, travel: Travel) -> None:
        self.case = case
        self.travel = travel
        self.households: list[Household] = sorted(case.households, key=lambda h: h.id)
        self._columns: dict[str, tuple[NDArray[Any], NDArray[np.bool_]]] = {}
        self._made: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self.households)

    def column(
        self, column: Column, rows: NDArray[np.intp] | None = None
    ) -> NDArray[Any]:
        """Return the column over all households or these rows, shape (rows,).

        Only what nobody asked for before is worked out: most columns speak of what one
        young person needs, and are looked at for the homes offered to them alone.
        """
        if rows is None:
            rows = np.arange(len(self))
        made = self._columns.get(column.name)
        if made is None:
            nothing: NDArray[Any] = np.full(len(self), column.missing, column.dtype)
            made = (nothing, np.zeros(len(self), dtype=np.bool_))
            self._columns[column.name] = made
        values, known = made
        wanted = rows[~known[rows]]
        if len(wanted):
            found = [column.of(self.households[row]) for row in wanted.tolist()]
            values[wanted] = [column.missing if v is None else v for v in found]
            known[wanted] = True
        return values[rows]

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what ``make`` returns, made when first asked for."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    @cached_property
    def children(self) -> Children:
        """Every child at home, born to the family or fostered, as flat arrays."""
        rows: list[tuple[int, int, str | None, bool]] = []
        for row, home in enumerate(self.households):
            rows += [(row, c.age, c.gender, False) for c in home.children.value or ()]
            rows += [(row, p.age, p.gender, True) for p in home.placements.value]
        home_row, age, gender, fostered = (
            zip(*rows, strict=True) if rows else ((), (), (), ())
        )
        return Children(
            home=np.array(home_row, dtype=np.intp),
            age=np.array(age, dtype=np.int16),
            female=np.array([g == "female" for g in gender], dtype=np.bool_),
            male=np.array([g == "male" for g in gender], dtype=np.bool_),
            fostered=np.array(fostered, dtype=np.bool_),
        )

    @cached_property
    def _coordinates(self) -> NDArray[np.float64]:
        found = [whereabouts(h.location.value) for h in self.households]
        return np.array(found, dtype=np.float64).reshape(len(self), 3)

    @property
    def position(self) -> NDArray[np.float64]:
        """Latitude and longitude, shape (households, 2); NaN where not known."""
        return self._coordinates[:, :2]

    @property
    def position_error_km(self) -> NDArray[np.float64]:
        """How far the true place may lie from ``position`` (95 in 100), in km."""
        return self._coordinates[:, 2]

    def offered(self, authority: str) -> NDArray[np.intp]:
        """Return the rows of the households offered to this authority."""
        return self._offered.get(authority, np.zeros(0, dtype=np.intp))

    @cached_property
    def _offered(self) -> dict[str, NDArray[np.intp]]:
        rows: dict[str, list[int]] = {}
        for row, home in enumerate(self.households):
            for authority in dict.fromkeys(home.offered_to):
                rows.setdefault(authority, []).append(row)
        return {name: np.array(them, dtype=np.intp) for name, them in rows.items()}


@dataclass(frozen=True, slots=True)
class Homes:
    """Some rows of the table: the homes one young person is judged against.

    ``together`` says for each home how much of the young person's sibling group could
    live there (see siblings.py), once that is known.
    """

    table: Table
    rows: NDArray[np.intp]
    together: NDArray[np.int8] | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, positions: NDArray[np.intp]) -> "Homes":
        """Return the homes at these positions."""
        together = None if self.together is None else self.together[positions]
        return Homes(self.table, self.rows[positions], together)

    def column(self, column: Column) -> NDArray[Any]:
        """Return the column over these homes, shape (homes,)."""
        return self.table.column(column, self.rows)

    def km_from(self, place: Place) -> tuple[NDArray[np.float64], float]:
        """Return km to each home (NaN where not known) and the place's own error."""
        lat, lon, error = whereabouts(place)
        there = self.position
        return great_circle_km(lat, lon, there[:, 0], there[:, 1]), error

    def minutes_from(self, place: Place) -> NDArray[np.float64]:
        """Return travel minutes from each home to the place; NaN where not known."""
        lat, lon, _ = whereabouts(place)
        end = np.array([[lat, lon]])
        return self.table.travel.minutes(self.position, end)[:, 0]

    @property
    def position(self) -> NDArray[np.float64]:
        """Latitude and longitude of these homes, shape (homes, 2)."""
        return self.table.position[self.rows]

    @property
    def position_error_km(self) -> NDArray[np.float64]:
        """How far each true place may lie from its position (95 in 100), in km."""
        return self.table.position_error_km[self.rows]

    def per_home(
        self, of_child: NDArray[np.bool_], among: Children
    ) -> NDArray[np.intp]:
        """Count the children for whom ``of_child`` holds in each home."""
        counts = np.bincount(among.home[of_child], minlength=len(self.table))
        return counts[self.rows]

    def household(self, i: int | np.integer[Any]) -> Household:
        """Return the household at position ``i`` of these rows."""
        return self.table.households[int(self.rows[i])]


def whereabouts(place: Place | None) -> tuple[float, float, float]:
    """Return latitude, longitude and error in km; NaN where it cannot be told."""
    if place is None:
        return (np.nan, np.nan, np.nan)
    if place.lat is not None and place.lon is not None:
        return (place.lat, place.lon, place.within_km or 0.0)
    found = locate(place.postcode or "")
    if found is None:
        return (np.nan, np.nan, np.nan)
    return (found.lat, found.lon, found.error_km)


def confirmed(home: Household, facts: Iterable[str]) -> int:
    """Return the day (ordinal) the weakest of these facts was confirmed.

    Each is a household field, ``carers.<field>`` for a fact of every carer (the
    oldest counts; one without a date of its own takes the date of ``carers``), or
    ``considerations.<CODE>``. UNDATED where a value is recorded without a date,
    ALWAYS where no value is recorded.
    """
    return min((_confirmed(home, fact) for fact in facts), default=ALWAYS)


def _confirmed(home: Household, fact: str) -> int:
    part, _, field = fact.partition(".")
    if part == "considerations":
        answer = home.considerations.get(field)  # type: ignore[call-overload]
        return ALWAYS if answer is None else _ordinal(answer.confirmed_on)
    if not field:
        return _day_of(getattr(home, part))
    whole = _day_of(home.carers)
    days = [
        _day_of(getattr(carer, field)) or whole
        for carer in home.carers.value or ()
        if getattr(carer, field).value is not None
    ]
    return min(days, default=ALWAYS)


def _day_of(fact: Fact[Any]) -> int:
    return ALWAYS if fact.value is None else _ordinal(fact.confirmed_on)


def _ordinal(day: date | None) -> int:
    return UNDATED if day is None else day.toordinal()
