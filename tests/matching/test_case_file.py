"""Bad input: everything wrong is said at once, each thing with its place."""

import json
from typing import Any

import pytest

from matching.case import Case
from matching.case_file import read_case, read_policy
from matching.input_errors import CaseError
from matching.region import region

Record = dict[str, Any]


def home(**facts: Any) -> Record:
    return {"id": "H1", "offered_to": ["A1"]} | facts


def person(**facts: Any) -> Record:
    return {
        "id": "C1",
        "authority": "A1",
        "born": "2013-04-01",
        "needed_by": "2026-12-15",
        "placement_type": "step-down",
    } | facts


def case(**parts: Any) -> bytes:
    content = {
        "as_of": "2026-11-22",
        "authorities": [{"id": "A1", "name": "Ashmere"}],
        "households": [home()],
        "young_people": [person()],
    }
    return json.dumps(content | parts).encode()


def errors(text: bytes) -> dict[str, str]:
    with pytest.raises(CaseError) as caught:
        read_case(text)
    return {error.pointer: error.message for error in caught.value.errors}


def test_a_sound_case_is_read():
    assert read_case(case()).households[0].id == "H1"


def test_one_home_after_the_other_reads_as_all_at_once():
    text = region(5, young_people=30, households=80).text
    read, whole = read_case(text), Case.model_validate_json(text)
    assert read == whole
    assert read.digest() == whole.digest()
    assert read_case(b'{"as_of": "2026-11-22"}').households == []


@pytest.mark.parametrize(
    ("parts", "pointer", "words"),
    [
        ({"households": [home(), home()]}, "/households/1/id", "already"),
        (
            {"young_people": [person(sibling_group="S1")]},
            "/young_people/0/sibling_group",
            "nobody else",
        ),
        (
            {
                "households": [
                    home(
                        terms={"places": 1},
                        placements=[
                            {"young_person": "P1", "age": 9},
                            {"young_person": "P2", "age": 9},
                        ],
                    )
                ]
            },
            "/households/0/placements",
            "terms of approval are for 1",
        ),
        (
            {"young_people": [person(born="2027-01-01")]},
            "/young_people/0/born",
            "after",
        ),
        ({"young_people": [person(born="2013-02-31")]}, "/young_people/0/born", "date"),
        (
            {
                "households": [
                    home(status={"value": "approved", "confirmed_on": "2027-01-01"})
                ]
            },
            "/households/0/status/confirmed_on",
            "after the case's date",
        ),
        (
            {
                "young_people": [
                    person(needs=[{"criterion": "sunny", "strength": "essential"}])
                ]
            },
            "/young_people/0/needs/0/criterion",
            "must be one of",
        ),
        (
            {
                "young_people": [
                    person(needs=[{"criterion": "approval", "strength": "essential"}])
                ]
            },
            "/young_people/0/needs/0/criterion",
            "must be one of",
        ),
        (
            {"households": [home(bedrooms_free=-1)]},
            "/households/0/bedrooms_free",
            "greater",
        ),
        (
            {"households": [home(bedrooms_free={"value": 1, "sorce": "panel"})]},
            "/households/0/bedrooms_free/sorce",
            "source",
        ),
        (
            {
                "households": [
                    home(considerations={"FIRE": {"answer": "no", "confirmed_on": 3}})
                ]
            },
            "/households/0/considerations/FIRE/confirmed_on",
            "2026-11-22",
        ),
        (
            {"households": [home(considerations={"FIRE": "perhaps"})]},
            "/households/0/considerations/FIRE",
            "yes with support",
        ),
        ({"young_people": [person(born="1494028800")]}, "/young_people/0/born", "date"),
        ({"households": [home(weekly_fee=-5)]}, "/households/0/weekly_fee", "greater"),
        ({"households": [home(colour="red")]}, "/households/0/colour", "not a field"),
        ({"households": [home(statos="approved")]}, "/households/0/statos", "status"),
        ({"households": [home(offered_to=["A9"])]}, "/households/0/offered_to/0", "A9"),
        ({"policy": "imaginary"}, "/policy", "step-down"),
        (
            {"policy": {"base": "step-down", "colour": 1}},
            "/policy/colour",
            "not a field",
        ),
        (
            {
                "decisions": {
                    "fixed": [{"young_person": "C1", "household": "H1"}],
                    "ruled_out": [{"young_person": "C1", "household": "H1"}],
                }
            },
            "/decisions/fixed/0",
            "ruled out",
        ),
        (
            {
                "young_people": [
                    person(
                        needs=[
                            {
                                "criterion": "near",
                                "strength": "preferred",
                                "parameters": {
                                    "place": {"postcode": "ST4"},
                                    "max_miles": 5,
                                    "ideal_miles": 9,
                                },
                            }
                        ]
                    )
                ]
            },
            "/young_people/0/needs/0/parameters",
            "ideal",
        ),
        (
            {
                "young_people": [
                    person(
                        needs=[
                            {
                                "criterion": "interests",
                                "strength": "essential",
                                "parameters": {"interests": ["chess"]},
                            }
                        ]
                    )
                ]
            },
            "/young_people/0/needs/0/strength",
            "never essential",
        ),
    ],
)
def test_each_mistake_is_named_with_its_place(parts, pointer, words):
    found = errors(case(**parts))
    assert list(found) == [pointer]
    assert words in found[pointer]


def test_all_mistakes_are_told_at_once():
    found = errors(
        case(
            households=[home(status="happy", bedrooms_free=-1)],
            young_people=[person(born="yesterday", gender="blue")],
        )
    )
    assert set(found) == {
        "/households/0/status",
        "/households/0/bedrooms_free",
        "/young_people/0/born",
        "/young_people/0/gender",
    }


@pytest.mark.parametrize(
    "text",
    [b"", b"[", b"\xff\xfe", b"nonsense " * 1_200_000, b"[" * 100_000, b'"text"'],
    ids=["empty", "cut off", "not text", "10 MB", "deep", "not a case"],
)
def test_nonsense_is_one_clear_error(text):
    [message] = errors(text).values()
    assert message


def test_not_a_number_is_refused():
    text = case(households=[home(weekly_fee="NaN")]).replace(b'"NaN"', b"NaN")
    assert list(errors(text)) == ["/households/0/weekly_fee"]


def test_a_policy_with_weights_of_zero_is_refused():
    zero = {"essential": 0, "strongly_preferred": 0, "preferred": 0, "consideration": 0}
    with pytest.raises(CaseError, match="every weight is zero"):
        read_policy(json.dumps({"base": "step-down", "strengths": zero}).encode())
