"""What the pages about one young person share: who it is, and what a run found."""

from typing import Any

from app.core.permissions import Permission, may
from app.households import service as households
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service
from app.match_runs.dots import Where, where
from app.match_runs.models import MatchRun
from app.match_runs.words import title_of
from app.referrals import service as referrals


class View:
    """A young person, a run, and what it found for them."""

    def __init__(
        self,
        session: PageSession,
        actor: PageActor,
        young_person_id: str,
        run_id: str | None,
    ) -> None:
        self.person = referrals.young_person(session, actor, young_person_id)
        self.run: MatchRun | None = (
            service.finished(session, actor, run_id)
            if run_id
            else service.newest(session, actor)
        )
        self.found: dict[str, Any] | None = (
            service.found(session, actor, self.run, young_person_id)
            if self.run
            else None
        )
        names = service.names(session, actor, self.run) if self.run else {}
        self.homes: dict[str, str] = names.get("homes", {})
        areas = {area.id: area.name for area in referrals.areas(session)}
        self.context: dict[str, Any] = {
            "person": self.person,
            "age": referrals.age_of(self.person),
            "authority": areas.get(self.person.organisation_id, ""),
            "needed_by": self.person.record["needed_by"],
            "run": self.run,
            "found": self.found,
            "homes": self.homes,
            "title_of": title_of,
            "reads_decisions": may(actor, Permission.READ_DECISIONS),
            "looks": may(actor, Permission.START_MATCH_RUNS),
            "asks": may(actor, Permission.WRITE_REQUESTS),
            "writes_notes": may(actor, Permission.WRITE_NOTES),
            "planned": service.place_in_plan(session, actor, self.run, young_person_id)
            if self.run
            else {},
        }

    def changed_since(self, session: PageSession, actor: PageActor) -> bool:
        """Tell whether the referral was changed after the run looked."""
        if self.run is None:
            return False
        since = self.run.created_at
        return referrals.changed_since(session, actor, [self.person.id], since) > 0

    def where(
        self, session: PageSession, actor: PageActor, ids: list[str]
    ) -> Where | None:
        """Return where these homes are, and the places of whoever is the actor's."""
        outcodes = households.outcodes(session, actor, ids)
        homes = [(self.homes.get(key, "Home"), at) for key, at in outcodes.items()]
        own = referrals.is_own(actor, self.person)
        return where(homes, self.person.record if own else None)

    def option(self, household: str) -> dict[str, Any] | None:
        """Return the option of this household, if it is one."""
        options = self.found["options"] if self.found else []
        return next((o for o in options if o["household"] == household), None)
