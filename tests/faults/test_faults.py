"""A small sample of `make faults`."""

import pytest

from faults.callers import callers
from faults.full import full
from faults.installation import installation
from faults.kills import kills
from faults.page import page
from faults.racers import races
from faults.restarts import restarts

KINDS = ("sqlite", "postgresql")


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_acknowledged_outlives_its_process(kind):
    with installation(kind) as here:
        found = kills(here, 2, 60)
    assert (found["kills"], found["lost"], found["by halves"]) == (2, 0, 0)
    assert found["broken chains"] == []
    assert found["acknowledged"]
    assert not [status for status in found["refused"] if status.startswith("5")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_bed_has_one_winner(kind):
    with installation(kind) as here:
        found = races(here, 1, 1, 60)
        assert here.chains()[1] == []
    assert [race.wrong for race in found.values()] == [[]] * 4
    asked = {"rounds": 1, "others": 1}
    rows = {name: vars(race) | {"broken chains": []} for name, race in found.items()}
    made = {f"races-{kind}": {"day": "today", "asked": asked, "found": rows}}
    assert f"| {kind} | 32 for one bed | 1 | 1: 1 |" in page(made)


def test_a_database_that_is_restarted_is_found_again():
    with installation("postgresql") as here:
        found = restarts(here, 2, 60)
    assert (found["restarts"], found["lost"], found["by halves"]) == (2, 0, 0)
    assert (found["broken chains"], found["processes that ended"]) == ([], [])
    assert found["acknowledged"]
    # 412: it was kept, and the answer was lost with the server.
    assert found["refused"].keys() <= {"503", "412"}


@pytest.mark.parametrize("how", ["file-size limit", "fsync fails"])
def test_a_disk_that_takes_no_more_is_told_and_left_behind(how):
    found = full(how)
    assert "Nothing you sent was saved" in found.pop("said")
    assert found == {
        "write": 503,
        "audited read": 503,
        "described": 200,
        "alive": 200,
        "sign-in page": 200,
        "write afterwards": 201,
        "lost": 0,
        "chains": "whole",
    }


def test_programs_of_five_roles_are_answered_as_declared():
    with installation("sqlite") as here:
        found = callers(here, 2_000)
    assert len(found) == 5
    assert all(answers[200] for answers in found.values()), found
    assert sum(answers.total() for answers in found.values()) >= 2_000
