"""Facts of a home in a few plain words, to lay beside one another."""

from collections.abc import Mapping
from typing import Any

from app.web.templates import day, listed, plural

NOT_RECORDED = "Not recorded"
DAYS = ("approved_on", "approval_ended", "available_from")


def value_in_words(key: str, fact: Any, names: Mapping[str, str]) -> str:
    """Say a fact's value, or that there is none."""
    value = fact["value"] if isinstance(fact, dict) and "value" in fact else fact
    if value is None:
        return NOT_RECORDED
    if key == "authority":
        return names.get(value, value)
    if key == "offered_to":
        return listed([names.get(one, one) for one in value]) or "Nobody"
    if key in DAYS:
        return day(value)
    if key == "terms":
        return _terms(value)
    if key == "location":
        return str(value.get("postcode") or "A point on the map")
    if key == "carers":
        return listed([_carer(carer) for carer in value])
    if key == "children":
        return listed([_child(child) for child in value]) or "None"
    if key == "animals":
        return (
            listed([plural(a.get("count", 1), a["species"]) for a in value]) or "None"
        )
    return _plain(value)


def said_of(fact: Any) -> str:
    """Say who said a fact and when it was last confirmed."""
    if not (isinstance(fact, dict) and "value" in fact):
        return ""
    source, confirmed = fact.get("source"), fact.get("confirmed_on")
    when = f"confirmed {day(confirmed)}" if confirmed else "no date"
    return f"{source}, {when}" if source else when


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return listed([str(one) for one in value]) or "None"
    return str(value)


def _terms(terms: Mapping[str, Any]) -> str:
    said = []
    if terms.get("places") is not None:
        said.append(plural(terms["places"], "place"))
    if terms.get("ages"):
        said.append("ages {} to {}".format(*terms["ages"]))
    for key in ("genders", "types"):
        if terms.get(key):
            said.append(listed(terms[key]))
    if terms.get("named_children"):
        said.append("for named children")
    return ", ".join(said) or "Approved without terms"


def _carer(carer: Mapping[str, Any]) -> str:
    said = [str(carer.get("gender") or "gender not recorded")]
    for key, yes, no in (
        ("drives", "drives", "does not drive"),
        ("smokes", "smokes", "does not smoke"),
    ):
        if key in carer:
            said.append(yes if carer[key]["value"] else no)
    for key in ("languages", "faith"):
        if carer.get(key):
            said.append(_plain(carer[key]["value"]))
    return f"a carer ({', '.join(said)})"


def _child(child: Mapping[str, Any]) -> str:
    return f"{child['age']} {child.get('gender') or ''}".strip()
