"""Queries for notes; the session adds who may see which."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.notes.models import Note


class NoteRepository:
    """The notes the session's actor may read."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def about(self, young_person_id: str) -> Sequence[Note]:
        """Return those about a young person, the newest first."""
        wanted = select(Note).where(Note.young_person_id == young_person_id)
        return self.session.scalars(wanted.order_by(Note.id.desc())).all()

    def read_also_by(self, young_person_id: str, other: Actor) -> set[str]:
        """Return which of those another actor reads too, by id."""
        wanted = select(Note.id).where(
            Note.young_person_id == young_person_id, Note.visible_to(other)
        )
        return set(self.session.scalars(wanted))

    def of_home(self, household_id: str) -> Sequence[Note]:
        """Return those about a home, the newest first."""
        wanted = select(Note).where(Note.household_id == household_id)
        return self.session.scalars(wanted.order_by(Note.id.desc())).all()

    def get(self, note_id: str) -> Note | None:
        """Return one."""
        wanted = select(Note).where(Note.id == note_id)
        return self.session.scalars(wanted).one_or_none()

    def add(self, note: Note) -> None:
        """Add one."""
        self.session.add(note)
        self.session.flush()

    def remove_of(self, key: str) -> None:
        """Remove every note about a young person or a home."""
        about = or_(Note.young_person_id == key, Note.household_id == key)
        self.session.execute(delete(Note).where(about))
