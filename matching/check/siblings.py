"""Brothers and sisters together: whether one home could take all of them."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from matching.case import Household, Need, Strength, YoungPerson
from matching.check.ground import Ground, Pair, offered
from matching.check.judgement import (
    MET,
    NOT_KNOWN,
    PART_MET,
    Found,
    Judgement,
    Verdict,
    all_true,
    not_met,
)
from matching.check.others import cannot_live_together
from matching.check.room import room_for
from matching.check.rules import judge_alone, judged_need

CODE = "siblings_together"
TAKEN_TOGETHER = frozenset({"places", "bedroom", "carers_wish"})


def judge_siblings(pair: Pair) -> Iterator[Judgement]:
    """Judge the need to live together, stated or considered."""
    person, policy = pair.person, pair.policy
    stated = [
        (n, need) for n, need in enumerate(person.needs) if need.criterion == CODE
    ]
    if CODE in policy.needs:
        for place, need in stated:
            found = _together(pair, group_of(pair.ground, person, need), split(need))
            yield judged_need(policy, need, place, found)
    if not stated and CODE in policy.considered and person.sibling_group:
        found = _together(pair, pair.ground.groups[person.sibling_group], [])
        yield Judgement(CODE, None, None, found.verdict, None, False, True)


def group_of(ground: Ground, person: YoungPerson, need: Need) -> list[YoungPerson]:
    """Return the brothers and sisters a need speaks of, the young person included."""
    group = need.parameters.get("group") or person.sibling_group
    return ground.groups.get(str(group), [person])


def split(need: Need) -> list[list[str]]:
    """Return the sub-groups the need allows; none where it allows no split."""
    parts = need.parameters.get("sub_groups")
    if not isinstance(parts, list):
        return []
    return [[str(i) for i in part] for part in parts if isinstance(part, list)]


def essential_groups(ground: Ground) -> dict[str, list[list[str]]]:
    """Return each group that has to stay together, with the ways it may be split."""
    found: dict[str, list[list[str]]] = {}
    if CODE not in ground.policy.needs:
        return found
    for person in ground.case.young_people:
        for need in person.needs:
            if need.criterion == CODE and need.strength is Strength.ESSENTIAL:
                group = str(need.parameters.get("group") or person.sibling_group)
                everyone = [p.id for p in group_of(ground, person, need)]
                found.setdefault(group, split(need) or [everyone])
    return found


def _together(
    pair: Pair, group: Sequence[YoungPerson], parts: list[list[str]]
) -> Found:
    everyone = _could_take(pair.ground, pair.home, group)
    if everyone:
        return MET
    own = next((part for part in parts if pair.person.id in part), None)
    some = [p for p in group if own is not None and p.id in own]
    part_of_them = _could_take(pair.ground, pair.home, some) if some else False
    if part_of_them:
        return PART_MET
    if everyone is None or part_of_them is None:
        return NOT_KNOWN
    return not_met()


def _could_take(
    ground: Ground, home: Household, group: Sequence[YoungPerson]
) -> bool | None:
    """Tell whether all could live there at once; None where not known."""
    if not all(offered(person, home) for person in group):
        return False
    if any(cannot_live_together(ground, a, b) for a, b in combinations(group, 2)):
        return False
    suits = [_suits(Pair(ground, person, home)) for person in group]
    return all_true([room_for(ground, home, group), *suits])


def _suits(pair: Pair) -> bool | None:
    """Tell whether nothing but room and siblings speaks against the home."""
    verdicts = {
        j.verdict
        for j in judge_alone(pair)
        if j.decides and j.criterion not in TAKEN_TOGETHER
    }
    if Verdict.NOT_MET in verdicts:
        return False
    return None if verdicts & {Verdict.NOT_KNOWN, None} else True
