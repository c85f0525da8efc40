"""Homes as the list the same reader reads back: nothing of it is news then.

A fact the sheet has no words for is left out, and said so: an empty cell says nothing,
so reading it back takes nothing away.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import today
from app.core.spreadsheet import Value
from app.exchange.cells import CellError, in_a_cell, is_unknown, joined
from app.exchange.homes.columns import COLUMNS, NO_DAY
from app.exchange.homes.merging import Home, merge
from app.exchange.homes.reader import (
    FACTS,
    HEADINGS,
    OF_A_CARER,
    TERMS,
    Reader,
    authorities,
)
from app.exchange.homes.target import home_of
from app.exchange.port import About, Reading, Written
from app.households import service as households
from app.households.schemas import HouseholdState
from app.identity import service as identity

CARERS = (1, 2)
CARER_KEYS = tuple(
    f"carer_{number}_{of}" for number in CARERS for of in ("gender", *OF_A_CARER)
)
KEYS_OF = {
    "location": ("postcode",),
    "terms": (*TERMS, "youngest", "oldest"),
    "carers": CARER_KEYS,
}
"""The columns of a fact that has others than its own."""
LISTED = ("genders", "types", "offers", "interests")
NEEDED = ("id", "label", "said_by", "confirmed_on")


def write(session: Session, actor: Actor) -> Written:
    """Return the agency's own homes as rows of the list."""
    writer = _Writer(session)
    made = Written([column.heading for column in COLUMNS])
    for state in households.own_states(session, actor):
        cells, left_out = writer.row(state)
        made.rows.append([cells.get(column.key) for column in COLUMNS])
        made.ids.append(state.id)
        made.left_out.update(left_out)
    return made


class _Writer:
    def __init__(self, session: Session) -> None:
        self.names = {one.id: one.name for one in identity.list_organisations(session)}
        self.day = today()
        about = About("Hearth", self.day)
        self.reader = Reader(Reading(), about, authorities(session))

    def row(self, state: HouseholdState) -> tuple[dict[str, Value], list[str]]:
        """Return a home's cells by column, and the facts that had no place in them."""
        home = home_of(state)
        wanted = self._cells(home)
        values: dict[str, Any] = {}
        for column in COLUMNS:
            cell = wanted.get(column.key)
            if not is_unknown(cell):
                try:
                    values[column.key] = column.read(cell)
                except CellError:
                    continue
        self._keep_what_is_same(values, home)
        cells: dict[str, Value] = {"id": state.id, "label": in_a_cell(state.label)}
        cells |= {key: wanted[key] for key in values}
        sources, days = self._said(home.record, values)
        cells |= {"said_by": in_a_cell("; ".join(sources)), "confirmed_on": days}
        return cells, _left_out(home, wanted, values)

    def _keep_what_is_same(self, values: dict[str, Any], home: Home) -> None:
        """Take out of what the sheet would say all that it would change."""
        if not all(_written(values, n) for n in range(1, _carers_in(home) + 1)):
            _drop(values, CARER_KEYS)
        if ("youngest" in values) != ("oldest" in values):
            _drop(values, ("youngest", "oldest"))
        given = {**values, "id": "", "label": home.label, "confirmed_on": NO_DAY}
        wrong: list[Any] = []
        read = self.reader.home(given, 0, "", wrong)
        if read is None:
            # The reader has pointed at what it does not take.
            names = {heading: key for key, heading in HEADINGS.items()}
            _drop(values, [names.get(one.column, "") for one in wrong])
            read = self.reader.home(
                {k: v for k, v in given.items() if k in {*values, *NEEDED}}, 0, "", []
            )
        if read is None:
            values.clear()
            return
        content = read.content
        theirs = Home(home.label, content["record"], tuple(content["offered_to"]))
        for change in merge(home, theirs, self.names).changes:
            key = change.field.split(".")[0]
            _drop(values, KEYS_OF.get(key, (key,)))

    def _cells(self, home: Home) -> dict[str, Value]:
        record = home.record
        cells: dict[str, Value] = {key: _value(record, key) for key in FACTS}
        cells["postcode"] = (_value(record, "location") or {}).get("postcode")
        cells["authority"] = self.names.get(record.get("authority", ""))
        cells["offered_to"] = joined(
            self.names[one] for one in home.offered_to if one in self.names
        )
        cells["approved_on"] = record.get("approved_on")
        cells["approval_ended"] = record.get("approval_ended")
        terms = _value(record, "terms") or {}
        cells |= {key: terms.get(key) for key in TERMS}
        cells["youngest"], cells["oldest"] = terms.get("ages") or (None, None)
        cells["children"] = _each(_value(record, "children"), _child)
        cells["animals"] = _each(_value(record, "animals"), _animals)
        for key in LISTED:
            several = cells[key]
            cells[key] = joined(several) if isinstance(several, list) else None
        for number, carer in enumerate((_value(record, "carers") or [])[:2], 1):
            cells |= _carer(carer, f"carer_{number}_")
        return cells

    def _said(
        self, record: Mapping[str, Any], values: Mapping[str, Any]
    ) -> tuple[list[str], str]:
        """Return who said what a row has, and the oldest day it was confirmed."""
        facts = [fact for key, fact in _facts(record) if key in values]
        sources = dict.fromkeys(one["source"] for one in facts if one.get("source"))
        days = [one.get("confirmed_on") for one in facts]
        known = sorted(day for day in days if day)
        oldest = min(known[0], self.day.isoformat()) if known else ""
        return list(sources), oldest if len(known) == len(days) else NO_DAY


def _left_out(
    home: Home, wanted: Mapping[str, Value], values: Mapping[str, Any]
) -> list[str]:
    """Return the headings under which a home has more than the row says."""
    record = home.record
    asked = [key for key, cell in wanted.items() if not is_unknown(cell)]
    asked += ["authority"] if record.get("authority") else []
    asked += ["postcode"] if _value(record, "location") else []
    found = [HEADINGS[key] for key in dict.fromkeys(asked) if key not in values]
    return [*found, *(["Carer 3"] if _carers_in(home) > len(CARERS) else [])]


def _facts(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each fact a row may have, with a column that tells whether it does."""
    for key in FACTS:
        if key in record:
            yield key, record[key]
    if "location" in record:
        yield "postcode", record["location"]
    for key in KEYS_OF["terms"]:
        if "terms" in record:
            yield key, record["terms"]
    for number, carer in enumerate(_value(record, "carers") or [], 1):
        for of in OF_A_CARER:
            if of in carer:
                yield f"carer_{number}_{of}", carer[of]


def _value(record: Mapping[str, Any], key: str) -> Any:
    return (record.get(key) or {}).get("value")


def _carers_in(home: Home) -> int:
    return len(_value(home.record, "carers") or [])


def _written(values: Mapping[str, Any], number: int) -> bool:
    """Tell whether a row says anything of a carer; of a third it cannot."""
    return any(key.startswith(f"carer_{number}_") for key in values)


def _drop(values: dict[str, Any], keys: Sequence[str]) -> None:
    for key in keys:
        values.pop(key, None)


def _each(several: Any, say: Any) -> str | None:
    if several is None:
        return None
    return joined(map(say, several)) or "none"


def _child(child: Mapping[str, Any]) -> str:
    return f"{child['age']} {child.get('gender') or ''}".strip()


def _animals(animals: Mapping[str, Any]) -> str:
    count, species = animals.get("count", 1), animals["species"]
    if count == 1 and not species.endswith("s"):
        return str(species)
    # Read back it is one of them again.
    several = f"{species[:-1]}ie" if re.search("[^aeiou]y$", species) else species
    return f"{count} {several}s"


def _carer(carer: Mapping[str, Any], key: str) -> dict[str, Value]:
    drives, smokes = (_value(carer, of) for of in ("drives", "smokes"))
    languages = _value(carer, "languages")
    return {
        key + "gender": carer.get("gender"),
        key + "drives": None if drives is None else bool(drives),
        key + "smokes": None if smokes is None else bool(smokes),
        key + "languages": joined(languages) if languages else None,
        key + "faith": _value(carer, "faith"),
    }
