"""What of imports waits for somebody: to be answered, or to be confirmed."""

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import LONDON, now
from app.core.permissions import Permission, may
from app.core.to_do import ToDo, soonest
from app.exchange.models import ASKING, READING, Import
from app.exchange.repository import ImportRepository
from app.exchange.service import PREVIEW_KEPT, kind_of


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return the imports that are neither done nor given up."""
    if not may(actor, Permission.IMPORT_RECORDS):
        return []
    since = now() - PREVIEW_KEPT
    found = [_to_do(made) for made in ImportRepository(session).open_since(since)]
    return soonest(found, lambda n: f"{n:,} more imports are not done", "/imports")


def _to_do(made: Import) -> ToDo:
    name = kind_of(made).name
    if made.state == READING:
        said = f"{name}: being read"
    elif made.state == ASKING:
        said = f"{name}: say which column is which"
    else:
        count = made.counts.get("to_write", 0)
        records = "record" if count == 1 else "records"
        said = f"{name}: {count:,} {records} ready to import"
    until = (made.created_at + PREVIEW_KEPT).astimezone(LONDON).date()
    return ToDo(said, f"/imports/{made.id}", until, "Kept until")
