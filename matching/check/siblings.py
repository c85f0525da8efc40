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
    """Judge the need to live together, stated or considered.

    A referral speaks for the whole group: what one of them needs holds for the others
    who state no need of their own.
    """
    person, policy = pair.person, pair.policy
    own = [(n, need) for n, need in enumerate(person.needs) if need.criterion == CODE]
    for place, need in own if CODE in policy.needs else ():
        yield judged_need(policy, need, place, _together(pair, need))
    if own or person.sibling_group is None:
        return
    said = _said_by_a_sibling(pair.ground, person)
    found = _together(pair, said)
    if said:
        yield judged_need(policy, said, 0, found)._replace(need=None)
    elif CODE in policy.considered:
        yield Judgement(CODE, None, None, found.verdict, None, False, True)


def _said_by_a_sibling(ground: Ground, person: YoungPerson) -> Need | None:
    said = [
        need
        for sibling in ground.groups[person.sibling_group or ""]
        for need in sibling.needs
        if need.criterion == CODE and CODE in ground.policy.needs
    ]
    essential = [need for need in said if need.strength is Strength.ESSENTIAL]
    return next(iter(essential or said), None)


def group_of(
    ground: Ground, person: YoungPerson, need: Need | None
) -> list[YoungPerson]:
    """Return the brothers and sisters a need speaks of, the young person included."""
    group = (need and need.parameters.get("group")) or person.sibling_group
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


def _together(pair: Pair, need: Need | None) -> Found:
    group = group_of(pair.ground, pair.person, need)
    parts = split(need) if need else []
    everyone = _could_take(pair.ground, pair.home, group)
    if everyone is not False:
        return MET if everyone else NOT_KNOWN
    own = [p for part in parts if pair.person.id in part for p in group if p.id in part]
    part_of_them = _could_take(pair.ground, pair.home, own) if own else False
    if part_of_them is not False:
        return PART_MET if part_of_them else NOT_KNOWN
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
