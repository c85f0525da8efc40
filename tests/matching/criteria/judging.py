"""Judge one young person against one home with one criterion, from plain records."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from matching.case import Case
from matching.criteria import CRITERIA
from matching.criteria.asking import asked_of, people
from matching.places import EARTH_RADIUS_KM
from matching.policy import load_policy
from matching.table import ALWAYS, UNDATED, Homes, Table, confirmed
from matching.travel import EstimatedTravel, Travel

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Outcome:
    """One verdict as the report would say it."""

    verdict: str
    shortfall: float | None
    sentence: str
    detail: str | None
    lifted_by: tuple[tuple[str, ...], ...]
    ask: str | None
    question: str | None
    degree: float | None
    rests_on: str | None
    """The day its weakest fact was confirmed, or "undated"."""


def days(number: int) -> str:
    """Return the day this many days from the case's date."""
    return (TODAY + timedelta(days=number)).isoformat()


def household(**facts: Any) -> dict[str, Any]:
    """Return a home about which only what is given is recorded."""
    return {"id": "H1", "agency": "F1", "offered_to": ["A1"]} | facts


def young_person(**record: Any) -> dict[str, Any]:
    """Return a young person of 13 who needs a home in four weeks."""
    return {
        "id": "C1",
        "authority": "A1",
        "born": "2013-04-01",
        "gender": "female",
        "needed_by": days(28),
        "placement_type": "step-down",
    } | record


def judge(
    code: str,
    person: dict[str, Any],
    home: dict[str, Any],
    *,
    policy: Any = "step-down",
    travel: Travel | None = None,
    others: tuple[dict[str, Any], ...] = (),
    authorities: Any = ({"id": "A1", "name": "Ashmere", "adjoining": ["A2"]},),
) -> list[Outcome]:
    """Return every verdict of this criterion, in the order the needs are stated."""
    text = json.dumps(
        {
            "as_of": TODAY.isoformat(),
            "authorities": list(authorities),
            "households": [home],
            "young_people": [person, *others],
        }
    )
    case = Case.model_validate_json(text)
    rules = load_policy(policy)
    table = Table(case, travel or EstimatedTravel(rules.travel))
    homes = Homes(table, np.array([0]))
    criterion = CRITERIA[code]
    outcomes = []
    for asked in asked_of(people(case, rules)[person["id"]], criterion):
        judgement = criterion.judge(asked, homes)
        clause = criterion.clauses[judgement.clause[0]]
        words = criterion.words(asked, judgement.at(0), case.households[0])
        shortfall = judgement.at(0).get("shortfall", float("nan"))
        degree = judgement.degree
        outcomes.append(
            Outcome(
                verdict=clause.verdict.word,
                shortfall=None if np.isnan(shortfall) else shortfall,
                sentence=clause.sentence.format_map(words),
                detail=clause.detail.format_map(words) if clause.detail else None,
                lifted_by=criterion.may_lift(clause, rules),
                ask=clause.ask,
                question=clause.question.format_map(words) if clause.question else None,
                degree=None if degree is None else float(degree[0]),
                rests_on=_day(
                    confirmed(case.households[0], criterion.facts_for(asked))
                ),
            )
        )
    return outcomes


def km_north(km: float) -> dict[str, float]:
    """Return a point so far north of where the homes of these tests lie."""
    return {"lat": 52.0 + np.degrees(km / EARTH_RADIUS_KM), "lon": -2.0}


def need(
    criterion: str, strength: str = "essential", **parameters: Any
) -> dict[str, Any]:
    """Return the facts of a young person who needs one thing."""
    return {
        "needs": [
            {"criterion": criterion, "strength": strength, "parameters": parameters}
        ]
    }


def dated(value: Any, on: str = "2026-09-01") -> dict[str, Any]:
    """Return a fact with the day it was confirmed."""
    return {"value": value, "confirmed_on": on}


def _day(ordinal: int) -> str | None:
    if ordinal == ALWAYS:
        return None
    return "undated" if ordinal == UNDATED else date.fromordinal(ordinal).isoformat()
