"""Queries for match runs; the session adds who may see which."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import undefer

from app.jobs.models import JobState
from app.jobs.repository import UndertakingRepository
from app.match_runs.models import MatchHome, MatchResult, MatchRun


class MatchRunRepository(UndertakingRepository[MatchRun]):
    """Match runs the session's actor may see."""

    model = MatchRun

    def whole(self, run_id: str) -> MatchRun | None:
        """Return one run with its frozen case, summary and names."""
        wanted = (
            select(MatchRun)
            .where(MatchRun.id == run_id)
            .options(
                undefer(MatchRun.frozen),
                undefer(MatchRun.summary),
                undefer(MatchRun.names),
            )
        )
        return self.session.scalars(wanted).one_or_none()

    def newest_done(self) -> MatchRun | None:
        """Return the newest run with results."""
        wanted = (
            select(MatchRun)
            .where(MatchRun.state == JobState.DONE, MatchRun.emptied_at.is_(None))
            .order_by(MatchRun.created_at.desc(), MatchRun.id.desc())
            .limit(1)
            .options(undefer(MatchRun.summary), undefer(MatchRun.names))
        )
        return self.session.scalars(wanted).first()

    def before(self, run_id: str) -> MatchRun | None:
        """Return the last run with results before this one."""
        wanted = (
            select(MatchRun)
            .where(
                MatchRun.id < run_id,
                MatchRun.state == JobState.DONE,
                MatchRun.emptied_at.is_(None),
            )
            .order_by(MatchRun.id.desc())
            .limit(1)
            .options(undefer(MatchRun.names))
        )
        return self.session.scalars(wanted).first()

    def by_policy(self) -> dict[str, tuple[int, MatchRun]]:
        """Return how many runs used each policy, and the newest, by the policy."""
        counted = self.session.execute(
            select(MatchRun.policy, func.count(MatchRun.id), func.max(MatchRun.id))
            .where(MatchRun.state == JobState.DONE)
            .group_by(MatchRun.policy)
        ).all()
        wanted = select(MatchRun).where(MatchRun.id.in_([key for *_, key in counted]))
        newest = {run.policy: run for run in self.session.scalars(wanted)}
        return {name: (count, newest[name]) for name, count, _ in counted}

    def newest(self) -> MatchRun | None:
        """Return the newest run, whatever became of it."""
        wanted = select(MatchRun).order_by(
            MatchRun.created_at.desc(), MatchRun.id.desc()
        )
        return self.session.scalars(wanted.limit(1)).first()

    def options_in(self, run_ids: Collection[str]) -> dict[tuple[str, str], int]:
        """Return how many options these runs found, by run and young person."""
        wanted = select(
            MatchResult.run_id, MatchResult.young_person_id, MatchResult.options
        ).where(MatchResult.run_id.in_(run_ids))
        return {(run, key): count for run, key, count in self.session.execute(wanted)}

    def results(self, run_id: str) -> list[MatchResult]:
        """Return the counts of every young person's result, without contents."""
        wanted = select(MatchResult).where(MatchResult.run_id == run_id)
        return list(self.session.scalars(wanted.order_by(MatchResult.id)).all())

    def result(self, run_id: str, young_person_id: str) -> MatchResult | None:
        """Return what a run found for one young person."""
        wanted = (
            select(MatchResult)
            .where(
                MatchResult.run_id == run_id,
                MatchResult.young_person_id == young_person_id,
            )
            .options(undefer(MatchResult.content))
        )
        return self.session.scalars(wanted).one_or_none()

    def results_about(self, young_person_id: str) -> list[MatchResult]:
        """Return what every run found for one young person, the earliest run first."""
        wanted = (
            select(MatchResult)
            .where(MatchResult.young_person_id == young_person_id)
            .options(undefer(MatchResult.content))
            .order_by(MatchResult.run_id)
        )
        return list(self.session.scalars(wanted))

    def home(self, run_id: str, household_id: str) -> MatchHome | None:
        """Return what a run found for one household."""
        wanted = select(MatchHome).where(
            MatchHome.run_id == run_id, MatchHome.household_id == household_id
        )
        return self.session.scalars(wanted).one_or_none()

    def homes_about(self, household_id: str) -> list[MatchHome]:
        """Return what every run found for one household, the earliest run first."""
        wanted = select(MatchHome).where(MatchHome.household_id == household_id)
        return list(self.session.scalars(wanted.order_by(MatchHome.run_id)))

    def homes(self, run_id: str, household_ids: Sequence[str]) -> list[MatchHome]:
        """Return what a run found for some of its households."""
        wanted = select(MatchHome).where(
            MatchHome.run_id == run_id, MatchHome.household_id.in_(household_ids)
        )
        return list(self.session.scalars(wanted))

    def hold_under_way(self) -> None:
        """Wait for the runs that are taking a copy now, and let no other begin.

        One whose copy is not written yet shows nobody in it. What is asked after this
        finds the copies of those that were waited for.
        """
        ids = sorted(self.all_under_way())
        # By their ids alone: a run that is done by then is not passed over.
        rows = select(MatchRun.id).where(MatchRun.id.in_(ids)).order_by(MatchRun.id)
        self.session.scalars(rows.with_for_update()).all()

    def with_contents(
        self, *, young_person: str = "", home: str = ""
    ) -> list[MatchRun]:
        """Return runs that may have looked at somebody, with all that is kept of them.

        Those that are not done have no results to tell by: all of them.
        """
        found_for = select(MatchResult.run_id).where(
            MatchResult.young_person_id == young_person
        )
        found_of = select(MatchHome.run_id).where(MatchHome.household_id == home)
        wanted = (
            select(MatchRun)
            .where(
                MatchRun.emptied_at.is_(None),
                or_(
                    MatchRun.id.in_(found_for),
                    MatchRun.id.in_(found_of),
                    MatchRun.state != JobState.DONE,
                ),
            )
            .options(undefer(MatchRun.summary), undefer(MatchRun.names))
        )
        return list(self.session.scalars(wanted))

    def ended_before(self, organisation_id: str, before: datetime) -> list[MatchRun]:
        """Return an organisation's runs that ended by then, with all that is kept."""
        wanted = (
            select(MatchRun)
            .where(
                MatchRun.organisation_id == organisation_id,
                MatchRun.emptied_at.is_(None),
                MatchRun.finished_at < before,
            )
            .order_by(MatchRun.id)
            .options(undefer(MatchRun.summary), undefer(MatchRun.names))
        )
        return list(self.session.scalars(wanted))

    def forget_results(self, run_id: str) -> None:
        """Remove what an earlier attempt at this run wrote."""
        self.session.execute(delete(MatchResult).where(MatchResult.run_id == run_id))
        self.session.execute(delete(MatchHome).where(MatchHome.run_id == run_id))

    def add(self, row: MatchRun | MatchResult | MatchHome) -> None:
        """Add a row."""
        self.session.add(row)
