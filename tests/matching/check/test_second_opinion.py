"""The engine and the checker, written apart, say the same of random cases."""

import json

from matching.check import check
from matching.report import to_json
from matching.run import Ask, run

from .random_cases import random_case


def test_the_checker_finds_nothing_wrong_with_what_the_engine_reports() -> None:
    wrong = {}
    for seed in range(60):
        case = random_case(seed)
        report = json.loads(to_json(run(case, Ask(detail="full"))))
        if found := check(case, report):
            wrong[seed] = found
    assert wrong == {}


def test_one_of_two_fixed_where_the_other_follows_counts_as_together() -> None:
    case = random_case(50_042, young_people=3, households=4)
    [fixed] = case.decisions.fixed
    report = json.loads(to_json(run(case)))
    assert check(case, report) == []
    homes = {a["young_person"]: a["household"] for a in report["plan"]["assignments"]}
    assert homes == {"C1": fixed.household, "C2": fixed.household}
    values = {level["name"]: level["value"] for level in report["plan"]["levels"]}
    assert values["siblings together"] == 2


def test_a_summary_need_not_say_which_other_homes_are_too_many_minutes_away() -> None:
    case = random_case(50_161, young_people=3, households=4)
    assert check(case, json.loads(to_json(run(case)))) == []
