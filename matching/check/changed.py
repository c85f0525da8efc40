"""The case with one change of an opening made, from what the report says of it.

Written a second time from the description, so that what a change is said to be is what
opens the home.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from pydantic import JsonValue

from matching.case import (
    Adaptation,
    ApprovalStatus,
    Exemption,
    Experience,
    Gender,
    Household,
    KeptApart,
    Need,
    PlacementType,
    SharingAgreement,
    Strength,
    TakesAlone,
    Terms,
    When,
    YoungPerson,
)
from matching.check.ground import Ground, children_of, placed, same
from matching.check.reported import OpeningChange
from matching.check.siblings import split

PARAMETERS = {
    "no_children_under": "age",
    "youngest": "gap_years",
    "oldest": "gap_years",
    "experience": "years",
    "training_or_experience": "years",
    "budget": "weekly",
}


class Scene(NamedTuple):
    """One home and everyone it is sought for, as they would be."""

    ground: Ground
    home: Household


def made(scene: Scene, change: OpeningChange) -> Scene:
    """Make one change.

    Raises
    ------
    KeyError
        When nothing of this kind can be changed by those named.
    """
    by = frozenset(change.lifted_by[0])
    if by == {"authority"}:
        return Scene(_asked_less(scene.ground, change), scene.home)
    person = scene.ground.people[change.young_person]
    facts = _AT_HOME[change.criterion](scene, person, change)
    return Scene(scene.ground, scene.home.model_copy(update=facts))


def _asked_less(ground: Ground, change: OpeningChange) -> Ground:
    person = ground.people[change.young_person]
    if change.criterion == "availability":
        day = date.fromisoformat(str(change.to))
        return _with(ground, person.model_copy(update={"needed_by": day}))
    if change.criterion == "siblings_together":
        for member in ground.groups[person.sibling_group or ""]:
            needs = [_wished(n, "siblings_together") for n in member.needs]
            ground = _with(ground, member.model_copy(update={"needs": needs}))
        return ground
    if change.need is None:
        raise KeyError(change.criterion)
    need = person.needs[change.need]
    if change.to == Strength.STRONGLY_PREFERRED.value:
        need = _wished(need, change.criterion)
    else:
        name = PARAMETERS.get(change.criterion, f"max_{change.unit}")
        if need.parameters.get(name, 0) != change.from_:
            raise KeyError(name)
        parameters = {**need.parameters, name: change.to}
        need = need.model_copy(update={"parameters": parameters})
    needs = [*person.needs]
    needs[change.need] = need
    return _with(ground, person.model_copy(update={"needs": needs}))


def _wished(need: Need, criterion: str) -> Need:
    if need.criterion != criterion or need.strength is not Strength.ESSENTIAL:
        return need
    return need.model_copy(update={"strength": Strength.STRONGLY_PREFERRED})


def _with(ground: Ground, person: YoungPerson) -> Ground:
    people = {**ground.people, person.id: person}
    groups = dict(ground.groups)
    if person.sibling_group:
        them = [
            person if p.id == person.id else p for p in groups[person.sibling_group]
        ]
        groups[person.sibling_group] = them
    return replace(ground, people=people, groups=groups)


Facts = dict[str, Any]


def _terms(scene: Scene, **terms: Any) -> Facts:
    recorded = scene.home.terms
    varied = (recorded.value or Terms()).model_copy(update=terms)
    return {"terms": replace(recorded, value=varied)}


def _approval(scene: Scene, _: YoungPerson, __: OpeningChange) -> Facts:
    return {"status": replace(scene.home.status, value=ApprovalStatus.APPROVED)}


def _age(scene: Scene, _: YoungPerson, change: OpeningChange) -> Facts:
    terms, age = scene.home.terms.value, int(str(change.to))
    ages = (terms.ages if terms else None) or [age, age]
    return _terms(scene, ages=[min(*ages, age), max(*ages, age)])


def _gender(scene: Scene, _: YoungPerson, change: OpeningChange) -> Facts:
    terms = scene.home.terms.value
    named = (terms.genders if terms else None) or []
    return _terms(scene, genders=[*named, Gender(str(change.to))])


def _type(scene: Scene, _: YoungPerson, change: OpeningChange) -> Facts:
    terms = scene.home.terms.value
    named = (terms.types if terms else None) or []
    return _terms(scene, types=[*named, PlacementType(str(change.to))])


def _available(scene: Scene, _: YoungPerson, change: OpeningChange) -> Facts:
    day = date.fromisoformat(str(change.to))
    return {"available_from": replace(scene.home.available_from, value=day)}


def _places(scene: Scene, person: YoungPerson, change: OpeningChange) -> Facts:
    facts: Facts = {}
    joining = int(str(change.to))
    if "agency" in change.lifted_by[0]:
        there = len(placed(scene.home))
        facts |= _terms(scene, places=there + joining)
    if "home authority" in change.lifted_by[0]:
        living = [p.young_person for p in placed(scene.home)]
        exemption = Exemption(
            authority=scene.ground.area_of(scene.home) or person.authority,
            young_people=[*living, *_moving(scene.ground, person, joining)],
            valid_from=scene.ground.case.as_of,
        )
        facts["exemptions"] = [*scene.home.exemptions, exemption]
    return facts


def _moving(ground: Ground, person: YoungPerson, count: int) -> list[str]:
    """Return so many who would move in: alone, with all of the group or its part."""
    group = ground.groups.get(person.sibling_group or "", [person])
    parts = [[person.id], [p.id for p in group]]
    parts += [part for p in group for need in p.needs for part in split(need)]
    return next(part for part in parts if person.id in part and len(part) == count)


def _bedroom(scene: Scene, person: YoungPerson, _: OpeningChange) -> Facts:
    agreements = scene.home.sharing_agreements
    taken = {i for agreed in agreements for i in agreed.between}
    there = {c.id for c in children_of(scene.home) if c.id} - taken
    other = min(there)
    theirs = {p.young_person: p.authority for p in placed(scene.home)}.get(other)
    agreement = SharingAgreement(
        between=[person.id, other],
        agreed_by=[person.authority, theirs or person.authority],
        agreed_on=scene.ground.case.as_of,
    )
    return {"sharing_agreements": [*agreements, agreement]}


def _animals(scene: Scene, person: YoungPerson, change: OpeningChange) -> Facts:
    avoid = _parameters(person, change)["avoid"]
    named = None if avoid == "any" else {same(a).rstrip("s") for a in _words(avoid)}
    animals = [
        a.model_copy(update={"kept_apart": KeptApart.YES})
        if named is None or same(a.species).rstrip("s") in named
        else a
        for a in scene.home.animals.value or ()
    ]
    return {"animals": replace(scene.home.animals, value=animals)}


def _alone(scene: Scene, _: YoungPerson, __: OpeningChange) -> Facts:
    return {"takes_alone": replace(scene.home.takes_alone, value=TakesAlone.CAN_BE)}


def _at_home(scene: Scene, _: YoungPerson, change: OpeningChange) -> Facts:
    times = [When(when) for when in _words(change.to)]
    return _first_carer(scene, "at_home", lambda known: [*(known or ()), *times])


def _smoke_free(scene: Scene, _: YoungPerson, __: OpeningChange) -> Facts:
    home, facts = scene.home, Facts()
    if home.carers.value is not None:
        carers = [
            c.model_copy(update={"smokes": replace(c.smokes, value=False)})
            if c.smokes.value
            else c
            for c in home.carers.value
        ]
        facts["carers"] = replace(home.carers, value=carers)
    if home.other_adults.value is not None:
        adults = [
            a.model_copy(update={"smokes": False}) if a.smokes else a
            for a in home.other_adults.value
        ]
        facts["other_adults"] = replace(home.other_adults, value=adults)
    return facts


def _experience(scene: Scene, person: YoungPerson, change: OpeningChange) -> Facts:
    codes = _words(_parameters(person, change).get("with"))
    carers = scene.home.carers.value or []
    known = [{str(k): v for k, v in (c.experience.value or {}).items()} for c in carers]
    none = [c for c in codes if all(k.get(c) == Experience.NONE for k in known)]
    trained = dict.fromkeys(none, Experience.TRAINING_ONLY)
    return _first_carer(scene, "experience", lambda k: {**(k or {}), **trained})


def _training(scene: Scene, person: YoungPerson, change: OpeningChange) -> Facts:
    parameters = _parameters(person, change)
    done = {
        _course(name)
        for carer in scene.home.carers.value or ()
        for name in carer.training.value or ()
    }
    wanted = _words(parameters.get("all_of"))
    any_of = _words(parameters.get("any_of"))
    if any_of and done.isdisjoint(map(_course, any_of)):
        wanted.append(any_of[0])
    return _first_carer(scene, "training", lambda known: [*(known or ()), *wanted])


def _accessibility(scene: Scene, person: YoungPerson, change: OpeningChange) -> Facts:
    recorded = scene.home.adaptations
    have = recorded.value or []
    kinds = {same(one.kind) for one in have}
    new = [
        Adaptation(kind=kind, planned_for=scene.ground.day(person))
        for kind in _words(change.to)
        if same(kind) not in kinds
    ]
    return {"adaptations": replace(recorded, value=[*have, *new])}


def _first_carer(scene: Scene, fact: str, after: Callable[[Any], Any]) -> Facts:
    recorded = scene.home.carers
    first, *others = recorded.value or []
    known = getattr(first, fact)
    first = first.model_copy(update={fact: replace(known, value=after(known.value))})
    return {"carers": replace(recorded, value=[first, *others])}


def _parameters(person: YoungPerson, change: OpeningChange) -> dict[str, JsonValue]:
    if change.need is None:
        raise KeyError(change.criterion)
    return person.needs[change.need].parameters


def _words(value: JsonValue) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list) else []


def _course(name: str) -> str:
    return same(name).replace(" ", "-").replace("_", "-")


_AT_HOME: dict[str, Callable[[Scene, YoungPerson, OpeningChange], Facts]] = {
    "approval": _approval,
    "approval_age": _age,
    "approval_gender": _gender,
    "approval_type": _type,
    "availability": _available,
    "places": _places,
    "bedroom": _bedroom,
    "animals": _animals,
    "solo": _alone,
    "carer_at_home": _at_home,
    "smoke_free": _smoke_free,
    "experience": _experience,
    "training": _training,
    "training_or_experience": _training,
    "accessibility": _accessibility,
}
