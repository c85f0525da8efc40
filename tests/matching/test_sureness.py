"""How sure the ranking is: every answer agrees with trying it."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.ask_first import MOST, ask_first
from matching.case import Strength
from matching.criteria.asking import people
from matching.criteria.base import Verdict
from matching.options import SHOWN, Ranking, rank
from matching.policy import load_policy
from matching.report import PersonResult
from matching.run import run
from matching.sentences import line
from matching.sureness import surely_above
from matching.table import Table
from matching.travel import EstimatedTravel
from matching.verdicts import Ruling, judge_person
from tests.matching.check.random_cases import random_case
from tests.matching.check.small import HOME, PERSON, case_of

BAND = 0.25
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def rankings(seed: int) -> list[Ranking]:
    case = random_case(seed, young_people=3, households=8)
    policy = load_policy(case.policy)
    table = Table(case, EstimatedTravel(policy.travel))
    return [rank(judge_person(p, table)) for p in people(case, policy).values()]


@pytest.mark.parametrize("block", range(3))
def test_no_corner_of_the_weights_turns_round_what_is_sure(block: int) -> None:
    """The fits of a pair are compared at every corner of the box of weights."""
    sure = unsure = 0
    for ranking in itertools.chain(*map(rankings, range(block * 20, block * 20 + 20))):
        fits = ranking.fits
        weights = np.array([ruling.asked.weight for ruling in fits.weighing])
        if not 0 < len(weights) <= 10:
            continue
        corners = np.array(
            list(itertools.product((1 - BAND, 1 + BAND), repeat=len(weights)))
        )
        fit = (corners * weights) @ fits.degrees
        standing = ranking.verdicts.standing[fits.positions]
        for above, below in itertools.pairwise(ranking.order):
            holds = bool((fit[:, above] - fit[:, below] > 1e-9).all())
            holds |= standing[above] < standing[below]
            said = surely_above(ranking, np.array([above]), np.array([below]))
            assert said.tolist() == [holds]
            sure, unsure = sure + holds, unsure + (not holds)
    assert sure
    assert unsure


@FEW
@given(st.integers(0, 100_000), st.lists(st.floats(0.76, 1.24), min_size=4, max_size=4))
def test_who_stays_first_is_first_under_a_changed_policy(
    seed: int, factors: list[float]
) -> None:
    content = json.loads(
        random_case(seed, young_people=3, households=8).model_dump_json()
    )
    policy = load_policy(content["policy"])
    names = ("essential", "strongly_preferred", "preferred", "consideration")
    strengths = {
        name: getattr(policy.strengths, name) * factor
        for name, factor in zip(names, factors, strict=True)
    }
    changes = (
        {"base": "step-down"} if content["policy"] == "step-down" else content["policy"]
    )
    moved = run(case_of(content | {"policy": changes | {"strengths": strengths}}))
    for before, after in zip(
        run(case_of(content)).young_people, moved.young_people, strict=True
    ):
        if before.sureness and before.sureness.stays_first:
            first = next(
                o for o in after.options if o.household == before.options[0].household
            )
            # Printed points are rounded, one tenth for each thing asked at most.
            most = 0.1 * len(first.contributions)
            assert after.options[0].standing == first.standing
            assert after.options[0].fit <= first.fit + most + 1e-9


@pytest.mark.parametrize("block", range(3))
def test_what_is_asked_first_is_what_some_answers_turn(block: int) -> None:
    """Every set of answers is tried for every option and every question."""
    found = 0
    for ranking in itertools.chain(*map(rankings, range(block * 30, block * 30 + 30))):
        homes = ranking.verdicts.homes
        expected: dict[tuple[str, str], set[str]] = {}
        for n in ranking.order[1:].tolist():
            home = homes.household(ranking.fits.positions[n])
            for ruling, at in turning(ranking, n):
                question = line(ruling, at, home).question
                assert question is not None
                key = (question.ask, question.sentence)
                expected.setdefault(key, set()).add(home.id)
        if not len(ranking.order) or len(ranking.order) > SHOWN + 1:
            continue
        asked = ask_first(ranking)
        if len(asked) < MOST:
            found += len(expected)
            assert {
                (a.ask, a.question): {*a.could_come_first}
                for a in asked
                if a.could_come_first
            } == expected
    assert found


def turning(ranking: Ranking, n: int) -> Iterator[tuple[Ruling, int]]:
    """Yield what is not known of an option and could bring it above the first."""
    fits, first = ranking.fits, int(ranking.order[0])
    judged = [(r, int(fits.positions[n])) for r in ranking.verdicts.deciding]
    judged += [(r, n) for r in fits.besides]
    of = dict(zip(map(id, fits.weighing), fits.of.tolist(), strict=True))
    places = {id(r): fits.positions for r in ranking.verdicts.deciding}
    rows = ranking.verdicts.homes.rows[fits.positions]

    def unknown(ruling: Ruling, option: int) -> bool:
        at = places[id(ruling)][option] if id(ruling) in places else option
        return bool(ruling.verdict[at] == Verdict.NOT_KNOWN)

    def key(option: int, answered: set[int]) -> tuple[bool, int, int]:
        open_questions, tenths = False, int(fits.fit[option])
        for ruling in (*ranking.verdicts.deciding, *fits.besides):
            if unknown(ruling, option):
                if id(ruling) in answered:
                    tenths += of.get(id(ruling), 0)
                elif id(ruling) in places:
                    at = fits.positions[option]
                    open_questions |= bool(ruling.open_question[at])
        return open_questions, -tenths, int(rows[option])

    def above(answered: set[int]) -> bool:
        return key(n, answered) < key(first, answered & everyones)

    mine = [(r, at) for r, at in judged if unknown(r, n)]
    everyones = {id(r) for r, _ in mine if r.asked.strength is Strength.NOT_KNOWN}
    for ruling, at in mine:
        others = [id(r) for r, _ in mine if r is not ruling]
        both = id(ruling) in everyones and unknown(ruling, first)
        if not both and any(
            above({*some, id(ruling)}) and not above(set(some))
            for size in range(len(others) + 1)
            for some in itertools.combinations(others, size)
        ):
            yield ruling, at


def two(
    first: dict[str, Any], second: dict[str, Any], *needs: tuple[str, str]
) -> PersonResult:
    """Match one young person with two homes."""
    asked = [{"criterion": code, "strength": strength} for code, strength in needs]
    content = {
        "as_of": "2026-11-22",
        "young_people": [PERSON | {"id": "C1", "needs": asked}],
        "households": [
            HOME | {"id": "H1", "authority": "A1"} | first,
            HOME | {"id": "H2", "authority": "A1"} | second,
        ],
    }
    return run(case_of(content)).young_people[0]


DRIVES = {"gender": "female", "drives": True, "smokes": False}
WALKS = DRIVES | {"drives": False}
SMOKES = DRIVES | {"smokes": True}
NOT_ASKED = {"gender": "female", "smokes": False}


def test_what_weighs_about_as_much_is_not_sure() -> None:
    """3 against 3: with weights apart by a quarter either may be above the other."""
    needs = (("smoke_free", "preferred"), ("driver", "preferred"))
    result = two({"carers": [WALKS]}, {"carers": [SMOKES]}, *needs)
    assert result.sureness is not None
    assert not result.sureness.stays_first
    assert result.sureness.could_pass == ["H2"]
    assert result.options[0].sure_above_next is False
    assert result.options[0].sure == (
        "Not sure: where the weights move within a quarter, the next could come level "
        "or above, as it does better on “A carer who drives”."
    )
    assert result.options[1].sure_above_next is None


def test_what_weighs_twice_as_much_is_sure() -> None:
    needs = (("smoke_free", "preferred"), ("driver", "strongly preferred"))
    result = two({"carers": [SMOKES]}, {"carers": [WALKS]}, *needs)
    assert result.sureness is not None
    assert result.sureness.sentence == (
        "The first option stays first however the weights move within a quarter."
    )
    assert result.options[0].sure_above_next is True


def test_what_could_bring_another_first_is_asked_and_does() -> None:
    """Whose area the home is in is not known either, but could change nothing."""
    needs = (("driver", "strongly preferred"), ("smoke_free", "preferred"))
    unknown = two(
        {"carers": [SMOKES]}, {"carers": [NOT_ASKED], "authority": None}, *needs
    )
    assert unknown.options[0].household == "H1"
    assert unknown.sureness is not None
    (question,) = unknown.sureness.ask_first
    assert (question.about, question.could_come_first) == ("driver", ["H2"])
    assert question.alone == ["H2"]
    assert (
        question.sentence == "An answer in favour would bring another home to the top."
    )
    assert not question.first_could_fall
    answered = two({"carers": [SMOKES]}, {"carers": [DRIVES]}, *needs)
    assert answered.options[0].household == "H2"


def test_what_could_take_the_first_away_is_asked_and_does() -> None:
    needs = (("driver", "essential"), ("smoke_free", "preferred"))
    unknown = two(
        {"carers": [NOT_ASKED]}, {"carers": [NOT_ASKED | {"smokes": True}]}, *needs
    )
    assert unknown.options[0].household == "H1"
    assert unknown.sureness is not None
    (question,) = unknown.sureness.ask_first
    assert question.first_could_fall
    assert question.could_come_first == ["H2"]
    assert question.sentence.startswith(
        "An answer against it takes the first option away, and the next comes first."
    )
    walks = {"carers": [WALKS]}
    answered = two(walks, {"carers": [NOT_ASKED | {"smokes": True}]}, *needs)
    assert [o.household for o in answered.options] == ["H2"]


def test_what_could_not_reach_the_first_is_not_asked() -> None:
    """Smoking weighs 3 and driving 6: an answer about the first cannot turn it."""
    needs = (("driver", "strongly preferred"), ("smoke_free", "preferred"))
    never = {"carers": [{"gender": "female", "drives": False}]}
    result = two({"carers": [DRIVES]}, never, *needs)
    assert result.sureness is not None
    assert result.sureness.ask_first == []
