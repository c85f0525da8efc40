"""A run to work on, and real processes to do it."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import undefer

from app.audit.models import AuditEntry
from app.core.db import open_system_session
from app.match_runs.models import MatchResult, MatchRun
from tests.app.features.conftest import World, household, referral, world

__all__ = ["household", "referral", "world"]
RUNS = "/api/v1/match-runs"


class Run:
    """A run of the authority, and what is known of it."""

    def __init__(self, world: World, engine: Engine) -> None:
        self.client, self.engine = world.client("authority"), engine
        answer = self.client.request("POST", RUNS, json={})
        assert answer.status_code == 202, answer.text
        self.id: str = answer.json()["id"]

    @property
    def shown(self) -> dict[str, object]:
        return self.client.get(f"{RUNS}/{self.id}").json()

    @property
    def state(self) -> object:
        return self.shown["state"]

    def stop(self) -> object:
        return self.client.request("POST", f"{RUNS}/{self.id}/stop").json()["state"]

    def frozen(self) -> bytes | None:
        with open_system_session(self.engine) as session:
            wanted = select(MatchRun).where(MatchRun.id == self.id)
            run = session.scalars(wanted.options(undefer(MatchRun.frozen))).one()
            return run.frozen

    def results(self) -> list[str]:
        with open_system_session(self.engine) as session:
            wanted = select(MatchResult.young_person_id)
            return list(session.scalars(wanted.where(MatchResult.run_id == self.id)))

    def recorded(self, action: str) -> int:
        """Return how often something about the run is on record."""
        wanted = select(func.count()).where(
            AuditEntry.record_id == self.id, AuditEntry.action == action
        )
        with open_system_session(self.engine) as session:
            return session.scalars(wanted).one()


@pytest.fixture
def run(world: World, household: object, referral: object, engine: Engine) -> Run:
    return Run(world, engine)
