"""A household's record in a few plain words, for lists and cards."""

import json
from typing import Any

from app.web.templates import day, listed, plural
from matching.case import Carer, Fact, HouseholdFacts

NOT_RECORDED = "Not recorded"


def summary(record: dict[str, Any]) -> dict[str, str]:
    """Return what stands in the record, one short phrase a subject."""
    facts = facts_of(record)
    return {
        "approval": _value(facts.status, lambda v: v.capitalize()),
        "terms": _value(facts.terms, _terms),
        "free": _value(facts.available_from, lambda v: f"Free from {day(v)}"),
        "bedrooms": _value(
            facts.bedrooms_free,
            lambda v: f"{plural(v, 'bedroom') if v else 'No bedroom'} free",
        ),
        "carers": _value(facts.carers, _carers),
        "children": _value(facts.children, _children),
        "placements": _placed(len(facts.placements.value)),
        "animals": _value(facts.animals, _animals),
        "setting": _value(
            facts.setting, lambda v: "Town" if v == "urban" else "Country"
        ),
        "offers": _value(facts.offers, lambda v: listed(list(v)).capitalize()),
    }


def facts_of(record: dict[str, Any]) -> HouseholdFacts:
    """Return a record as the engine reads it."""
    return HouseholdFacts.model_validate_json(json.dumps(record))


def _placed(how_many: int) -> str:
    if not how_many:
        return "Nobody"
    return plural(how_many, "young person placed", "young people placed")


def _value(fact: Fact[Any], say: Any) -> str:
    if fact.value is None:
        return NOT_RECORDED
    said: str = say(fact.value)
    return said or "None"


def _terms(terms: Any) -> str:
    said = []
    if terms.places is not None:
        said.append(plural(terms.places, "place"))
    if terms.ages:
        said.append(f"ages {terms.ages[0]} to {terms.ages[1]}")
    if terms.types:
        said.append(listed(list(terms.types)))
    return ", ".join(said) or "Approved without terms"


def _carers(carers: list[Carer]) -> str:
    drivers = sum(1 for carer in carers if carer.drives.value)
    return plural(len(carers), "carer") + (", one drives" if drivers == 1 else "")


def _children(children: list[Any]) -> str:
    if not children:
        return "No other children"
    ages = listed([str(child.age) for child in sorted(children, key=lambda c: c.age)])
    return f"{plural(len(children), 'child', 'children')} (aged {ages})"


def _animals(animals: list[Any]) -> str:
    if not animals:
        return "No animals"
    return listed([plural(a.count, a.species) for a in animals])
