"""What a home from a list would change in a home that is there, fact by fact.

The newer fact stands. Where it cannot be told which is newer, a person says. An empty
cell says nothing, so it takes nothing away.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.exchange.cells import in_a_cell
from app.exchange.homes.wording import said_of, value_in_words
from app.exchange.port import ASK, BOTH, OURS, THEIRS, Change

LONGEST_SOURCE = 500
LABELS = {
    "label": "Name",
    "location": "Postcode",
    "authority": "Local authority",
    "offered_to": "Offered to",
    "status": "Approval",
    "approved_on": "Approved on",
    "approval_ended": "Approval ended on",
    "terms": "Terms of approval",
    "available_from": "Free from",
    "bedrooms_free": "Bedrooms free",
    "carers": "Carers",
    "children": "Children at home",
    "animals": "Animals",
    "setting": "Setting",
    "offers": "Offers",
    "takes_alone": "Takes one young person alone",
    "interests": "Interests",
}


@dataclass(frozen=True, slots=True)
class Home:
    """What import can change of a home."""

    label: str
    record: dict[str, Any]
    offered_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What differs, and the home as it would be."""

    changes: list[Change]
    home: Home


def merge(
    ours: Home,
    theirs: Home,
    names: Mapping[str, str],
    choices: Mapping[str, str] | None = None,
) -> Merged:
    """Lay a home from a list beside one that is there.

    ``names`` says the organisations' names; ``choices`` what a person chose for fields
    asked about (OURS where nothing was). What is left as it is says so too.
    """
    merging = _Merging(names, choices or {})
    label = ours.label
    named_anew = theirs.label not in (label, in_a_cell(label))
    if named_anew and merging.ask("label", label, theirs.label) == THEIRS:
        label = theirs.label
    record = copy.deepcopy(ours.record)
    for key, value in theirs.record.items():
        merging.take(record, key, value, ())
    more = [one for one in theirs.offered_to if one not in ours.offered_to]
    if more:
        merging.note("offered_to", list(ours.offered_to), more, THEIRS)
    return Merged(merging.changes, Home(label, record, (*ours.offered_to, *more)))


class _Merging:
    def __init__(self, names: Mapping[str, str], choices: Mapping[str, str]) -> None:
        self.names, self.choices = names, choices
        self.changes: list[Change] = []

    def take(
        self, record: dict[str, Any], key: str, theirs: Any, at: tuple[str, ...]
    ) -> None:
        """Put one fact into a record if it stands."""
        field = ".".join((*at, key))
        ours = record.get(key)
        if key == "carers" and ours and _same_carers(ours["value"], theirs["value"]):
            for number, carer in enumerate(theirs["value"]):
                for each, value in carer.items():
                    self.take(
                        ours["value"][number], each, value, ("carers", str(number))
                    )
            return
        if _is_fact(theirs):
            theirs = _widened(ours, theirs)
        if ours is None:
            self.note(field, None, theirs, THEIRS)
            record[key] = theirs
        elif not _is_fact(theirs):
            if ours != theirs and self.ask(field, ours, theirs) == THEIRS:
                record[key] = theirs
        else:
            stands = _stands(ours, theirs)
            if stands == ASK:
                said = self.ask(field, ours, theirs)
                if said == BOTH:
                    record[key] = self.both(key, ours, theirs)
                elif said == THEIRS:
                    record[key] = theirs
            elif stands in (OURS, THEIRS):
                self.note(field, ours, theirs, stands)
                record[key] = theirs if stands == THEIRS else ours

    def ask(self, field: str, ours: Any, theirs: Any) -> str | None:
        """Note what a person has to say; return what they said, if they did."""
        self.note(field, ours, theirs, ASK)
        return self.choices.get(field)

    def both(self, key: str, ours: Any, theirs: Any) -> dict[str, Any]:
        """Keep what is here without a day, so that somebody is asked to confirm it.

        Who said so names what the list says.
        """
        said = value_in_words(key, theirs, self.names)
        source = f"Not sure. {said_of(theirs) or 'A list'}: {said}"
        return {"value": ours["value"], "source": source[:LONGEST_SOURCE]}

    def note(self, field: str, ours: Any, theirs: Any, stands: str) -> None:
        """Note what differs, in words."""
        key = field.split(".")[-1]
        self.changes.append(
            Change(
                field=field,
                label=_label(field),
                ours=value_in_words(key, ours, self.names),
                ours_said=said_of(ours),
                theirs=value_in_words(key, theirs, self.names),
                theirs_said=said_of(theirs),
                stands=stands,
                may_both=stands == ASK and _is_fact(ours) and _is_fact(theirs),
            )
        )


def _stands(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> str | None:
    """Return which of two facts stands; None where there is nothing to say."""
    before, after = ours.get("confirmed_on"), theirs.get("confirmed_on")
    if _is_same(ours["value"], theirs["value"]):
        return THEIRS if after and (before is None or after > before) else None
    if before is None or after is None or after == before:
        return ASK
    return THEIRS if after > before else OURS


def _is_same(ours: Any, theirs: Any) -> bool:
    """Tell whether two values say the same; a postcode may be written two ways."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        codes = (one.get("postcode") for one in (ours, theirs))
        before, after = ("".join((code or "").upper().split()) for code in codes)
        if before and before == after:
            return True
    return bool(ours == theirs)


def _widened(ours: Any, theirs: dict[str, Any]) -> dict[str, Any]:
    """Keep the parts of a fact that the list has no word about."""
    before, after = (ours or {}).get("value"), theirs["value"]
    if isinstance(before, dict):
        return {**theirs, "value": {**before, **after}}
    if isinstance(before, list) and any(isinstance(one, dict) for one in after):
        return {**theirs, "value": _each_widened(before, after)}
    return theirs


def _each_widened(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Keep what is known of those a list names again: its animals, its children."""
    left, found = list(before), []
    for one in after:
        same = next((each for each in left if _may_be_same(each, one)), {})
        if same:
            left.remove(same)
        # As it is spelled here: lists have it in small letters.
        spelled = {key: same[key] for key in ("species",) if key in same}
        found.append({**same, **one, **spelled})
    return found


def _may_be_same(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    told = [key for key in ("species", "age", "gender") if key in theirs]
    return all(
        _in_small_letters(ours.get(key)) in (None, theirs[key]) for key in told
    ) and any(key in ours for key in told)


def _in_small_letters(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _is_fact(value: Any) -> bool:
    return isinstance(value, dict) and "value" in value


def _same_carers(ours: Any, theirs: list[dict[str, Any]]) -> bool:
    """Tell whether they may be the same people, in the same order."""
    return (
        isinstance(ours, list)
        and len(ours) == len(theirs)
        and all(
            one.get("gender") in (None, other.get("gender"))
            or other.get("gender") is None
            for one, other in zip(ours, theirs, strict=True)
        )
    )


def _label(field: str) -> str:
    first, *rest = field.split(".")
    if not rest:
        return LABELS.get(first, first)
    return f"Carer {int(rest[0]) + 1}: {rest[1]}"
