"""Approval, its terms, availability and what the carers hope for."""

from matching.case import ApprovalStatus
from matching.check.ground import Pair
from matching.check.judgement import MET, NOT_KNOWN, PART_MET, Found, met_if, not_met

NOBODY = ()


def approval(pair: Pair) -> Found:
    """Only *approved* is met; *suspended* and *resigned* are lifted by nobody."""
    status = pair.home.status.value
    if status is None:
        return NOT_KNOWN
    if status is ApprovalStatus.APPROVED:
        return MET
    if status in (ApprovalStatus.SUSPENDED, ApprovalStatus.RESIGNED):
        return not_met(lifted_by=NOBODY)
    expected = pair.home.approval_expected.value
    assessed = status is ApprovalStatus.IN_ASSESSMENT
    late = (expected - pair.day).days if expected and assessed else 0
    return not_met(late if late > 0 else None)


def approval_age(pair: Pair) -> Found:
    """Completed years on the day needed lie inside the terms."""
    terms = pair.home.terms.value
    if terms is None:
        return NOT_KNOWN
    if terms.ages is None:
        return MET
    youngest, oldest = terms.ages
    outside = max(youngest - pair.age, pair.age - oldest, 0)
    return met_if(outside == 0, outside)


def approval_gender(pair: Pair) -> Found:
    """The terms name the young person's gender, or no gender."""
    terms, gender = pair.home.terms.value, pair.person.gender
    if terms is None:
        return NOT_KNOWN
    if terms.genders is None or "any" in terms.genders:
        return MET
    return NOT_KNOWN if gender is None else met_if(gender in terms.genders)


def approval_type(pair: Pair) -> Found:
    """One of the kinds approved for serves the kind asked for, as the policy says."""
    terms = pair.home.terms.value
    if terms is None:
        return NOT_KNOWN
    if terms.types is None:
        return MET
    serving = pair.policy.approval_serves.get(pair.person.placement_type, [])
    return met_if(any(kind in serving for kind in terms.types))


def availability(pair: Pair) -> Found:
    """A place is free by the day needed."""
    free_from = pair.home.available_from.value
    if free_from is None:
        return NOT_KNOWN
    return met_if(free_from <= pair.day, max((free_from - pair.day).days, 0))


def carers_wish(pair: Pair) -> Found:
    """Inside what the carers hope for; outside is part met, never not met."""
    hopes, person = pair.home.hopes.value, pair.person
    if hopes is None:
        return NOT_KNOWN
    if hopes.ages and not hopes.ages[0] <= pair.age <= hopes.ages[1]:
        return PART_MET
    if hopes.types and person.placement_type not in hopes.types:
        return PART_MET
    if not hopes.genders:
        return MET
    if person.gender is None:
        return NOT_KNOWN
    return MET if person.gender in hopes.genders else PART_MET
