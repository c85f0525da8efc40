"""What a certificate proves is true, whatever duals a linear solver comes up with."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.solver.feasible import feasible
from matching.solver.linear import Clock
from matching.solver.relaxation import Relaxation
from tests.matching.solver.random_problems import random_problem


def every_plan(problem):
    for choice in itertools.product([False, True], repeat=len(problem.columns)):
        plan = np.flatnonzero(choice).tolist()
        if feasible(problem, plan):
            yield plan


@given(st.integers(0, 200), st.integers(0, 10**6), st.sampled_from([0.1, 3.0, 1e3]))
def test_no_plan_is_worth_more_than_any_certificate_allows(seed, draw, scale):
    problem = random_problem(seed, people=3, homes=3)
    rng = np.random.default_rng(draw)
    relaxation = Relaxation(problem, Clock())
    for _ in range(3):
        relaxation.cut(rng.random(len(problem.columns) + len(problem.modes)))
    dual = rng.normal(scale=scale, size=len(relaxation.rows.most))
    value = np.zeros(len(problem.columns) + len(problem.modes), dtype=np.int64)
    value[: len(problem.columns)] = problem.levels[2].value
    certificate, _ = relaxation.certificate(value, dual)
    for plan in every_plan(problem):
        worth = int(value[plan].sum())
        assert worth <= certificate.ceiling
        allowed = certificate.bound + int(certificate.cost[plan].sum())
        assert worth << certificate.shift <= allowed
        if worth:
            assert set(plan) <= set(certificate.worth_more_than(worth - 1).tolist())
