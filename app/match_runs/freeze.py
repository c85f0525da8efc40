"""Taking a copy of the records: from rows to a case, and the words for its ids."""

import json
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.decisions import service as decisions
from app.households import service as households
from app.households.holds import without_held
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
                **(
                    without_held(home.record, *decided.held[home.id])
                    if home.id in decided.held
                    else home.record
                ),
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
    names = {
        "homes": {home.id: home.label for home in homes},
        "young_people": {person.id: person.name for person in people},
        "authorities": {area.id: area.name for area in areas},
        "authority_of": {person.id: person.authority for person in people},
        "needed_by": {person.id: person.record["needed_by"] for person in people},
    }
    return json.dumps(case).encode(), names


def _pair(young_person: str, household: str) -> dict[str, str]:
    return {"young_person": young_person, "household": household}
