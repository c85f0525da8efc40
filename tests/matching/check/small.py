"""A case small enough to check by hand, and the report that is right about it."""

import copy
import json
from typing import Any

from matching.case import Case
from matching.check import check
from matching.policy import load_policy

Record = dict[str, Any]

PERSON: Record = {
    "authority": "A1",
    "born": "2013-04-01",
    "gender": "female",
    "priority": "high",
    "needed_by": "2026-12-15",
    "placement_type": "step-down",
    "needs": [{"criterion": "driver", "strength": "essential"}],
}
HOME: Record = {
    "offered_to": ["A1"],
    "location": {"postcode": "ST4"},
    "status": "approved",
    "terms": {"places": 2},
    "available_from": "2026-11-01",
    "bedrooms_free": 2,
    "carers": [{"gender": "female", "drives": True, "smokes": False}],
    "other_adults": [],
    "children": [],
    "animals": [],
    "hopes": {},
    "takes_alone": "can be",
}
GATES = [
    "approval",
    "approval_age",
    "approval_gender",
    "approval_type",
    "availability",
    "places",
    "bedroom",
    "solo_promise",
    "cannot_live_with",
    "agency_word",
    "avoid_place",
    "carers_wish",
]


def two_and_two() -> Record:
    """Two young people and two homes; only the first home has a driver."""
    return {
        "as_of": "2026-11-22",
        "young_people": [PERSON | {"id": "C1"}, PERSON | {"id": "C2"}],
        "households": [
            HOME | {"id": "H1"},
            HOME | {"id": "H2", "carers": [{"gender": "male", "drives": False}]},
        ],
    }


def right_report(content: Record) -> Record:
    """Say what is right for two young people at home in H1, H2 having no driver."""
    policy = load_policy("step-down")
    return {
        "case": case_of(content).digest(),
        "policy": {
            "name": policy.name,
            "version": policy.version,
            "effective": policy.model_dump(mode="json"),
        },
        "detail": "full",
        "plan": plan("H1", "H1"),
        "young_people": [person(one["id"]) for one in content["young_people"]],
        "households": [
            {
                "id": "H1",
                "young_people": [
                    {"id": one["id"], "rank": 1, "fit": 100.0}
                    for one in content["young_people"]
                ],
            }
        ],
    }


def person(person_id: str) -> Record:
    """Say that H1 is the one option."""
    failure = {
        "criterion": "driver",
        "need": 0,
        "shortfall": None,
        "lifted_by": [["authority"]],
    }
    return {
        "id": person_id,
        "considered": 2,
        "standings": {"open": 1, "open_with_questions": 0, "near": 1, "closed": 0},
        "options": [option("H1")],
        "excluded": [{"household": "H2", "standing": "near", "failed": [failure]}],
        "excluded_by": {"driver": 1},
    }


def option(household: str) -> Record:
    """Give everything asked for."""
    verdicts = [{"criterion": gate, "need": None, "verdict": "met"} for gate in GATES]
    verdicts.append({"criterion": "driver", "need": 0, "verdict": "met"})
    return {
        "rank": 1,
        "tied_with": [],
        "household": household,
        "standing": "open",
        "fit": 100.0,
        "could_reach": 100.0,
        "contributions": [
            {"criterion": "driver", "need": 0, "points": 100.0, "of": 100.0}
        ],
        "verdicts": [line | {"shortfall": None} for line in verdicts],
    }


def plan(first: str, second: str) -> Record:
    """Place C1 and C2, each fitting wholly."""
    values = {
        "placed": 6,
        "fit at least 40": 2,
        "fit at least 60": 2,
        "total fit": 200.0,
        "unchanged": 0,
    }
    return {
        "levels": [
            {"name": name, "value": value, "bound": value, "proved": True}
            for name, value in values.items()
        ],
        "assignments": [
            {"young_person": "C1", "household": first, "fit": 100.0},
            {"young_person": "C2", "household": second, "fit": 100.0},
        ],
        "unplaced": [],
    }


def case_of(content: Record) -> Case:
    """Read the case."""
    return Case.model_validate_json(json.dumps(content))


def wrong(content: Record, report: Record) -> list[str]:
    """Check a report as it comes out of a file, for the case as it is now."""
    case = case_of(content)
    return check(case, copy.deepcopy(report) | {"case": case.digest()})
