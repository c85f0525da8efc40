"""Whether everyone in the plan could live where it puts them, all at once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from matching.case import YoungPerson
from matching.check.ground import Ground, offered
from matching.check.judgement import Standing, Verdict
from matching.check.others import cannot_live_together
from matching.check.pair import judged
from matching.check.reported import Plan, Reported
from matching.check.room import bedrooms, one_at_a_time, places
from matching.check.siblings import essential_groups


def wrong_in_plan(ground: Ground, report: Reported, plan: Plan) -> Iterator[str]:
    """Say what is wrong with who lives where; levels are another matter."""
    fixed = {pair.young_person: pair.household for pair in ground.case.decisions.fixed}
    if plan.is_none:
        yield from _wrong_contradiction(ground, plan, fixed)
        return
    yield from _wrong_ids(ground, plan)
    homes = {a.young_person: a.household for a in plan.assignments}
    yield from _wrong_decisions(ground, homes, fixed)
    known = {
        person: home
        for person, home in homes.items()
        if person in ground.people and home in ground.homes
    }
    undecided = {p: home for p, home in known.items() if fixed.get(p) != home}
    wrong = wrong_pairs(ground, report, undecided.items())
    yield from (f"plan: {said}" for said in wrong)
    yield from _clashes(ground, known, fixed)


def _clashes(
    ground: Ground, homes: dict[str, str], decided: dict[str, str]
) -> Iterator[str]:
    """Say who cannot live in one home at once, and which siblings cannot be apart."""
    by_home: dict[str, list[YoungPerson]] = {}
    for person, home in homes.items():
        by_home.setdefault(home, []).append(ground.people[person])
    for home, people in by_home.items():
        # What people decided stands, even against the rules.
        if not all(decided.get(person.id) == home for person in people):
            wrong = wrong_in_home(ground, home, people)
            yield from (f"plan: {said}" for said in wrong)
    yield from _split_siblings(ground, homes, decided)


def _wrong_ids(ground: Ground, plan: Plan) -> Iterator[str]:
    placed = Counter(a.young_person for a in plan.assignments)
    mentioned = placed + Counter(one.young_person for one in plan.unplaced)
    for person, times in placed.items():
        if times > 1:
            yield f"plan: {person} has {times} homes"
    for person in sorted(mentioned.keys() - ground.people.keys()):
        yield f"plan: no young person in the case has the id {person}"
    for person in ground.people:
        if person not in mentioned:
            yield f"plan: {person} is neither placed nor said to be without a home"
        elif mentioned[person] > placed[person] > 0:
            yield f"plan: {person} is placed and said to be without a home"
    for one in plan.assignments:
        if one.household not in ground.homes:
            yield f"plan: no household in the case has the id {one.household}"


def _wrong_contradiction(
    ground: Ground, plan: Plan, fixed: dict[str, str]
) -> Iterator[str]:
    ruled_out = {(p.young_person, p.household) for p in ground.case.decisions.ruled_out}
    if fixed.items() & ruled_out:
        return
    if not any(_clashes(ground, fixed, decided={})):
        yield "plan: there is none, and all that was decided can hold at once"
        return
    named = {d.young_person: d.household for d in plan.contradiction if d.is_fixed}
    if not named.items() <= fixed.items():
        yield "plan: names decisions that nobody took"
    # Of brothers and sisters in several homes only a whole plan can tell.
    elif len(set(named.values())) == 1:
        yield from _wrong_in_one_home(ground, named)


def _wrong_in_one_home(ground: Ground, named: dict[str, str]) -> Iterator[str]:
    (home,) = set(named.values())
    people = [ground.people[person] for person in named]
    alone = all(person.sibling_group is None for person in people)
    if alone and not any(wrong_in_home(ground, home, people)):
        yield "plan: the decisions it names can hold at once"
    for person in people:
        fewer = [other for other in people if other is not person]
        if fewer and any(wrong_in_home(ground, home, fewer)):
            yield f"plan: the decisions it names cannot hold without {person.id}'s"


def _wrong_decisions(
    ground: Ground, homes: dict[str, str], fixed: dict[str, str]
) -> Iterator[str]:
    for person, household in fixed.items():
        if homes.get(person) != household:
            yield f"plan: {person} at {household} is decided and is not in the plan"
    for pair in ground.case.decisions.ruled_out:
        if homes.get(pair.young_person) == pair.household:
            yield f"plan: {pair.young_person} at {pair.household} was ruled out"


def wrong_pairs(
    ground: Ground, report: Reported, pairs: Iterable[tuple[str, str]]
) -> Iterator[str]:
    """Say which of these young people and homes, decided by nobody, are no options."""
    allowed = [Standing.OPEN]
    if ground.policy.plan_with_questions:
        allowed.append(Standing.WITH_QUESTIONS)
    said = {
        (person.id, option.household): {v.key: v.verdict for v in option.verdicts}
        for person in report.young_people
        for option in person.options
    }
    for person_id, household in pairs:
        person, home = ground.people[person_id], ground.homes[household]
        if not offered(person, home):
            yield f"{household} is not offered to {person_id}"
            continue
        pair = judged(ground, person, home).believing(
            said.get((person_id, household), {})
        )
        if pair.standing not in allowed:
            failed = ", ".join(sorted({key[0] for key in pair.failed})) or "questions"
            yield (
                f"{person_id} at {household} stands {pair.standing.value!r}: {failed}"
            )


def wrong_in_home(
    ground: Ground, household: str, people: Sequence[YoungPerson]
) -> Iterator[str]:
    """Say why these could not live in one home at once."""
    home = ground.homes[household]
    ids = ", ".join(person.id for person in people)
    room = places(ground, home, people)
    if room.verdict is Verdict.NOT_MET:
        yield f"{ids} at {household} are {room.shortfall:g} more than its places"
    beds = bedrooms(ground, home, people)
    if beds.verdict is Verdict.NOT_MET:
        yield f"{ids} at {household} lack {beds.shortfall:g} of their bedrooms"
    if not one_at_a_time(home, people):
        yield f"{household} takes one young person alone, and has {ids}"
    for a, b in combinations(people, 2):
        for reason in cannot_live_together(ground, a, b):
            yield f"at {household}, {reason}"


def _split_siblings(
    ground: Ground, homes: dict[str, str], decided: dict[str, str]
) -> Iterator[str]:
    """Say which siblings who have to stay together are not, or not all placed."""
    for group, parts in essential_groups(ground).items():
        everyone = [person for part in parts for person in part]
        if any(person in decided for person in everyone):
            continue
        together = len({homes.get(person) for person in everyone}) == 1
        if any(person in homes for person in everyone) and not all(
            person in homes for person in everyone
        ):
            yield f"plan: of the siblings {group} some have a home and some none"
        elif not together and any(
            len({homes.get(person) for person in part}) > 1 for part in parts
        ):
            yield f"plan: the siblings {group} live apart and may not be split so"
