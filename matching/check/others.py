"""Who else lives in the home, now or by the plan."""

from typing import Any

from matching.case import Need, Strength, YoungPerson
from matching.check.ground import (
    Child,
    Ground,
    Pair,
    children_of,
    every_child_is_known,
    placed,
)
from matching.check.judgement import Found, any_true, met_if, not_met

Parameters = dict[str, Any]

ABOUT_OTHERS = frozenset(
    {"solo", "no_children_under", "youngest", "oldest", "no_children_of_gender"}
)


def speaks_against(
    criterion: str, parameters: Parameters, age: int, child: Child
) -> bool | None:
    """Tell whether this child in the home breaks a need about other children."""
    gap = int(parameters.get("gap_years", 0))
    if criterion == "solo":
        return True
    if criterion == "no_children_under":
        return child.age < int(parameters["age"])
    if criterion == "youngest":
        return child.age - age < gap
    if criterion == "oldest":
        return age - child.age < gap
    return None if child.gender is None else bool(child.gender == parameters["gender"])


def cannot_live_together(ground: Ground, a: YoungPerson, b: YoungPerson) -> list[str]:
    """Say why two young people cannot share a home, from both sides."""
    reasons = []
    for one, other in ((a, b), (b, a)):
        if other.id in one.cannot_live_with:
            reasons.append(f"{one.id} cannot live with {other.id}")
        reasons.extend(
            f"the essential {need.criterion} of {one.id} does not hold with {other.id}"
            for need in one.needs
            if is_essential_about_others(ground, need)
            and speaks_against(
                need.criterion,
                need.parameters,
                ground.age(one),
                ground.as_child(other),
            )
        )
    return reasons


def is_essential_about_others(ground: Ground, need: Need) -> bool:
    """Tell whether this need decides who else may live in the home."""
    return (
        need.criterion in ABOUT_OTHERS
        and need.criterion in ground.policy.needs
        and need.strength is Strength.ESSENTIAL
    )


def solo_promise(pair: Pair) -> Found:
    """Nobody who lives there was promised a home without others."""
    return met_if(not any(p.solo_promised for p in placed(pair.home)))


def cannot_live_with(pair: Pair) -> Found:
    """No recorded bar, from either side, between them and anyone who lives there."""
    ours = any(c.id in pair.person.cannot_live_with for c in children_of(pair.home))
    theirs = any(pair.person.id in p.cannot_live_with for p in placed(pair.home))
    return met_if(not (ours or theirs))


def agency_word(pair: Pair) -> Found:
    """The agency of the home has not said that it is not right for them."""
    return met_if(pair.person.id not in pair.home.not_right_for)


def without(criterion: str, pair: Pair, parameters: Parameters) -> Found:
    """No child who lives there speaks against the need."""
    children = children_of(pair.home)
    against = [speaks_against(criterion, parameters, pair.age, c) for c in children]
    if not every_child_is_known(pair.home):
        against.append(None)
    broken = any_true(against)
    if broken:
        return not_met(_shortfall(criterion, parameters, pair.age, children))
    return met_if(None if broken is None else True)


def no_children_under(pair: Pair, parameters: Parameters) -> Found:
    """No child under that age lives there."""
    return without("no_children_under", pair, parameters)


def youngest(pair: Pair, parameters: Parameters) -> Found:
    """Every child there is older by at least the gap."""
    return without("youngest", pair, parameters)


def oldest(pair: Pair, parameters: Parameters) -> Found:
    """Every child there is younger by at least the gap."""
    return without("oldest", pair, parameters)


def no_children_of_gender(pair: Pair, parameters: Parameters) -> Found:
    """No child of that gender lives there."""
    return without("no_children_of_gender", pair, parameters)


def solo(pair: Pair, parameters: Parameters) -> Found:
    """No other child lives there, and the carers can take one alone."""
    alone = without("solo", pair, parameters)
    takes = pair.home.takes_alone.value
    if alone.shortfall is not None or takes == "no":
        return not_met(alone.shortfall)
    return met_if(None) if takes is None else alone


def with_other_children(pair: Pair, _: Parameters) -> Found:
    """At least one child near in age lives there; the policy says how near."""
    near = [
        abs(child.age - pair.age) <= pair.policy.company_years
        for child in children_of(pair.home)
    ]
    known = every_child_is_known(pair.home)
    return met_if(any_true([*near, False if known else None]))


def _shortfall(
    criterion: str, parameters: Parameters, age: int, children: list[Child]
) -> float:
    ages = [child.age for child in children]
    gap = int(parameters.get("gap_years", 0))
    if criterion == "solo":
        return len(children)
    if criterion == "no_children_under":
        return int(parameters["age"]) - min(ages)
    if criterion == "youngest":
        return age + gap - min(ages)
    if criterion == "oldest":
        return max(ages) + gap - age
    return sum(bool(child.gender == parameters["gender"]) for child in children)
