"""An opening as changes to the case, so that somebody can ask *what if*."""

import numpy as np

from matching.case import Case, Change
from matching.criteria.asking import people as people_of
from matching.openings.obstacles import Bit, Mask, Way
from matching.openings.trial import lifts_at
from matching.policy import load_policy
from matching.report import Opening, OpeningChange
from matching.siblings import judge_group
from matching.table import Table
from matching.travel import EstimatedTravel, Travel
from matching.verdicts import PersonVerdicts, Ruling, judge_person


def changes_for(
    case: Case,
    young_person: str,
    opening: Opening,
    household: str,
    travel: Travel | None = None,
) -> list[Change]:
    """Return what an opening of a young person changes in the case for one household.

    Of what was asked as much as this household needs. ``matching.changes.changed``
    makes the changes.

    Raises
    ------
    LookupError
        When the opening is not one for this household in this case.
    """
    there = [home for home in case.households if home.id == household]
    judged = _judged(
        case.model_copy(update={"households": there}), young_person, travel
    )
    rulings = [_ruling(judged, change) for change in opening.changes]
    apart = any(ruling.criterion.code == "siblings_together" for ruling in rulings)
    by = [tuple(change.lifted_by[0]) for change in opening.changes]
    numbered = enumerate(zip(rulings, by, strict=True))
    mask = Mask(
        way=Way((young_person,) if apart else tuple(judged), np.zeros(1, np.intp), []),
        bits=tuple(Bit(ruling, who, number) for number, (ruling, who) in numbered),
        rows=np.zeros(1, dtype=np.intp),
        shortfall=np.array([[_shortfall(ruling)] for ruling in rulings]),
        clause=np.array([[ruling.judgement.clause[0]] for ruling in rulings]),
    )
    lifts = lifts_at(mask, 0, mask.shortfall[:, 0], there[0])
    if lifts is None:
        raise LookupError(f"{household!r} is not opened by these changes")
    return [change for lift in lifts for change in lift.changes]


def _judged(
    here: Case, young_person: str, travel: Travel | None
) -> dict[str, PersonVerdicts]:
    """Judge the young person, and everyone in their group, at the one home there."""
    policy = load_policy(here.policy)
    table = Table(here, travel or EstimatedTravel(policy.travel))
    people = people_of(here, policy)
    group = people[young_person].group
    members = group.members if group else (young_person,)
    judged = {member: judge_person(people[member], table) for member in members}
    return judge_group(group, judged, table, policy) if group else judged


def _ruling(judged: dict[str, PersonVerdicts], change: OpeningChange) -> Ruling:
    about = (change.criterion, change.need, change.behaviour)
    for ruling in judged[change.young_person].deciding:
        asked = ruling.asked
        key = (ruling.criterion.code, asked.need, asked.behaviour)
        if key == about and len(ruling.homes) and ruling.failed[0]:
            return ruling
    raise LookupError(f"{change.criterion!r} keeps no such home out")


def _shortfall(ruling: Ruling) -> float:
    shortfall = ruling.judgement.shortfall
    return float("nan") if shortfall is None else float(shortfall[0])
