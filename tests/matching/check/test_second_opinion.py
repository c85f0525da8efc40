"""The engine and the checker, written apart, say the same of random cases."""

import json

import pytest

from matching.check import check
from matching.report import to_json
from matching.run import Ask, run

from .random_cases import random_case

# Strict: once the two agree this mark makes the run fail, and has to go.
pytestmark = pytest.mark.xfail(
    strict=True,
    reason="they still differ: exemptions of another authority, siblings drawn along "
    "by a decision, facts not recorded that pass as yes or no",
)


def test_the_checker_finds_nothing_wrong_with_what_the_engine_reports() -> None:
    wrong = {}
    for seed in range(60):
        case = random_case(seed)
        report = json.loads(to_json(run(case, Ask(detail="full"))))
        if found := check(case, report):
            wrong[seed] = found
    assert wrong == {}
