"""What the home is like and what it offers."""

from typing import Any

from matching.case import Adaptation, Animals, KeptApart
from matching.check.ground import Pair, same, shared
from matching.check.judgement import (
    MET,
    NOT_KNOWN,
    PART_MET,
    Found,
    Verdict,
    met_if,
    not_met,
    worst,
)
from matching.check.others import Parameters


def animals(pair: Pair, parameters: Parameters) -> Found:
    """Avoided animals are absent or kept apart, and one that is wanted is there."""
    here = pair.home.animals.value
    if here is None:
        return NOT_KNOWN
    found = []
    if avoid := parameters.get("avoid"):
        avoided = [a for a in here if avoid == "any" or shared([a.species], avoid)]
        found.append(_avoided(avoided))
    if wants := parameters.get("wants"):
        found.append(met_if(bool(shared([a.species for a in here], wants)), 1))
    return worst(found)


def _avoided(here: list[Animals]) -> Found:
    loose = [animal for animal in here if animal.kept_apart != KeptApart.YES]
    if any(animal.kept_apart is not None for animal in loose):
        return not_met(sum(animal.count for animal in loose))
    if loose:
        return NOT_KNOWN
    return PART_MET if here else MET


def accessibility(pair: Pair, parameters: Parameters) -> Found:
    """Every adaptation is there; part met where a missing one is planned."""
    here = pair.home.adaptations.value
    if here is None:
        return NOT_KNOWN
    found = [_adapted(pair, here, kind) for kind in parameters["adaptations"]]
    if any(one.verdict is Verdict.NOT_MET for one in found):
        return not_met(sum(one.verdict is not Verdict.MET for one in found))
    return worst(found)


def _adapted(pair: Pair, here: list[Adaptation], kind: str) -> Found:
    matching = [a for a in here if same(a.kind) == same(kind)]
    if not matching:
        return not_met(1)
    today = pair.ground.case.as_of
    done = any(a.planned_for is None or a.planned_for <= today for a in matching)
    return MET if done else PART_MET


def long_term(pair: Pair, _: Parameters) -> Found:
    """The household offers a long-term home."""
    offers = pair.home.offers.value
    return NOT_KNOWN if offers is None else met_if("long-term" in offers)


def setting(pair: Pair, parameters: Parameters) -> Found:
    """In town or in the country, as asked."""
    asked, there = parameters["setting"], pair.home.setting.value
    if asked == "either":
        return MET
    return NOT_KNOWN if there is None else met_if(there == asked)


def interests(pair: Pair, parameters: Parameters) -> Found:
    """As many of the interests as the home shares."""
    there = pair.home.interests.value
    if there is None:
        return NOT_KNOWN
    return _share(there, parameters["interests"])


def _share(there: list[str], asked: list[Any]) -> Found:
    found = shared(there, asked)
    if not found:
        return not_met()
    return MET if len(found) == len({same(one) for one in asked}) else PART_MET


def budget(pair: Pair, parameters: Parameters) -> Found:
    """The weekly fee lies within the budget."""
    fee = pair.home.weekly_fee.value
    if fee is None:
        return NOT_KNOWN
    over = fee - parameters["weekly"]
    return met_if(over <= 0, max(over, 0.0))
