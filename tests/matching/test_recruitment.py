"""One more home: what is said it would do is what it does when it is there."""

import json

import pytest

from matching.case import Case
from matching.recruitment import recruit
from matching.recruitment.profiles import PROFILES, candidates
from matching.region import region
from matching.report import Recruited
from matching.run import Ask, run
from tests.matching.check.random_cases import random_case

OUTCODES = 2


def few_outcodes(seed: int) -> Case:
    """Return a small region of two authorities with two outcodes each."""
    content = json.loads(region(seed, young_people=16, households=30).text)
    for authority in content["authorities"]:
        authority["places"] = authority["places"][:OUTCODES]
    content["authorities"] = content["authorities"][:2]
    known = {authority["id"] for authority in content["authorities"]}
    for home in content["households"]:
        home["offered_to"] = [a for a in home["offered_to"] if a in known]
        if home.get("authority") not in known:
            home.pop("authority", None)
    for person in content["young_people"]:
        person["authority"] = sorted(known)[len(person["id"] + person["born"]) % 2]
        person["needs"] = [n for n in person["needs"] if n["criterion"] != "in_area"]
        person.pop("sibling_group", None)
    for person in content["young_people"]:
        person["needs"] = [
            n for n in person["needs"] if n["criterion"] != "siblings_together"
        ]
    return Case.model_validate_json(json.dumps(content))


def worth(one: Recruited) -> tuple[int, int]:
    return one.gain, one.opens


def with_home(case: Case, record: object) -> Case:
    return case.model_copy(update={"households": [*case.households, record]})


def found_by(case: Case) -> tuple[int, dict[str, int]]:
    """Return the value of the plan's first level, and everyone's number of options."""
    report = run(case, Ask(detail="full", cost_to_others=False))
    assert report.plan is not None
    options = {person.id: len(person.options) for person in report.young_people}
    return int(report.plan.levels[0].value), options


# Among the random cases are brothers and sisters, exemptions and solo needs.
CASES = [few_outcodes(1), few_outcodes(2), *map(random_case, (1, 4, 8))]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_what_is_said_is_what_a_run_with_the_home_finds(case):
    value, options = found_by(case)
    kinds = {(c.area.name, c.outcode, c.profile.words): c for c in candidates(case)}
    found = recruit(case, shown=4)
    assert found
    for one in found:
        home = kinds[one.area, one.outcode, one.profile].household
        after, more = found_by(with_home(case, home))
        assert one.gain == after - value
        assert one.suits == sum(more.values()) - sum(options.values())
        assert one.opens == sum(bool(more[p]) and not options[p] for p in options)


def test_no_home_that_was_not_tried_would_have_been_better():
    case = few_outcodes(3)
    value, options = found_by(case)
    best = recruit(case, shown=1)[0]
    tried = list(candidates(case))
    assert len(tried) == len(PROFILES) * OUTCODES * len(case.authorities)
    for one in tried:
        after, more = found_by(with_home(case, one.household))
        opens = sum(bool(more[p]) and not options[p] for p in options)
        assert (after - value, opens) <= (best.gain, best.opens)


def test_of_two_that_do_as_well_the_one_that_asks_less_is_shown():
    case = few_outcodes(1)
    asked = {profile.words: profile.asks for profile in PROFILES}
    found = recruit(case, shown=10)
    for one in found:
        for other in found:
            if one.area == other.area and asked[one.profile] < asked[other.profile]:
                assert worth(one) < worth(other)


def test_where_decisions_contradict_each_other_there_is_nothing_to_say():
    case = random_case(28)
    assert run(case).plan.status == "contradiction"
    assert recruit(case) == []


def test_a_region_without_areas_has_nothing_to_say():
    assert recruit(Case.model_validate_json('{"as_of": "2026-11-22"}')) == []
