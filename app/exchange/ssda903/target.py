"""Where those who might move to a family go: a long list of drafts, none of it live."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.exchange.port import (
    About,
    Applied,
    Incoming,
    Outcome,
    Planned,
    TouchedError,
)
from app.exchange.ssda903.reader import ORIGIN
from app.external_ids import service as external_ids
from app.referral_form import service as form

DRAFT = "referral_draft"


class LongListTarget:
    """The drafts of the actor's authority.

    Who is on the list already, or was and has been worked on, sent or deleted since,
    stays as people left it: a return is up to a year old.
    """

    def __init__(self, session: Session, actor: Actor, about: About) -> None:
        self.session, self.actor, self.about = session, actor, about

    def plan(
        self, records: Sequence[Incoming], same_as: Mapping[str, str]
    ) -> list[Planned]:
        """Say who is new to the list."""
        del same_as
        ids = [one.external_id for one in records]
        known = external_ids.known(self.session, DRAFT, self.about.source, ids)
        return [
            Planned(Outcome.SAME, known[one.external_id])
            if one.external_id in known
            else Planned(Outcome.NEW)
            for one in records
        ]

    def apply(
        self, incoming: Incoming, planned: Planned, choices: Mapping[str, str]
    ) -> Applied:
        """Begin a draft."""
        del planned, choices
        answers = incoming.content["answers"]
        draft = form.start_from_records(self.session, self.actor, answers, ORIGIN)
        external_ids.keep(
            self.session, DRAFT, self.about.source, incoming.external_id, draft.id
        )
        return Applied(draft.id, 1, {})

    def undo(self, external_id: str, applied: Applied) -> None:
        """Take a draft away that nobody has worked on."""
        if not form.is_untouched(self.session, self.actor, applied.record_id):
            raise TouchedError
        form.discard(self.session, self.actor, applied.record_id)
        external_ids.forget(self.session, DRAFT, self.about.source, external_id)
