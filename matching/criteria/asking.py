"""What is judged about each young person: gates, needs, statutory considerations."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from matching.case import Case, Need, Strength, Strict, YoungPerson
from matching.criteria.base import Asked, Criterion, Kind, Person, SiblingGroup
from matching.policy import Policy


def people(case: Case, policy: Policy) -> dict[str, Person]:
    """Return every young person of the case as the criteria see them, by id."""
    authorities = {authority.id: authority for authority in case.authorities}
    groups = sibling_groups(case)
    return {
        record.id: Person(
            record=record,
            day=(day := max(record.needed_by, case.as_of)),
            age=completed_years(record.born, day),
            as_of=case.as_of,
            policy=policy,
            authorities=authorities,
            group=groups.get(record.sibling_group or ""),
        )
        for record in case.young_people
    }


def sibling_groups(case: Case) -> dict[str, SiblingGroup]:
    """Return the sibling groups of the case by id, with what their members state."""
    members: dict[str, list[YoungPerson]] = {}
    for record in sorted(case.young_people, key=lambda r: r.id):
        if record.sibling_group is not None:
            members.setdefault(record.sibling_group, []).append(record)
    return {group: _sibling_group(group, them) for group, them in members.items()}


def _sibling_group(group: str, members: list[YoungPerson]) -> SiblingGroup:
    found = [
        (record.id, place, need)
        for record in members
        for place, need in enumerate(record.needs)
        if need.criterion == "siblings_together"
    ]
    stated = [need for _, _, need in found]
    strongest = min(
        stated, key=lambda n: list(Strength).index(n.strength), default=None
    )
    split = [need.parameters.get("sub_groups") for need in stated]
    parts: Any = next((part for part in split if part), [])
    return SiblingGroup(
        group,
        tuple(record.id for record in members),
        strongest.strength if strongest else None,
        tuple(tuple(sorted(part)) for part in parts),
        tuple((i, n) for i, n, need in found if need.strength is Strength.ESSENTIAL),
    )


def completed_years(born: date, on: date) -> int:
    """Return the age in completed years on a day."""
    before_birthday = (on.month, on.day) < (born.month, born.day)
    return on.year - born.year - before_birthday


def asked_of(person: Person, criterion: Criterion) -> Iterator[Asked]:
    """Yield everything this criterion judges about the young person."""
    policy = person.policy
    if criterion.gate:
        if criterion.code in policy.gates:
            yield from criterion.gates(person)
        return
    if criterion.code not in policy.needs or not criterion.applies(person):
        return
    stated = False
    for place, need in enumerate(person.record.needs):
        if need.criterion != criterion.code:
            continue
        stated = True
        yield Asked(
            person=person,
            kind=Kind.NEED,
            parameters=parameters_of(criterion, need),
            weight=policy.weight(criterion.code, need.strength),
            need=place,
            strength=need.strength,
            source=need.source,
            confirmed_on=need.confirmed_on,
        )
    if not stated:
        yield from criterion.unstated(person)


def parameters_of(criterion: Criterion, need: Need) -> Strict:
    """Return the need's parameters as the criterion's own model.

    Raises
    ------
    pydantic.ValidationError
        When they are not what the criterion takes.
    """
    # Through JSON, because strict models take enum members as text only there.
    return criterion.Parameters.model_validate_json(json.dumps(need.parameters))
