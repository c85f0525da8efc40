"""Every criterion of one pair but brothers and sisters, which take several pairs.

Written from the description of the criteria alone, one plain function each, so that
it is a second opinion on the engine's own.
"""

from collections.abc import Callable, Iterator

from matching.case import Answer, Level, Need, Place, Strength, YoungPerson
from matching.check import carers, home, identity, others, room, terms, where
from matching.check.ground import Pair, same
from matching.check.judgement import (
    MET,
    NOT_KNOWN,
    PART_MET,
    Found,
    Judgement,
    Lifters,
    Verdict,
    not_met,
)
from matching.check.others import Parameters
from matching.policy import Policy

GATES: dict[str, Callable[[Pair], Found]] = {
    "approval": terms.approval,
    "approval_age": terms.approval_age,
    "approval_gender": terms.approval_gender,
    "approval_type": terms.approval_type,
    "availability": terms.availability,
    "places": lambda pair: room.places(pair.ground, pair.home, [pair.person]),
    "bedroom": lambda pair: room.bedrooms(pair.ground, pair.home, [pair.person]),
    "solo_promise": others.solo_promise,
    "cannot_live_with": others.cannot_live_with,
    "agency_word": others.agency_word,
    "avoid_place": where.avoid_place,
    "carers_wish": terms.carers_wish,
}

NEEDS: dict[str, Callable[[Pair, Parameters], Found]] = {
    "solo": others.solo,
    "no_children_under": others.no_children_under,
    "youngest": others.youngest,
    "oldest": others.oldest,
    "no_children_of_gender": others.no_children_of_gender,
    "with_other_children": others.with_other_children,
    "animals": home.animals,
    "two_carers": carers.two_carers,
    "carer_gender": carers.carer_gender,
    "carer_at_home": carers.carer_at_home,
    "experience": carers.experience,
    "training": carers.training,
    "training_or_experience": carers.training_or_experience,
    "smoke_free": carers.smoke_free,
    "near": where.near,
    "keep_school": where.keep_school,
    "in_area": where.in_area,
    "language": identity.language,
    "faith": identity.faith,
    "culture": identity.culture,
    "accessibility": home.accessibility,
    "long_term": home.long_term,
    "driver": carers.driver,
    "setting": home.setting,
    "interests": home.interests,
    "budget": home.budget,
}

NOBODY_LIFTS = frozenset(
    {
        "solo_promise",
        "cannot_live_with",
        "agency_word",
        "avoid_place",
        "considerations",
    }
)
LIFTED_BY: dict[str, Lifters] = {
    "approval": (frozenset({"agency"}),),
    "approval_age": (frozenset({"agency"}),),
    "approval_gender": (frozenset({"agency"}),),
    "approval_type": (frozenset({"agency"}),),
    "availability": (frozenset({"authority"}), frozenset({"agency"})),
}
BY_THE_AUTHORITY: Lifters = (frozenset({"authority"}),)


def judge_alone(pair: Pair) -> Iterator[Judgement]:
    """Judge gates, behaviours, needs and what the law has considered, in that order."""
    yield from _gates(pair)
    if "considerations" in pair.policy.gates:
        yield from _considerations(pair)
    for place, need in enumerate(pair.person.needs):
        if counts(pair.policy, need):
            found = NEEDS[need.criterion](pair, need.parameters)
            yield judged_need(pair.policy, need, place, found)
    yield from _considered(pair)


def counts(policy: Policy, need: Need) -> bool:
    """Tell whether the policy judges this need, and this module can."""
    if need.criterion == "budget" and not policy.budget:
        return False
    return need.criterion in policy.needs and need.criterion in NEEDS


def judged_need(policy: Policy, need: Need, place: int, found: Found) -> Judgement:
    """Give a finding the strength of its need.

    A need whose answer nobody has yet excludes no home: where the answer would
    matter it is a question.
    """
    verdict, asked = found.verdict, need.strength is Strength.NOT_KNOWN
    if asked and verdict not in (None, Verdict.MET):
        verdict = Verdict.NOT_KNOWN
    return Judgement(
        need.criterion,
        place,
        None,
        verdict,
        found.shortfall if verdict is Verdict.NOT_MET else None,
        asked or need.strength is Strength.ESSENTIAL,
        _liftable(policy, need.criterion, found),
    )


def _gates(pair: Pair) -> Iterator[Judgement]:
    for code, judge in GATES.items():
        if code in pair.policy.gates:
            found = judge(pair)
            yield Judgement(
                code,
                None,
                None,
                found.verdict,
                found.shortfall,
                # What carers hope for is a wish: it decides nothing.
                code != "carers_wish",
                _liftable(pair.policy, code, found),
            )


def _considerations(pair: Pair) -> Iterator[Judgement]:
    """One verdict a recorded behaviour: the carers' answer, whatever its level."""
    for code, behaviour in pair.person.behaviours.items():
        if behaviour.level is Level.NONE_KNOWN:
            continue
        said = pair.home.considerations.get(code)
        verdict = {
            Answer.YES: MET,
            Answer.YES_WITH_SUPPORT: PART_MET,
            Answer.NO: not_met(),
        }.get(said.answer if said else Answer.NOT_RECORDED, NOT_KNOWN)
        yield Judgement(
            "considerations", None, str(code), verdict.verdict, None, True, False
        )


def _considered(pair: Pair) -> Iterator[Judgement]:
    """Judge as evidence what the law has considered and no need states."""
    stated = {need.criterion for need in pair.person.needs}
    for code, considered in pair.policy.considered.items():
        of_their_own = _of_their_own(code, pair.person)
        if code in stated or code not in NEEDS or of_their_own is None:
            continue
        found = NEEDS[code](pair, {**considered.parameters, **of_their_own})
        yield Judgement(code, None, None, found.verdict, found.shortfall, False, True)


def _of_their_own(code: str, person: YoungPerson) -> Parameters | None:
    """Return what is considered for this young person; None where not recorded."""
    place: dict[str, Place | None] = {
        "near": person.home.value,
        "keep_school": person.school.value,
    }
    languages = [one for one in person.languages.value or () if same(one) != "en"]
    words = {
        "language": ("languages", languages),
        "faith": ("what", [person.faith.value] if person.faith.value else None),
        "culture": ("what", person.cultures.value),
        "accessibility": ("adaptations", person.adaptations.value),
    }
    if code == "in_area":
        return {}
    if code in place:
        there = place[code]
        return None if there is None else {"place": there.model_dump()}
    name, value = words.get(code, ("", None))
    return {name: value} if value else None


def _liftable(policy: Policy, code: str, found: Found) -> bool:
    if found.lifted_by is not None:
        alternatives = found.lifted_by
    elif code in NOBODY_LIFTS:
        alternatives = ()
    else:
        alternatives = LIFTED_BY.get(code, BY_THE_AUTHORITY)
    allowed = policy.lifts.get(code)
    return any(allowed is None or parties <= set(allowed) for parties in alternatives)
