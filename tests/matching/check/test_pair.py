"""The second opinion on single pairs: a line a rule, at its boundary."""

import math
from typing import Any

import pytest

from matching.check import judge_pair
from matching.check.judgement import Verdict, standing_of
from matching.places import locate
from matching.policy import load_policy

from .small import HOME, PERSON, Record, case_of


def judge(home: Record, person: Record, **case: Any) -> list[Any]:
    """Judge one pair that differs from the plain ones in what is given."""
    content = {
        "as_of": "2026-11-22",
        "authorities": [
            {"id": "A1", "name": "One", "adjoining": ["A2"], "places": ["ST4"]},
            {"id": "A2", "name": "Two", "places": ["WS2"]},
        ],
        "households": [HOME | {"id": "H1"} | home],
        "young_people": [PERSON | {"id": "C1", "needs": []} | person],
        **case,
    }
    read = case_of(content)
    return judge_pair(
        read, load_policy("step-down"), read.young_people[0], read.households[0]
    )


def verdict(code: str, home: Record, person: Record) -> str:
    found = [j for j in judge(home, person) if j.criterion == code]
    assert len(found) == 1
    return str(found[0].verdict)


GATES: list[tuple[str, Record, Record, str]] = [
    ("approval", {"status": "in assessment"}, {}, "not met"),
    ("approval", {"status": None}, {}, "not known"),
    ("approval_age", {"terms": {"ages": [8, 13]}}, {}, "met"),
    ("approval_age", {"terms": {"ages": [8, 12]}}, {}, "not met"),
    ("approval_age", {"terms": {}}, {}, "met"),
    ("approval_age", {"terms": None}, {}, "not known"),
    ("approval_gender", {"terms": {"genders": ["male"]}}, {}, "not met"),
    (
        "approval_gender",
        {"terms": {"genders": ["male"]}},
        {"gender": None},
        "not known",
    ),
    ("approval_type", {"terms": {"types": ["long-term"]}}, {}, "met"),
    ("approval_type", {"terms": {"types": ["short-term"]}}, {}, "not met"),
    ("availability", {"available_from": "2026-12-15"}, {}, "met"),
    ("availability", {"available_from": "2026-12-16"}, {}, "not met"),
    ("availability", {}, {"needed_by": "2026-10-01"}, "met"),
    ("places", {"terms": {"places": 0}}, {}, "not met"),
    ("places", {"terms": None}, {}, "not known"),
    ("bedroom", {"bedrooms_free": 0}, {}, "not met"),
    ("bedroom", {"bedrooms_free": 0}, {"born": "2023-01-01"}, "met"),
    ("bedroom", {"bedrooms_free": 0}, {"born": "2022-12-15"}, "not met"),
    ("agency_word", {"not_right_for": ["C2"]}, {}, "met"),
    ("agency_word", {"not_right_for": ["C1"]}, {}, "not met"),
    ("carers_wish", {"hopes": {"ages": [0, 5]}}, {}, "part met"),
]


@pytest.mark.parametrize(("code", "home", "person", "expected"), GATES)
def test_a_gate(code: str, home: Record, person: Record, expected: str) -> None:
    assert verdict(code, home, person) == expected


NEEDS: list[tuple[str, Record, Record, str]] = [
    ("solo", {}, {}, "met"),
    ("solo", {}, {"takes_alone": "no", "children": None}, "not met"),
    ("solo", {}, {"takes_alone": None}, "not known"),
    ("no_children_under", {"age": 9}, {"children": [{"age": 9}]}, "met"),
    ("no_children_under", {"age": 10}, {"children": [{"age": 9}]}, "not met"),
    ("no_children_under", {"age": 10}, {"children": None}, "not known"),
    ("youngest", {"gap_years": 2}, {"children": [{"age": 15}]}, "met"),
    ("youngest", {"gap_years": 3}, {"children": [{"age": 15}]}, "not met"),
    ("oldest", {}, {"children": [{"age": 13}]}, "met"),
    ("with_other_children", {}, {"children": [{"age": 16}]}, "met"),
    ("with_other_children", {}, {"children": [{"age": 17}]}, "not met"),
    ("animals", {"avoid": "any"}, {"animals": [{"species": "cat"}]}, "not known"),
    (
        "animals",
        {"avoid": ["Dog"]},
        {"animals": [{"species": "dog", "kept_apart": "yes"}]},
        "part met",
    ),
    ("animals", {"wants": ["dog"]}, {}, "not met"),
    ("smoke_free", {}, {}, "met"),
    ("smoke_free", {}, {"other_adults": None}, "not known"),
    ("smoke_free", {}, {"carers": None, "other_adults": [{"smokes": True}]}, "not met"),
    ("carer_gender", {"excludes": "male"}, {"other_adults": None}, "not known"),
    ("in_area", {}, {}, "met"),
    ("in_area", {}, {"location": {"postcode": "WS2"}}, "part met"),
    ("in_area", {"authority": "A9"}, {}, "not met"),
    ("experience", {"with": ["FIRE"]}, {}, "not known"),
    (
        "experience",
        {"with": ["FIRE"]},
        {"carers": [{"experience": {"FIRE": "training only"}}]},
        "part met",
    ),
    ("training", {"any_of": ["autism"]}, {"carers": [{"training": []}]}, "not met"),
    ("near", {"place": {"postcode": "ST4"}, "max_km": 1.0}, {}, "met"),
    ("near", {"place": {"postcode": "ZZ9"}, "max_km": 1.0}, {}, "not known"),
    ("keep_school", {"place": {"postcode": "B1"}, "max_km": 1.0}, {}, "not met"),
]


@pytest.mark.parametrize(("code", "parameters", "home", "expected"), NEEDS)
def test_a_need(code: str, parameters: Record, home: Record, expected: str) -> None:
    need = {"criterion": code, "strength": "essential", "parameters": parameters}
    assert verdict(code, home, {"needs": [need]}) == expected


@pytest.mark.parametrize(
    ("km_inside", "expected"),
    [(7.6, "not met"), (7.4, "not known"), (-7.4, "not known"), (-7.6, "met")],
)
def test_a_border_within_the_centroids_error_is_not_known(
    km_inside: float, expected: str
) -> None:
    middle = locate("ST4")
    assert middle is not None
    km_a_degree = math.radians(6371.0088)
    avoided = {
        "place": {"lat": middle.lat - 50 / km_a_degree, "lon": middle.lon},
        "radius_km": 50 + km_inside,
    }
    assert verdict("avoid_place", {}, {"avoid_places": [avoided]}) == expected


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        ({}, "open"),
        ({"terms": None}, "open with questions"),
        ({"terms": {"places": 0}}, "near"),
        ({"terms": {"places": 0}, "status": "suspended"}, "closed"),
        ({"hopes": None}, "open"),
    ],
)
def test_standing(home: Record, expected: str) -> None:
    assert standing_of(judge(home, {})) == expected


def test_a_need_nobody_has_answered_excludes_no_home() -> None:
    need = {"criterion": "driver", "strength": "not known"}
    found = judge({"carers": [{"drives": False}]}, {"needs": [need]})
    asked = next(j for j in found if j.criterion == "driver")
    assert asked.verdict is Verdict.NOT_KNOWN
    assert standing_of(found) == "open with questions"
