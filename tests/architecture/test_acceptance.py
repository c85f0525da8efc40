"""The twelve checks of docs/usability.md: each is walked by a test that names it."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
MARK = re.compile(r"^@pytest\.mark\.check\(([\d, ]+)\)", re.MULTILINE)


def test_each_of_the_twelve_checks_is_named_by_a_test():
    marks = (MARK.findall(file.read_text()) for file in TESTS.rglob("test_*.py"))
    named = {int(n) for found in marks for numbers in found for n in numbers.split(",")}
    assert named == set(range(1, 13))
