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
