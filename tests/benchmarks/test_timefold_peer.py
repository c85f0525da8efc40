"""What is said of a search beside a proved plan."""

import numpy as np
import pytest

from benchmarks.timefold_peer import Met, beside
from matching.solver import Columns, Level, Problem, Room, Unit

ONE = np.ones(1, dtype=np.int64)
PROBLEM = Problem(
    people=1,
    units=(Unit((0,)),),
    columns=Columns(ONE - 1, ONE - 1, ONE, ONE > 1),
    room=Room(ONE, ONE, ONE),
    levels=tuple(Level(name, ONE) for name in ("placed", "siblings", "total fit")),
)


@pytest.mark.parametrize(
    ("met", "ours", "said"),
    [
        ([2199, 5, 100], [2200, 9, 90], "99.9 % of placed, 111.1 % of fit"),
        ([4, 0, 9], [4, 1, 0], "100 % of placed, 100 % of fit"),
        ([4, 1, 9], [4, 1, 9], "same at every level"),
    ],
)
def test_says_how_near_and_that_there_is_no_proof(met, ours, said):
    assert beside(PROBLEM, Met(20, met, 0), ours) == f"{said} in 20 s, no proof"


def test_a_plan_that_breaks_a_rule_is_told():
    said = beside(PROBLEM, Met(20, [9, 9, 9], 2), [4, 1, 9])
    assert said == "no plan that keeps every rule in 20 s"


def test_nothing_passes_a_proved_plan():
    with pytest.raises(AssertionError, match="is better"):
        beside(PROBLEM, Met(20, [4, 2, 0], 0), [4, 1, 9])
