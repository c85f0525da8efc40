"""Work shared by two processes: the same outcome, whatever becomes of the second."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import closing
from itertools import islice

import pytest

from matching import run as running
from matching.case_file import read_case
from matching.halves import worked_out
from matching.region import region
from matching.run import Ask, StoppedError, run

ITEMS = list(range(20))
HERE = os.getpid()


@pytest.fixture(autouse=True)
def two_cores(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    # Another file's tests, run by the same process before, may have left a thread that
    # is still ending.
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def squares(work: Callable[[int], int]) -> dict[int, int]:
    return dict(worked_out(work, ITEMS, two=True))


def test_the_second_half_is_worked_out_elsewhere():
    found = dict(worked_out(lambda _: os.getpid(), ITEMS, two=True))
    assert set(found) == set(ITEMS)
    assert {found[n] for n in ITEMS[:10]} == {HERE}
    assert HERE not in {found[n] for n in ITEMS[10:]}


def test_beside_another_thread_all_of_it_is_worked_out_here(monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    found = dict(worked_out(lambda _: os.getpid(), ITEMS, two=True))
    assert found == dict.fromkeys(ITEMS, HERE)


@pytest.mark.parametrize("last", [10, 14, 19])
def test_what_a_killed_process_leaves_is_done_here(last):
    def square(n: int) -> int:
        if n == last and os.getpid() != HERE:
            os.kill(os.getpid(), 9)
        return n * n

    assert squares(square) == {n: n * n for n in ITEMS}


def test_what_goes_wrong_there_is_met_here():
    def broken(n: int) -> int:
        return 1 // (n - 15)

    with pytest.raises(ZeroDivisionError):
        squares(broken)


def test_nothing_of_it_is_left_when_no_more_is_wanted(tmp_path):
    began = tmp_path / "began"

    def slow(n: int) -> int:
        if os.getpid() != HERE:
            began.write_text(str(os.getpid()))
            time.sleep(60)
        while not (began.exists() and began.read_text()):
            time.sleep(0.01)
        return n

    with closing(worked_out(slow, ITEMS, two=True)) as outcomes:
        assert len(list(islice(outcomes, 3))) == 3
    with pytest.raises(ProcessLookupError):
        os.kill(int(began.read_text()), 0)


def test_a_region_is_the_same_by_one_and_by_two(monkeypatch):
    case = read_case(region(3, young_people=40, households=150).text)
    reports = []
    for pairs in (10**9, 0):
        monkeypatch.setattr(running, "MANY_PAIRS", pairs)
        reports.append(run(case, Ask(detail="full")))
    one, two = reports
    assert one.young_people == two.young_people
    assert (one.plan, one.fairness) == (two.plan, two.fairness)
    assert one.households == two.households


def test_two_stop_when_asked(monkeypatch):
    monkeypatch.setattr(running, "MANY_PAIRS", 0)
    case = read_case(region(3, young_people=40, households=150).text)
    with pytest.raises(StoppedError):
        run(case, stop=lambda: True)
    stops = iter([False] * 5)
    some = run(case, stop=lambda: next(stops, True))
    assert 0 < len(some.young_people) < 40
    assert some.plan is None
