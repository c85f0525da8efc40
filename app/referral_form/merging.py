"""A live record with what was answered differently, and with all else as it stands.

What nobody touched keeps its source and its date, and what the form does not ask is
never lost: only what different answers make is put in the place of what the same
questions made before.
"""

import json
from collections.abc import Mapping
from typing import Any

from app.referral_form.read_back import match
from app.referral_form.record import Importance, needs_of, young_person
from app.referrals.schemas import YoungPersonWrite
from app.web.forms.asking import Answers

WHY = ("reason", "source", "confirmed_on")
Record = Mapping[str, Any]
LISTS = ("avoid_places", "support_offered", "behaviours", "needs")


def merged(
    record: Record,
    before: tuple[Answers, Importance],
    after: tuple[Answers, Importance],
) -> YoungPersonWrite:
    """Return the young person with what is answered differently after than before."""
    was, now = young_person(*before), young_person(*after)
    kept: dict[str, Any] = json.loads(json.dumps(record))
    for name in {*was.record, *now.record} - set(LISTS):
        if was.record.get(name) != now.record.get(name):
            _put(kept, name, now.record.get(name))
    _put(kept, "behaviours", _behaviours(kept, was.record, now.record))
    for name, key in (("avoid_places", _place), ("support_offered", _kind)):
        _put(kept, name, _listed(name, key, kept, was.record, now.record))
    _put(kept, "needs", _needs(kept, before, after))
    return YoungPersonWrite(sharing_name=now.sharing_name, voice=now.voice, record=kept)


def _put(kept: dict[str, Any], name: str, value: Any) -> None:
    if value or value == 0:
        kept[name] = value
    else:
        kept.pop(name, None)


def _behaviours(kept: Record, was: Record, now: Record) -> dict[str, Any]:
    found = dict(kept.get("behaviours", {}))
    before, after = was["behaviours"], now["behaviours"]
    for code in {*before, *after}:
        if before.get(code) == after.get(code):
            continue
        if code in after:
            found[code] = _one(found.get(code, {}), before.get(code, {}), after[code])
        else:
            found.pop(code, None)
    return found


def _one(there: Record, before: Record, after: Record) -> dict[str, Any]:
    """Return one thing with what is different of it, and no date it does not have."""
    found = {name: value for name, value in there.items() if name != "confirmed_on"}
    for name in {*before, *after}:
        old, new = before.get(name), after.get(name)
        if name == "parameters":
            _put(found, name, _one(there.get(name, {}), old or {}, new or {}))
        elif old != new:
            _put(found, name, new)
    if day := after.get("confirmed_on"):
        found["confirmed_on"] = day
    return found


def _place(avoided: Record) -> Any:
    return avoided["place"].get("postcode")


def _kind(support: Record) -> Any:
    return support["kind"]


def _listed(
    name: str, key: Any, kept: Record, was: Record, now: Record
) -> list[Record]:
    before = {key(one): one for one in was[name]}
    after = {key(one): one for one in now[name]}
    found = []
    for one in kept.get(name, []):
        at = key(one)
        old, new = before.get(at), after.pop(at, None)
        if old == new:
            # As it was answered, or never an answer of the form.
            found.append(one)
        elif new is not None:
            found.append(_one(one, old or {}, new))
    return [*found, *after.values()]


def _needs(
    kept: Record,
    before: tuple[Answers, Importance],
    after: tuple[Answers, Importance],
) -> list[dict[str, Any]]:
    needs: list[dict[str, Any]] = kept.get("needs", [])
    asked = needs_of(before[0])
    was, now = (_by_key(*each) for each in (before, after))
    there = match(asked, needs)
    found = list(needs)
    for key in [*was, *(key for key in now if key not in was)]:
        old, new = was.get(key), now.get(key)
        if old == new:
            continue
        current = there.get(key)
        if new is not None and current is not None:
            found[_at(found, current)] = _one(current, old or {}, new)
        elif new is not None:
            found.append(new)
        elif current is not None:
            del found[_at(found, current)]
    return found


def _by_key(answers: Answers, importance: Importance) -> dict[str, dict[str, Any]]:
    made = young_person(answers, importance).record["needs"]
    return {
        asked.key: need for asked, need in zip(needs_of(answers), made, strict=True)
    }


def _at(needs: list[dict[str, Any]], one: dict[str, Any]) -> int:
    return next(place for place, need in enumerate(needs) if need is one)
