"""The moves one's own authority recorded, as rows of the return's episodes."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.spreadsheet import Value
from app.moves import service as moves

HEADER = (
    *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER"),
    *("DEC", "REC", "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN"),
)
DAYS = ("DECOM", "DEC")
URN_NOT_KNOWN = "XXXXXXX"


def rows_of(
    session: Session, actor: Actor
) -> tuple[Sequence[Sequence[Value]], Sequence[str]]:
    """Return an episode a row, and the ids of whom they are about."""
    made = moves.made_by_own(session, actor)
    rows = [[_cell(name, one.content.get(name)) for name in HEADER] for one in made]
    return rows, [one.young_person_id for one in made]


def _cell(name: str, value: str | None) -> Value:
    if not value:
        return URN_NOT_KNOWN if name == "URN" else None
    # As returns write days.
    return f"{date.fromisoformat(value):%d/%m/%Y}" if name in DAYS else value
