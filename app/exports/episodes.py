"""The moves one's own authority recorded, as rows of the return's episodes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.records import plain
from app.core.spreadsheet import Value
from app.identity import service as identity
from app.moves import service as moves
from app.referrals import service as referrals
from app.releases import service as releases
from matching.places import spaced_postcode

HEADER = (
    *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER"),
    *("DEC", "REC", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
)
DAYS = ("DECOM", "DEC")
URN_NOT_KNOWN = "XXXXXXX"


def rows_of(
    session: Session, actor: Actor
) -> tuple[Sequence[Sequence[Value]], Sequence[str]]:
    """Return an episode a row, and the ids of whom they are about.

    A home's postcode is in it while its agency releases the profile to the authority,
    the family's where the referral has the whole of it, and the agency's number at
    Ofsted where its administrator entered it.
    """
    made = moves.made_by_own(session, actor)
    ids = [one.young_person_id for one in made]
    families = {
        person.id: _postcode_of(person.record.get("home"))
        for _, person in referrals.own_people(session, actor)
    }
    into = {one.household_id for one in made if one.household_id}
    homes = releases.postcodes(session, actor, into)
    urns = identity.urns(session, {one.agency_id for one in made})
    rows = []
    for one in made:
        where = {
            "HOME_POST": families.get(one.young_person_id),
            "PL_POST": homes.get(one.household_id or ""),
            "URN": urns.get(one.agency_id, URN_NOT_KNOWN),
        }
        episode = {**one.content, **where}
        rows.append([_cell(name, episode.get(name)) for name in HEADER])
    return rows, ids


def _postcode_of(home: Any) -> str | None:
    return spaced_postcode((plain(home) or {}).get("postcode") or "")


def _cell(name: str, value: str | None) -> Value:
    if not value:
        return None
    # As returns write days.
    return f"{date.fromisoformat(value):%d/%m/%Y}" if name in DAYS else value
