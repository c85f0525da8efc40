"""What can be done with exports: make one, with a reason, and see which were made."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.audit.service import Detail, record, record_all
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import FieldError, InvalidError
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.core.spreadsheet import FORMS, written
from app.exports.kinds import kinds_for
from app.exports.models import Export
from app.exports.repository import ExportRepository

FEWEST_WORDS = 3
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, and what is on record of it."""

    content: bytes
    export: Export
    left_out: Counter[str]

    @property
    def file_name(self) -> str:
        """Return what it is called: what is in it and the day, and nobody's name."""
        day = f"{self.export.created_at:%Y-%m-%d}"
        return f"{self.export.kind}-{day}.{self.export.form}"


def page(session: Session, actor: Actor, number: int) -> Page[Export]:
    """Return one page of what the organisation exported."""
    require(actor, Permission.EXPORT_RECORDS)
    return ExportRepository(session).page(number)


def make(session: Session, actor: Actor, kind: str, form: str, reason: str) -> Made:
    """Make a file of one's own records; each of them has it on record.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    """
    require(actor, Permission.EXPORT_RECORDS)
    reason = " ".join(reason.split())
    found = next((one for one in kinds_for(actor) if one.key == kind), None)
    wrong = []
    if found is None:
        wrong.append(("kind", "Select what you want to export"))
    if form not in FORMS:
        wrong.append(("form", "Select a kind of file"))
    if len(reason.split()) < FEWEST_WORDS:
        said = f"Enter why you need the file, in {FEWEST_WORDS} words or more"
        wrong.append(("reason", said))
    elif len(reason) > LONGEST_REASON:
        said = f"Reason must be {LONGEST_REASON} characters or fewer"
        wrong.append(("reason", f"{said}. You have used {len(reason)}"))
    if wrong or found is None:
        errors = [FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        raise InvalidError(errors=errors)
    sheet = found.make(session, actor)
    export = Export(
        kind=found.key,
        form=form,
        rows=len(sheet.rows),
        left_out=sheet.left_out.total(),
        reason=reason,
        made_by=actor.person_id,
        created_at=now(),
    )
    ExportRepository(session).add(export)
    detail: Detail = {"kind": found.key, "form": form, "rows": export.rows}
    record(session, actor, "export.made", "export", export.id, detail)
    in_it: Detail = {"export": export.id}
    each = [(key, in_it) for key in dict.fromkeys(sheet.ids)]
    record_all(session, actor, found.action, found.record_type, each)
    content = written(form, found.name, sheet.header, sheet.rows)
    return Made(content, export, sheet.left_out)
