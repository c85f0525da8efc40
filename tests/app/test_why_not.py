"""Which homes that are no options are shown, and who could change what."""

from app.match_runs.why_not import Wanted, has_place, who_could_change

NAMES = {"1": "Home R-1", "2": "Home R-12"}


def out(home, standing, *failed):
    reasons = [{"criterion": code, "lifted_by": by} for code, by in failed]
    return {"household": home, "standing": standing, "failed": reasons}


NEAR = out("1", "near", ("near", [["authority"]]), ("approval_age", [["agency"]]))
CLOSED = out("2", "closed", ("availability", []), ("near", [["authority", "agency"]]))


def shown(*wanted):
    found = Wanted(*wanted)
    return [one["household"] for one in (NEAR, CLOSED) if found.shows(one, NAMES)]


def test_homes_are_found_by_standing_reason_and_name():
    assert shown("", "", "") == ["1", "2"]
    assert shown("near", "near", "r-1") == ["1"]
    assert shown("", "availability", "") == shown("", "", "R-12") == ["2"]
    assert shown("", "", "R-40") == []
    # What a home is called, which may be the carers' names, is in no address.
    assert Wanted("near", "solo", "R 1&2").address() == "standing=near&reason=solo"


def test_who_could_change_each_reason_and_where_a_place_is_free():
    assert who_could_change([NEAR, CLOSED]) == {
        "near": ["agency", "authority"],
        "approval_age": ["agency"],
        "availability": [],
    }
    assert (has_place(NEAR), has_place(CLOSED)) == (True, False)
