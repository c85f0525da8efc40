"""Queries for match runs; the session adds who may see which."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, undefer

from app.core.paging import PER_PAGE, Page
from app.match_runs.models import UNDER_WAY, MatchResult, MatchRun, RunState


class MatchRunRepository:
    """Match runs the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, run_id: str) -> MatchRun | None:
        """Return one run, without its large parts."""
        return self.session.scalars(
            select(MatchRun).where(MatchRun.id == run_id)
        ).one_or_none()

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

    def held(self, run_id: str) -> MatchRun | None:
        """Return one run as it is now, held until the transaction ends."""
        wanted = select(MatchRun).where(MatchRun.id == run_id).with_for_update()
        return self.session.scalars(
            wanted.execution_options(populate_existing=True)
        ).one_or_none()

    def state(self, run_id: str) -> str | None:
        """Return only the state of a run, as it is now."""
        return self.session.scalars(
            select(MatchRun.state).where(MatchRun.id == run_id)
        ).one_or_none()

    def page(self, number: int) -> Page[MatchRun]:
        """Return one page of runs, the newest first."""
        total = self.session.scalars(
            select(func.count()).select_from(select(MatchRun).subquery())
        ).one()
        rows = self.session.scalars(
            select(MatchRun)
            .order_by(MatchRun.created_at.desc(), MatchRun.id.desc())
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, total)

    def under_way(self) -> MatchRun | None:
        """Return a run that is waiting or running, if there is one."""
        wanted = select(MatchRun).where(MatchRun.state.in_(UNDER_WAY)).limit(1)
        return self.session.scalars(wanted).first()

    def all_under_way(self) -> list[str]:
        """Return the ids of every run that is waiting or running."""
        wanted = select(MatchRun.id).where(MatchRun.state.in_(UNDER_WAY))
        return list(self.session.scalars(wanted).all())

    def newest_done(self) -> MatchRun | None:
        """Return the newest run with results."""
        wanted = (
            select(MatchRun)
            .where(MatchRun.state == RunState.DONE)
            .order_by(MatchRun.created_at.desc(), MatchRun.id.desc())
            .limit(1)
            .options(undefer(MatchRun.summary), undefer(MatchRun.names))
        )
        return self.session.scalars(wanted).first()

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

    def contents(self, run_id: str, young_people: list[str]) -> list[MatchResult]:
        """Return what a run found for each of these young people."""
        wanted = (
            select(MatchResult)
            .where(
                MatchResult.run_id == run_id,
                MatchResult.young_person_id.in_(young_people),
            )
            .order_by(MatchResult.id)
            .options(undefer(MatchResult.content))
        )
        return list(self.session.scalars(wanted).all())

    def forget_results(self, run_id: str) -> None:
        """Remove what an earlier attempt at this run wrote."""
        self.session.execute(delete(MatchResult).where(MatchResult.run_id == run_id))

    def add(self, row: MatchRun | MatchResult) -> None:
        """Add a row."""
        self.session.add(row)
