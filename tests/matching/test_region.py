"""The demonstration region: always the same, consistent, and as hard as real life."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from matching.case import Case
from matching.case_file import read_case
from matching.places import locate
from matching.region import Region, names, rates, region

OUTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def made() -> Region:
    return region()


@pytest.fixture(scope="module")
def case(made: Region) -> Case:
    return read_case(made.text)


def _every(here: Any, key: str) -> Iterator[Any]:
    """Yield what stands under a key, anywhere."""
    if isinstance(here, dict):
        if key in here:
            yield here[key]
        for inner in here.values():
            yield from _every(inner, key)
    elif isinstance(here, list):
        for inner in here:
            yield from _every(inner, key)


def test_the_same_arguments_make_the_same_bytes(made: Region) -> None:
    again = region()
    assert again.text == made.text
    assert (again.voices, again.labels) == (made.voices, made.labels)
    assert region(2).text != made.text


def test_the_bytes_are_the_same_on_every_machine_and_in_every_process() -> None:
    small = region(7, young_people=3, households=2).text
    assert hashlib.sha256(small).hexdigest()[:16] == "020c904c3c2794cf"


@pytest.mark.parametrize("vacancy", ["plenty", "scarce"])
@pytest.mark.parametrize("seed", range(2, 6))
def test_every_region_passes_the_checks_of_a_case_file(seed: int, vacancy: Any) -> None:
    made = region(seed, young_people=60, households=80, vacancy=vacancy)
    case = read_case(made.text)
    assert (len(case.young_people), len(case.households)) == (60, 80)
    assert made.case == case


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), date(2027, 1, 1)])
def test_any_day_will_do(as_of: date) -> None:
    made = region(young_people=40, households=20, as_of=as_of)
    case = read_case(made.text)
    ages = [(as_of - p.born).days / 365.25 for p in case.young_people]
    assert min(ages) >= rates.YOUNGEST_SIBLING
    assert max(ages) < 18
    for person in case.young_people:
        assert as_of < person.needed_by <= as_of + 84 * DAY


@pytest.mark.parametrize(
    ("young_people", "households"), [(0, 0), (5, 0), (0, 5), (1, 1)]
)
def test_the_smallest_regions_are_regions(young_people: int, households: int) -> None:
    read_case(region(young_people=young_people, households=households).text)


def test_a_home_lies_where_its_record_says(case: Case) -> None:
    area_of = {code: a.id for a in case.authorities for code in a.places}
    agency_offers: dict[str, list[str]] = {}
    for home in case.households:
        place = home.location.value
        assert place is not None
        assert area_of[place.postcode or ""] == home.authority
        assert home.authority in home.offered_to
        assert agency_offers.setdefault(home.agency or "", home.offered_to) == (
            home.offered_to
        )
    assert len(agency_offers) == 5
    assert all(3 <= len(offered) <= 7 for offered in agency_offers.values())


def test_neighbours_are_neighbours_of_each_other(case: Case) -> None:
    adjoining = {a.id: set(a.adjoining) for a in case.authorities}
    for area, others in adjoining.items():
        assert others
        assert area not in others
        assert all(area in adjoining[other] for other in others)


def test_who_lives_in_a_home_agrees_with_its_terms(case: Case) -> None:
    for home in case.households:
        terms, living = home.terms.value, home.placements.value
        for child in living:
            assert not child.solo_promised or len(living) == 1
            if terms and terms.ages:
                assert terms.ages[0] <= child.age <= terms.ages[1]
            if terms and terms.genders and "any" not in terms.genders:
                assert child.gender in terms.genders
        if home.status.value != "approved":
            assert not living


def test_brothers_and_sisters_share_what_they_would(made: Region) -> None:
    groups: dict[str, list[dict[str, Any]]] = {}
    for person in made.content["young_people"]:
        if "sibling_group" in person:
            groups.setdefault(person["sibling_group"], []).append(person)
    assert groups
    for members in groups.values():
        assert 2 <= len(members) <= 4
        assert len({m["authority"] for m in members}) == 1
        assert len({m["needed_by"] for m in members}) == 1
        births = [date.fromisoformat(m["born"]) for m in members]
        assert births == sorted(births)


def test_what_they_say_agrees_with_what_they_need(made: Region) -> None:
    for person in made.content["young_people"]:
        voice = made.voices[person["id"]]
        codes = {need["criterion"] for need in person["needs"]}
        assert ("just me" in voice) <= ("solo" in codes)
        assert ("my school" in voice) <= ("keep_school" in codes)
        assert not {"solo", "with_other_children"} <= codes


def test_nowhere_they_need_to_be_is_somewhere_to_stay_away_from(case: Case) -> None:
    for person in case.young_people:
        avoid = {place.place.postcode for place in person.avoid_places}
        for need in person.needs:
            place = need.parameters.get("place")
            assert not isinstance(place, dict) or place["postcode"] not in avoid


def test_postcodes_are_real_outcodes_and_no_more(made: Region) -> None:
    postcodes = set(_every(made.content, "postcode"))
    postcodes |= {c for a in made.content["authorities"] for c in a["places"]}
    for postcode in postcodes:
        assert OUTCODE.fullmatch(postcode)
        assert locate(postcode) is not None


def test_every_name_is_from_the_invented_lists(made: Region) -> None:
    called = [a["name"] for a in made.content["authorities"]]
    assert called == [*names.AUTHORITIES]
    assert [*made.agencies.values()] == [*names.AGENCIES]
    assert len(set(made.sharing_names.values())) == len(made.sharing_names) == 111
    assert set(made.sharing_names.values()) <= set(names.SHARING_NAMES)
    carers = {name for half in names.CARERS.values() for name in half}
    for label in made.labels.values():
        assert set(label.split(" and ")) <= carers


def _share(of: list[bool]) -> float:
    return sum(of) / len(of)


def test_the_rates_of_homes_are_as_published(case: Case) -> None:
    homes = case.households
    carers = [home.carers.value or [] for home in homes]
    assert _share([len(c) == 1 for c in carers]) == pytest.approx(0.35, abs=0.06)
    statuses = {home.status.value for home in homes}
    assert statuses == {*rates.STATUS}
    assert any(home.terms.value is None for home in homes)
    assert any(home.exemptions for home in homes)
    assert any(home.sharing_agreements for home in homes)
    placed = [p for home in homes for p in home.placements.value]
    assert 0.005 < _share([p.solo_promised for p in placed]) < 0.06


@pytest.mark.parametrize(("vacancy", "share"), [("plenty", 0.30), ("scarce", 0.08)])
def test_places_are_free_as_often_as_was_asked(vacancy: Any, share: float) -> None:
    case = region(young_people=0, households=1200, vacancy=vacancy).case
    approved = [h for h in case.households if h.status.value == "approved"]
    dated = [h.available_from.value for h in approved if h.available_from.value]
    free = [day <= case.as_of + 14 * DAY for day in dated]
    assert _share(free) == pytest.approx(share, abs=0.04)


def test_the_rates_of_young_people_are_as_published(case: Case) -> None:
    people = case.young_people
    ages = Counter((case.as_of - p.born).days // 365.2425 for p in people)
    assert {age for age, _ in ages.most_common(2)} <= {12, 13, 14}
    in_group = _share([p.sibling_group is not None for p in people])
    assert in_group == pytest.approx(0.12, abs=0.02)
    for criterion, share in (("solo", 0.20), ("keep_school", 0.45)):
        stated = [any(n.criterion == criterion for n in p.needs) for p in people]
        assert _share(stated) == pytest.approx(share, abs=0.1), criterion
    avoiding = _share([bool(p.avoid_places) for p in people])
    assert avoiding == pytest.approx(0.20, abs=0.08)
    assert len(case.monitoring) == len(people)
    assert 0 < len(case.previous_plan) < 15
    assert any(p.cannot_live_with for p in people)


def test_about_a_third_of_the_facts_is_old_undated_or_missing(made: Region) -> None:
    optional = "children animals other_adults setting interests available_from offers"
    today = date.fromisoformat(made.content["as_of"])

    def in_doubt(fact: dict[str, str] | None) -> bool:
        day = fact and fact.get("confirmed_on")
        return not day or today - date.fromisoformat(day) > rates.FACT_OLD_AFTER * DAY

    facts = [h.get(key) for h in made.content["households"] for key in optional.split()]
    assert _share([in_doubt(fact) for fact in facts]) == pytest.approx(0.33, abs=0.06)


def test_larger_regions_reach_across_england() -> None:
    made = region(young_people=200, households=3000)
    case = read_case(made.text)
    assert len(case.authorities) == 20
    assert len(made.agencies) == len(set(made.agencies.values())) == 14
    assert len({a.name for a in case.authorities}) == 20
    codes = [code for a in case.authorities for code in a.places]
    assert len(codes) == len(set(codes)) == 300
    heard = Counter(a for home in case.households for a in home.offered_to)
    assert {a.id for a in case.authorities} == {*heard}
    assert max(heard.values()) < len(case.households) * 2 / 3


def test_the_case_is_plain_json(made: Region) -> None:
    assert json.loads(made.text) == made.content
