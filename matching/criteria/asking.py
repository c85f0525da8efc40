"""What is judged about each young person: gates, needs, statutory considerations."""

import json
from collections.abc import Iterator
from datetime import date

from matching.case import Case, Need, Strict
from matching.criteria.base import Asked, Criterion, Kind, Person
from matching.policy import Policy


def people(case: Case, policy: Policy) -> dict[str, Person]:
    """Return every young person of the case as the criteria see them, by id."""
    authorities = {authority.id: authority for authority in case.authorities}
    groups: dict[str, set[str]] = {}
    for record in case.young_people:
        if record.sibling_group is not None:
            groups.setdefault(record.sibling_group, set()).add(record.id)
    return {
        record.id: Person(
            record=record,
            day=(day := max(record.needed_by, case.as_of)),
            age=completed_years(record.born, day),
            as_of=case.as_of,
            policy=policy,
            authorities=authorities,
            siblings=frozenset(
                groups.get(record.sibling_group or "", set()) - {record.id}
            ),
        )
        for record in case.young_people
    }


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
    if criterion.code not in policy.needs:
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
            weight=policy.weight(criterion.code, need.strength)
            if criterion.weighs
            else 0.0,
            need=place,
            strength=need.strength,
            source=need.source,
            confirmed_on=need.confirmed_on,
        )
    if not stated:
        yield from _considered(person, criterion)


def parameters_of(criterion: Criterion, need: Need) -> Strict:
    """Return the need's parameters as the criterion's own model.

    Raises
    ------
    pydantic.ValidationError
        When they are not what the criterion takes.
    """
    # Through JSON, because strict models take enum members as text only there.
    return criterion.Parameters.model_validate_json(json.dumps(need.parameters))


def _considered(person: Person, criterion: Criterion) -> Iterator[Asked]:
    rule = person.policy.considered.get(criterion.code)
    if rule is None:
        return
    parameters = criterion.considered(person, rule)
    if parameters is not None:
        yield Asked(
            person=person,
            kind=Kind.CONSIDERED,
            parameters=parameters,
            weight=rule.weight,
            source=rule.source,
        )
