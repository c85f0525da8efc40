"""Homes to choose from: as many as can be, and none promised twice."""

import itertools
from collections import Counter
from dataclasses import replace

from matching.choices import with_copies
from matching.run import Ask, run
from matching.solver import Level, Problem, solve
from matching.solver.feasible import feasible
from tests.matching.check.random_cases import random_case
from tests.matching.check.small import HOME, PERSON, case_of
from tests.matching.solver.random_problems import random_problem

MOST_COLUMNS = 11


def small_problem(seed: int) -> Problem | None:
    """Return a problem few enough to try every way of offering."""
    problem = random_problem(seed)
    if len(problem.columns) > MOST_COLUMNS or problem.fixed:
        return None
    levels = {level.name: level.value for level in problem.levels}
    fit = Level("total fit", levels["fit"])
    return replace(problem, levels=(Level("placed", levels["placed"]), fit))


def could_all_be_taken(problem: Problem, offered: list[int]) -> bool:
    """Tell whether these columns keep the rules of every home, by each home alone."""
    columns = problem.columns
    alone = replace(problem, together=(), fixed=())
    by_home: dict[int, list[int]] = {}
    for column in offered:
        by_home.setdefault(int(columns.home[column]), []).append(column)
    times = Counter(int(columns.unit[column]) for column in offered)
    return all(feasible(alone, there) for there in by_home.values()) and all(
        len({times[unit] for unit in part}) == 1 for part in problem.together
    )


def best_by_trying(problem: Problem) -> tuple[int, ...]:
    """Return the most of two homes each that could be offered, level by level."""
    placed, fit = (level.value for level in problem.levels)
    best = (0, 0, 0)
    every = range(len(problem.columns))
    for offered in itertools.chain.from_iterable(
        itertools.combinations(every, count) for count in range(len(every) + 1)
    ):
        of_person = Counter(
            m
            for column in offered
            for m in problem.units[int(problem.columns.unit[column])].members
        )
        if max(of_person.values(), default=0) > 2:
            continue
        if not could_all_be_taken(problem, list(offered)):
            continue
        for first in itertools.product((False, True), repeat=len(offered)):
            ones = [c for c, is_first in zip(offered, first, strict=True) if is_first]
            twos = [c for c in offered if c not in ones]
            if _once_each(problem, ones) and _once_each(problem, twos):
                second = int(problem.size[twos].sum())
                worth = int(placed[ones].sum()), second, int(fit[list(offered)].sum())
                best = max(best, worth)
    return best


def _once_each(problem: Problem, columns: list[int]) -> bool:
    units = [int(problem.columns.unit[column]) for column in columns]
    people = [m for unit in units for m in problem.units[unit].members]
    times = Counter(units)
    return len(people) == len(set(people)) and all(
        len({times[unit] for unit in part}) == 1 for part in problem.together
    )


def test_no_way_of_offering_two_homes_is_better() -> None:
    tried = 0
    for seed in range(280):
        problem = small_problem(seed)
        if problem is None:
            continue
        found = solve(with_copies(problem, 2))
        assert found.status == "proved"
        assert tuple(r.value for r in found.levels) == best_by_trying(problem), seed
        tried += 1
    assert tried > 30


def offered(content: dict[str, object], choices: int = 2) -> dict[str, list[str]]:
    found = run(case_of(content), Ask(choices=choices)).choices
    assert found is not None
    return {one.young_person: one.households for one in found.offers}


def region_of(
    people: int, *homes: dict[str, object], **more: object
) -> dict[str, object]:
    return {
        "as_of": "2026-11-22",
        "young_people": [PERSON | {"id": f"C{n}"} for n in range(1, people + 1)],
        "households": [
            HOME | home | {"id": f"H{n}"} for n, home in enumerate(homes, 1)
        ],
        **more,
    }


def test_a_second_home_is_offered_where_one_is_left() -> None:
    one = {"terms": {"places": 1}}
    assert offered(region_of(1, one, one)) == {"C1": ["H1", "H2"]}
    both = offered(region_of(2, one, one))
    assert sorted(map(len, both.values())) == [1, 1]
    three = offered(region_of(2, one, one, one))
    assert sorted(map(len, three.values())) == [1, 2]


def test_who_has_a_home_by_decision_is_offered_no_other() -> None:
    one = {"terms": {"places": 1}}
    fixed = {"fixed": [{"young_person": "C1", "household": "H2"}]}
    found = offered(region_of(2, one, one, one, decisions=fixed))
    assert found == {"C1": ["H2"], "C2": ["H1", "H3"]}


def test_everyone_the_plan_places_could_be_offered_a_home() -> None:
    for seed in range(12):
        report = run(random_case(seed), Ask(choices=3))
        assert report.plan is not None
        if report.plan.status == "contradiction":
            assert report.choices is None
            continue
        found = report.choices
        assert found is not None
        assert found.levels[0].value == report.plan.levels[0].value
        assert found.young_people == sorted(found.young_people, reverse=True)
        counts = [sum(len(o.households) > n for o in found.offers) for n in range(3)]
        assert found.young_people == counts
        options = {
            person.id: {option.household for option in person.options}
            for person in run(random_case(seed), Ask(detail="full")).young_people
        }
        decided = {pair.young_person for pair in random_case(seed).decisions.fixed}
        for one in found.offers:
            assert len(set(one.households)) == len(one.households)
            if one.young_person not in decided:
                assert set(one.households) <= options[one.young_person]
