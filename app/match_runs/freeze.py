"""Taking a copy of the records: from rows to a case, and the words for its ids."""

import json
from collections.abc import Container
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.decisions import service as decisions
from app.households import service as households
from app.households.holds import without_held
from app.not_right import service as not_right
from app.postcodes import service as postcodes
from app.referrals import service as referrals


def freeze(
    session: Session, actor: Actor, policy: str, as_of: date
) -> tuple[bytes, dict[str, Any]]:
    """Return the case the actor may run, as JSON, and names for its ids.

    Facts confirmed after ``as_of`` would be an error of the case; a record can only be
    so by a clock gone wrong, and the case reader says which.
    """
    homes = households.candidates(session, actor)
    people = referrals.everyone_waiting(session, actor)
    areas = referrals.areas(session)
    decided = decisions.in_force(
        session, actor, {home.id for home in homes}, {person.id for person in people}
    )
    turned_down = not_right.for_a_run(
        session, actor, {home.id for home in homes}, {person.id for person in people}
    )
    names = {
        "homes": {home.id: home.label for home in homes},
        "young_people": {person.id: person.name for person in people},
        "authorities": {area.id: area.name for area in areas},
        "authority_of": {person.id: person.authority for person in people},
        "needed_by": {person.id: person.record["needed_by"] for person in people},
    }
    case: dict[str, Any] = {
        "as_of": as_of.isoformat(),
        "policy": policy,
        "authorities": [
            {"id": a.id, "name": a.name, "adjoining": a.adjoining, "places": a.places}
            for a in areas
        ],
        "households": [
            {
                "id": home.id,
                "agency": home.agency,
                "offered_to": home.offered_to,
                "not_right_for": turned_down.get(home.id, []),
                **_facts(home.record, decided.held.get(home.id), names["authorities"]),
            }
            for home in homes
        ],
        "young_people": [
            {
                "id": person.id,
                "authority": person.authority,
                "sibling_group": person.sibling_group,
                **person.record,
            }
            for person in people
        ],
        "decisions": {
            "fixed": [_pair(*pair) for pair in decided.fixed],
            "ruled_out": [_pair(*pair) for pair in decided.ruled_out],
        },
    }
    postcodes.place_homes(session, case["households"])
    postcodes.place_needs(session, case["young_people"])
    return json.dumps(case).encode(), names


def _facts(
    record: dict[str, Any], held: tuple[Any, ...] | None, authorities: Container[str]
) -> dict[str, Any]:
    """Return a home's facts without the places held, and in an authority there is.

    A case names no authority it does not list: one agency's slip would stop the run of
    everybody who may see the home.
    """
    facts = without_held(record, *held) if held else record
    if facts.get("authority") in authorities:
        return facts
    return {name: fact for name, fact in facts.items() if name != "authority"}


def _pair(young_person: str, household: str) -> dict[str, str]:
    return {"young_person": young_person, "household": household}
