"""Approved places, the usual fostering limit and bedrooms, for one or for several.

The same rules hold for a young person alone, for a sibling group and for everyone the
plan puts into one home, so each takes the young people who would move in.
"""

from collections.abc import Sequence

from matching.case import Household, YoungPerson
from matching.check.ground import Ground, children_of, placed
from matching.check.judgement import Found, Lifters, Verdict, met_if, not_met

AGENCY: Lifters = (frozenset({"agency"}),)
HOME_AUTHORITY: Lifters = (frozenset({"home authority"}),)
BOTH: Lifters = (frozenset({"agency", "home authority"}),)


def places(ground: Ground, home: Household, moving: Sequence[YoungPerson]) -> Found:
    """Within approved places and within the usual limit, unless lifted by law."""
    living = [placement.young_person for placement in placed(home)]
    everyone = living + [person.id for person in moving]
    terms = home.terms.value
    over_terms = (
        len(everyone) - terms.places if terms and terms.places is not None else 0
    )
    over_limit = len(everyone) - ground.policy.usual_limit.value
    if over_limit > 0 and (
        _all_siblings(ground, home, everyone) or _exempt(ground, home, moving, everyone)
    ):
        over_limit = 0
    if over_limit > 0 and over_terms > 0:
        return not_met(max(over_limit, over_terms), BOTH)
    if over_limit > 0:
        return not_met(over_limit, HOME_AUTHORITY)
    if over_terms > 0:
        return not_met(over_terms, AGENCY)
    return met_if(None if terms is None else True)


def bedrooms(ground: Ground, home: Household, moving: Sequence[YoungPerson]) -> Found:
    """Everyone over three has their own bedroom or a written agreement to share."""
    limit = ground.policy.own_bedroom_over_age.value
    alone = [person for person in moving if ground.age(person) > limit]
    needed = _rooms_needed(ground, home, alone, {c.id for c in children_of(home)})
    if needed == 0:
        return met_if(True)
    free = home.bedrooms_free.value
    if free is None:
        return met_if(None)
    return met_if(needed <= free, max(needed - free, 0))


def one_at_a_time(home: Household, moving: Sequence[YoungPerson]) -> bool:
    """Tell whether carers who take one young person alone are asked for no more."""
    if home.takes_alone.value != "only" or len(moving) < 2:
        return True
    groups = {person.sibling_group for person in moving}
    return len(groups) == 1 and None not in groups


def room_for(
    ground: Ground, home: Household, moving: Sequence[YoungPerson]
) -> bool | None:
    """Tell whether all of them fit in together; None where not known."""
    found = {
        places(ground, home, moving).verdict,
        bedrooms(ground, home, moving).verdict,
    }
    if Verdict.NOT_MET in found or not one_at_a_time(home, moving):
        return False
    return None if Verdict.NOT_KNOWN in found else True


def _all_siblings(ground: Ground, home: Household, ids: list[str]) -> bool:
    return all(
        _siblings(ground, home, a, b) for n, a in enumerate(ids) for b in ids[:n]
    )


def _siblings(ground: Ground, home: Household, a: str, b: str) -> bool:
    recorded = {p.young_person: p.siblings for p in placed(home)}
    if b in recorded.get(a, ()) or a in recorded.get(b, ()):
        return True
    one, other = ground.people.get(a), ground.people.get(b)
    return bool(
        one and other and one.sibling_group and one.sibling_group == other.sibling_group
    )


def _exempt(
    ground: Ground, home: Household, moving: Sequence[YoungPerson], ids: list[str]
) -> bool:
    """Tell whether the home's own authority exempted exactly these children."""
    days = [ground.day(person) for person in moving]
    return any(
        exemption.authority == (ground.area_of(home) or exemption.authority)
        and set(ids) <= set(exemption.young_people)
        and all(exemption.holds_on(day) for day in days)
        for exemption in home.exemptions
    )


def _rooms_needed(
    ground: Ground,
    home: Household,
    alone: Sequence[YoungPerson],
    hosts: set[str | None],
) -> int:
    """Return the fewest bedrooms, trying every way the agreements let them share."""
    if not alone:
        return 0
    first, rest = alone[0], alone[1:]
    fewest = 1 + _rooms_needed(ground, home, rest, hosts)
    for host in sorted(host for host in hosts if host):
        if _agreed(ground, home, first.id, host):
            left = hosts - {host}
            fewest = min(fewest, _rooms_needed(ground, home, rest, left))
    for other in rest:
        if _agreed(ground, home, first.id, other.id):
            others = [person for person in rest if person is not other]
            fewest = min(fewest, 1 + _rooms_needed(ground, home, others, hosts))
    return fewest


def _agreed(ground: Ground, home: Household, a: str, b: str) -> bool:
    """Tell whether the responsible authority of each of the two agreed in writing."""
    responsible = {p.young_person: p.authority for p in placed(home)}
    responsible |= {
        p.id: p.authority for p in ground.case.young_people if p.id in (a, b)
    }
    must_agree = {responsible[i] for i in (a, b) if responsible.get(i)}
    return any(
        set(agreement.between) == {a, b} and must_agree <= set(agreement.agreed_by)
        for agreement in home.sharing_agreements
    )
