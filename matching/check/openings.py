"""Whether every opening opens what it names, and takes no more than is needed."""

from collections.abc import Iterator, Sequence

from matching.check.changed import Scene, made
from matching.check.ground import Ground, rests_on_minutes
from matching.check.pair import JudgedPair, judged
from matching.check.reported import Opening, OpeningChange, PersonResult

KINDS = ("support", "permission", "request")
CANNOT = (KeyError, ValueError, IndexError)
"""What comes of a change that cannot be made."""


def wrong_in_openings(ground: Ground, person: PersonResult) -> Iterator[str]:
    """Say what is wrong with the openings of one young person."""
    order = [KINDS.index(o.kind) for o in person.openings if o.kind in KINDS]
    if order != sorted(order) or len(order) != len(person.openings):
        yield f"{person.id}: openings are not support, permission, request in order"
    out = {
        pair.household
        for pair in ground.case.decisions.ruled_out
        if pair.young_person == person.id
    }
    for n, opening in enumerate(person.openings):
        at = f"{person.id}: opening {n}"
        yield from _wrong_claims(ground, at, opening)
        for household in opening.homes:
            if household in out:
                yield f"{at} names {household}, which is ruled out"
        for one in opening.opened:
            yield from _wrong_at(ground, at, person.id, opening, one.household)


def _wrong_claims(ground: Ground, at: str, opening: Opening) -> Iterator[str]:
    if [one.household for one in opening.opened] != opening.homes or not opening.homes:
        yield f"{at} says of other homes that they open than it names"
        return
    if opening.count < len(opening.homes):
        yield f"{at} counts {opening.count} homes and names {len(opening.homes)}"
    if opening.best_fit != max(one.fit for one in opening.opened):
        yield f"{at} says another best fit than that of its homes"
    worst = max((KINDS.index(c.kind) for c in opening.changes), default=0)
    if opening.kind != KINDS[worst]:
        yield f"{at} is of another kind than its changes"
    for change in opening.changes:
        allowed = ground.policy.lifts.get(change.criterion)
        if allowed is not None and not set(change.lifted_by[0]) <= set(allowed):
            yield f"{at}: the policy lets nobody named lift {change.criterion}"


def _wrong_at(
    ground: Ground, at: str, person: str, opening: Opening, household: str
) -> Iterator[str]:
    said = {one.household: one.standing for one in opening.opened}[household]
    try:
        then = _judged(ground, person, household, opening.changes)
        without = [
            _judged(ground, person, household, _others(opening.changes, n))
            for n in range(len(opening.changes))
        ]
    except CANNOT as failed:
        yield f"{at}: a change cannot be made at {household}: {failed}"
        return
    exact = not rests_on_minutes(ground, person)
    standing = then.believing({}).standing
    if standing != said and (exact or not then.believing({}).is_option):
        yield f"{at}: {household} is said to be {said!r} then; it is {standing.value!r}"
    for change, less in zip(opening.changes, without, strict=True):
        if exact and less.is_option:
            yield f"{at}: {household} opens without the change to {change.criterion}"


def _others(changes: Sequence[OpeningChange], n: int) -> list[OpeningChange]:
    return [*changes[:n], *changes[n + 1 :]]


def _judged(
    ground: Ground, person: str, household: str, changes: Sequence[OpeningChange]
) -> JudgedPair:
    scene = Scene(ground, ground.homes[household])
    for change in changes:
        scene = made(scene, change)
    return judged(scene.ground, scene.ground.people[person], scene.home)
