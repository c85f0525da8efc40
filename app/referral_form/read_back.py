"""The way back: what somebody would have answered, to give the record there is.

A live referral may have been changed through the API, by a what-if, or have come from
elsewhere. What the form has no answer for is not lost by it (`merging.py`): it is only
not shown on a page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.referral_form.about_care import FAMILY_TIME
from app.referral_form.about_them import SUPPORT
from app.referral_form.at_odds import PLACES_TO_AVOID
from app.referral_form.behaviours import GROUPS, NONE
from app.referral_form.record import KM_PER_MILE, YOUNG_PERSON, Asked, needs_of
from app.web.forms.asking import NO, NOT_KNOWN, YES, Answers, chosen, text_of
from matching.case import Strength

Typed = dict[str, str | list[str]]
NONE_KNOWN = "none known"
SAID_THEMSELVES = (YOUNG_PERSON, "young person")
OFFERED = {choice.value for choice in SUPPORT.questions[0].choices}


TOGETHER = "siblings_together"
"""What the others' records say too; it is read back for all of them at once."""
Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A young person's answers, and what was said about each need they make."""

    answers: Typed
    importance: dict[str, dict[str, str]]
    absent: dict[str, dict[str, Any]]
    """Needs the answers would make and the record does not have: their parameters."""


def read_back(
    name: str, voice: str | None, record: Mapping[str, Any], earlier: Answers
) -> ReadBack:
    """Return the answers that would give a record; ``earlier`` were given for it once.

    What no record holds, such as who agencies can talk to, stays as it was answered.
    """
    answers: Typed = {
        **earlier,
        **_facts(name, voice, record),
        **_support(record),
    }
    answers |= _avoid_places(record, answers)
    answers |= _behaviours(record.get("behaviours", {}), answers)
    needs = [n for n in record.get("needs", []) if n["criterion"] != TOGETHER]
    for asked in _unmatched(answers, needs):
        answers |= _without(asked.key, answers)
    importance: dict[str, dict[str, str]] = {}
    for need in needs:
        answers |= _with(need, needs, answers)
    for key, need in match(needs_of(answers), needs).items():
        importance[key] = {
            part: need[part]
            for part in ("strength", "reason", "source", "confirmed_on")
            if need.get(part)
        }
    absent = {a.key: dict(a.parameters) for a in _unmatched(answers, needs)}
    return ReadBack(answers, importance, absent)


def match(made: Iterable[Asked], needs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return which need of a record is which of those the answers make, by key."""
    left = list(needs)
    found: dict[str, Any] = {}
    for asked in made:
        for need in left:
            if _is(asked, need):
                found[asked.key] = need
                left.remove(need)
                break
    return found


def _is(asked: Asked, need: Mapping[str, Any]) -> bool:
    """Tell whether it is this need; it may ask more than the form does."""
    given = need.get("parameters", {})
    return (
        asked.criterion == need["criterion"]
        and all(given.get(name) == value for name, value in asked.parameters.items())
        and (asked.strength, need["strength"]) not in _NEVER_ONE
    )


_NEVER_ONE = {
    (Strength.NOT_KNOWN, strength)
    for strength in Strength
    if strength is not Strength.NOT_KNOWN
}


def _unmatched(answers: Answers, needs: list[dict[str, Any]]) -> list[Asked]:
    made = needs_of(answers)
    found = match(made, needs)
    return [asked for asked in made if asked.key not in found]


def _facts(name: str, voice: str | None, record: Mapping[str, Any]) -> Typed:
    facts: Typed = {
        "sharing_name": name,
        "voice": voice or "",
        "gender": record.get("gender", NOT_KNOWN),
        "placement_type": record["placement_type"],
        "how_soon": record.get("priority", "standard"),
        "faith": _value(record.get("faith")) or "",
    }
    for day in ("born", "needed_by"):
        when = date.fromisoformat(record[day])
        facts |= {
            f"{day}-day": str(when.day),
            f"{day}-month": str(when.month),
            f"{day}-year": str(when.year),
        }
    for place in ("home", "school"):
        facts[place] = _postcode(_value(record.get(place)))
    for several in ("languages", "cultures", "interests"):
        facts[several] = "\n".join(_value(record.get(several)) or [])
    return facts


def _support(record: Mapping[str, Any]) -> Typed:
    kinds = [one["kind"] for one in record.get("support_offered", [])]
    return {"support": [kind for kind in kinds if kind in OFFERED]}


def _avoid_places(record: Mapping[str, Any], answers: Answers) -> Typed:
    places = record.get("avoid_places", [])
    found: Typed = {}
    for n in PLACES_TO_AVOID:
        place = places[n - 1] if n <= len(places) else {}
        radius = place.get("radius_km", 0) / KM_PER_MILE
        found[f"avoid_{n}"] = _postcode(place.get("place"))
        found[f"avoid_{n}_miles"] = f"{radius:.3g}" if place else ""
        found[f"avoid_{n}_why"] = place.get("reason", "")
    if places:
        found["avoid"] = YES
    elif text_of(answers, "avoid") == YES:
        found["avoid"] = NO
    return found


def _behaviours(recorded: Mapping[str, Any], earlier: Answers) -> Typed:
    found: Typed = {}
    rest: list[str] = []
    for name, _, codes in GROUPS:
        of_group = [code for code, _ in codes]
        known = [
            code
            for code in of_group
            if code in recorded and recorded[code]["level"] != NONE_KNOWN
        ]
        rest += [code for code in of_group if code not in known]
        none = all(code in recorded for code in of_group)
        found[f"care-{name}"] = known or ([NONE] if none else [])
        for code in known:
            found |= _behaviour(code, recorded[code])
    if all(code in recorded for code in rest):
        found["care_checked"] = YES
    elif text_of(earlier, "care_checked") == YES:
        found["care_checked"] = ""
    return found


def _behaviour(code: str, about: Mapping[str, Any]) -> Typed:
    year, _, month = about.get("last_incident", "")[:7].partition("-")
    return {
        f"{code}-level": about["level"],
        f"{code}-last": f"{int(month)} {year}" if month else "",
        f"{code}-often": about.get("frequency", ""),
        f"{code}-helps": about.get("what_helps", ""),
        f"{code}-source": about.get("source", ""),
    }


def _with(need: dict[str, Any], needs: list[dict[str, Any]], answers: Typed) -> Typed:
    """Return the answers that make one need more, and none less; or no answers.

    They are tried out, so that nothing is put on a page that would say another thing.
    """
    before = match(needs_of(answers), needs)
    if any(one is need for one in before.values()):
        return {}
    for tried in _answers_for(need, answers):
        made = needs_of({**answers, **tried})
        after = match(made, needs)
        more = [need, *before.values()]
        if len(made) <= len(needs_of(answers)) + 1 and all(
            any(one is kept for one in after.values()) for kept in more
        ):
            return tried
    return {}


def _answers_for(need: Mapping[str, Any], answers: Answers) -> Iterator[Typed]:
    """Yield what could have been answered for a need to be made of it."""
    asked = need.get("parameters", {})
    if need.get("source") in SAID_THEMSELVES:
        wished = chosen(answers, "wishes")
        yield {"wishes": [*wished, *_wished(need)]}
    maker = _MAKERS.get(need["criterion"])
    if maker:
        yield from maker(asked, need["strength"] == Strength.NOT_KNOWN)


def _wished(need: Mapping[str, Any]) -> list[str]:
    asked = need.get("parameters", {})
    if need["criterion"] == "animals":
        return ["no animals"] if "avoid" in asked else list(asked.get("wants", []))
    if need["criterion"] == "setting":
        return [str(asked.get("setting"))]
    return [need["criterion"]]


def _near(asked: Parameters, _unsure: object) -> Iterator[Typed]:
    place, miles = _postcode(asked.get("place")), _number(asked.get("max_miles"))
    if asked.get("why") == "contact":
        for n in FAMILY_TIME:
            yield {f"contact_{n}": place, f"contact_{n}_miles": miles}
        return
    yield {
        "near": YES,
        "home": place,
        "near_furthest": miles,
        "near_ideal": _number(asked.get("ideal_miles")),
    }


def _school(asked: Parameters, _unsure: object) -> Iterator[Typed]:
    yield {
        "keep_school": YES,
        "school": _postcode(asked.get("place")),
        "school_furthest": _number(asked.get("max_miles")),
        "school_travel": str(asked.get("transport") or ""),
    }


def _animals(asked: Parameters, unsure: bool) -> Iterator[Typed]:
    avoided = asked.get("avoid", "")
    given = {"any": "none", "dog": "no dogs", "cat": "no cats"}
    said = given.get(avoided if isinstance(avoided, str) else "+".join(avoided), "")
    yield {"animals": NOT_KNOWN if unsure else said}


def _carer_gender(asked: Parameters, _unsure: object) -> Iterator[Typed]:
    for which, gender in asked.items():
        yield {"adults": f"{which} {gender}"}


def _experience(asked: Parameters, _unsure: object) -> Iterator[Typed]:
    yield {
        "experience_years": _number(asked.get("years")),
        "experience_with": list(asked.get("with", [])),
    }


def _one_of(
    name: str, value: str, unsure_too: bool = False
) -> Callable[[Parameters, bool], Iterator[Typed]]:
    def maker(_asked: Parameters, unsure: bool) -> Iterator[Typed]:
        yield {name: NOT_KNOWN if unsure and unsure_too else value}

    return maker


def _each(name: str, parameter: str) -> Callable[[Parameters, bool], Iterator[Typed]]:
    def maker(asked: Parameters, _unsure: bool) -> Iterator[Typed]:
        yield {name: list(asked.get(parameter, []))}

    return maker


_MAKERS: dict[str, Callable[[Parameters, bool], Iterator[Typed]]] = {
    "near": _near,
    "in_area": _one_of("in_area", YES),
    "keep_school": _school,
    "solo": _one_of("other_children", "only", unsure_too=True),
    "with_other_children": _one_of("other_children", "company"),
    "no_children_under": lambda asked, _: iter(
        [{"younger": "none under", "younger_age": _number(asked.get("age"))}]
    ),
    "youngest": _one_of("younger", "youngest", unsure_too=True),
    "oldest": _one_of("younger", "oldest"),
    "no_children_of_gender": lambda asked, _: iter(
        [{"no_gender": str(asked.get("gender"))}]
    ),
    "animals": _animals,
    "two_carers": lambda _, unsure: iter([{"carers": NOT_KNOWN if unsure else "two"}]),
    "carer_gender": _carer_gender,
    "carer_at_home": _each("at_home", "when"),
    "smoke_free": _one_of("smoke_free", YES),
    "driver": _one_of("driver", YES, unsure_too=True),
    "accessibility": _each("adaptations", "adaptations"),
    "experience": _experience,
    "training": _each("training", "any_of"),
}
"""What answers a need could have been made of, by its criterion."""


def _without(key: str, answers: Answers) -> Typed:
    """Return the answers with which a need is not made any more, if it can be."""
    wished = chosen(answers, "wishes")
    left = [one for one in wished if one not in _WISHED.get(key, (key,))]
    gone: Typed = {"wishes": left} if left != wished else {}
    return gone | _NOT_ASKED.get(key, {})


_WISHED = {
    "animals": ("no animals",),
    "animals_wished": ("dog", "cat"),
    "setting": ("urban", "rural"),
}
_NOT_ASKED: dict[str, Typed] = {
    "near": {"near": NO},
    "in_area": {"in_area": NO},
    "keep_school": {"keep_school": NO},
    "solo": {"other_children": "any"},
    "with_other_children": {"other_children": "any"},
    "younger": {"younger": "fine"},
    "no_gender": {"no_gender": "any"},
    "animals": {"animals": "any"},
    "two_carers": {"carers": "any"},
    "adults": {"adults": "any"},
    "at_home": {"at_home": []},
    "smoke_free": {"smoke_free": NO},
    "driver": {"driver": "any"},
    "adaptations": {"adaptations": []},
    "experience": {"experience_with": [], "experience_years": ""},
    "training": {"training": []},
    **{
        f"contact_{n}": {f"contact_{n}": "", f"contact_{n}_miles": ""}
        for n in FAMILY_TIME
    },
}


def _value(fact: Any) -> Any:
    return fact["value"] if isinstance(fact, dict) and "value" in fact else fact


def _postcode(place: Any) -> str:
    return str((place or {}).get("postcode") or "")


def _number(given: Any) -> str:
    return f"{given:g}" if isinstance(given, int | float) else ""
