"""Queries for decisions; the session adds who may see which."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.decisions.models import EXPLORES, Decision


class DecisionRepository:
    """Decisions the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def about(self, young_person_id: str) -> Sequence[Decision]:
        """Return every decision about one young person, the newest first."""
        wanted = (
            select(Decision)
            .where(Decision.young_person_id == young_person_id)
            .order_by(Decision.number.desc())
        )
        return self.session.scalars(wanted).all()

    def in_force(self) -> Sequence[Decision]:
        """Return the newest decision about each young person."""
        newest = select(Decision.young_person_id, func.max(Decision.number)).group_by(
            Decision.young_person_id
        )
        wanted = select(Decision).where(
            tuple_(Decision.young_person_id, Decision.number).in_(newest)
        )
        return self.session.scalars(wanted.order_by(Decision.id)).all()

    def made_on(self, run_id: str) -> Sequence[Decision]:
        """Return every decision that was made on what a run found, in order."""
        wanted = select(Decision).where(Decision.run_id == run_id)
        return self.session.scalars(wanted.order_by(Decision.number)).all()

    def own(self, organisation_id: str) -> Sequence[Decision]:
        """Return what an organisation decided, the first first."""
        wanted = select(Decision).where(Decision.organisation_id == organisation_id)
        ordered = wanted.order_by(Decision.recorded_at, Decision.id)
        return self.session.scalars(ordered).all()

    def first_explored(self) -> dict[str, datetime]:
        """Return when a home was first to be explored, by young person."""
        first = func.min(Decision.recorded_at)
        wanted = (
            select(Decision.young_person_id, first)
            .where(Decision.outcome.in_(EXPLORES))
            .group_by(Decision.young_person_id)
        )
        return {row[0]: row[1] for row in self.session.execute(wanted)}

    def some(self, ids: Sequence[str]) -> Sequence[Decision]:
        """Return those of these decisions that are there."""
        wanted = select(Decision).where(Decision.id.in_(ids))
        return self.session.scalars(wanted.order_by(Decision.id)).all()

    def decided_on(self, run_ids: Sequence[str]) -> set[tuple[str, str]]:
        """Return the run and the young person of every decision made on these runs."""
        wanted = select(Decision.run_id, Decision.young_person_id).where(
            Decision.run_id.in_(run_ids)
        )
        return {(run, person) for run, person in self.session.execute(wanted)}

    def of_any(self, young_people: Iterable[str]) -> Sequence[str]:
        """Return the ids of every decision about any of these."""
        wanted = select(Decision.id).where(
            Decision.young_person_id.in_(sorted(set(young_people)))
        )
        return self.session.scalars(wanted).all()

    def naming(self, household_id: str) -> list[Decision]:
        """Return every decision that names a home, also among those shown.

        What a decision says is sealed: all are opened.
        """
        every = self.session.scalars(select(Decision).order_by(Decision.id))
        return [
            one
            for one in every
            if household_id in (one.household_id, *_named(one.content))
        ]

    def remove_about(self, young_person_id: str) -> None:
        """Remove every decision about one young person."""
        self.session.execute(
            delete(Decision).where(Decision.young_person_id == young_person_id)
        )

    def add(self, decision: Decision) -> bool:
        """Add one; false where somebody decided about them first."""
        try:
            with self.session.begin_nested():
                self.session.add(decision)
                self.session.flush()
        except IntegrityError:
            return False
        return True


def _named(content: dict[str, Any]) -> list[str | None]:
    """Return the homes a decision names, by id."""
    shown = [option["household"] for option in content["shown"]["options"]]
    said = [content.get("household"), content.get("reserve")]
    known = [one["household"] for one in content.get("known", [])]
    return [*said, *content["rule_out"], *shown, *known]
