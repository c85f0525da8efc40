"""Queries for imports; the session adds whose they are."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.core.db import Base
from app.core.many import Values, add_many, change_many
from app.core.paging import PER_PAGE, Page
from app.core.sealed_fields import opened
from app.exchange.models import (
    ASKING,
    DONE,
    PREVIEW,
    READING,
    UNREAD,
    Import,
    ImportItem,
    ImportJob,
    ImportMapping,
    ImportPart,
    ImportProblem,
)
from app.exchange.port import Applied, Outcome
from app.jobs.models import UNDER_WAY
from app.jobs.repository import UndertakingRepository

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """What an import wrote of one record, and what undoing it needs."""

    id: str
    external_id: str
    applied: Applied


class ImportRepository:
    """The organisation's imports."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, import_id: str) -> Import | None:
        """Return one import."""
        return self.session.get(Import, import_id)

    def held(self, import_id: str) -> Import | None:
        """Return one import, held until the transaction ends."""
        return self.session.get(Import, import_id, with_for_update=True)

    def page(self, number: int) -> Page[Import]:
        """Return one page of imports, the latest first."""
        total = self.session.scalars(select(func.count(Import.id))).one()
        rows = self.session.scalars(
            select(Import)
            .order_by(Import.created_at.desc(), Import.id.desc())
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, total)

    def open_since(self, since: datetime) -> Sequence[Import]:
        """Return imports begun since then that are neither done nor given up."""
        wanted = select(Import).where(
            Import.state.in_((ASKING, READING, PREVIEW)), Import.created_at >= since
        )
        return self.session.scalars(wanted.order_by(Import.created_at)).all()

    def earlier(self, fingerprint: str) -> Import | None:
        """Return the last import of the very same files that was done."""
        return self.session.scalars(
            select(Import)
            .where(Import.fingerprint == fingerprint, Import.state == DONE)
            .order_by(Import.created_at.desc())
        ).first()

    def last_source(self, kind: str) -> str | None:
        """Return how the source of a kind was called the last time."""
        return self.session.scalars(
            select(Import.source)
            .where(Import.kind == kind)
            .order_by(Import.created_at.desc())
        ).first()

    def remove_items_of(self, record_ids: Sequence[str]) -> None:
        """Remove what was read of these records, in whatever import."""
        gone = ImportItem.record_id.in_(record_ids)
        self.session.execute(delete(ImportItem).where(gone))

    def to_clear(self, previews: datetime, done: datetime) -> Sequence[Import]:
        """Return imports whose contents are of no more use."""
        old = Import.state.in_((ASKING, READING, PREVIEW, UNREAD)) & (
            Import.created_at < previews
        )
        over = (Import.state == DONE) & (Import.ended_at < done)
        return self.session.scalars(
            select(Import).where(Import.cleared.is_(False), old | over)
        ).all()

    def item(self, import_id: str, item_id: str) -> ImportItem | None:
        """Return one item."""
        found = select(ImportItem).where(
            ImportItem.import_id == import_id, ImportItem.id == item_id
        )
        return self.session.scalars(found).one_or_none()

    def items(self, import_id: str, outcome: str, number: int) -> Page[ImportItem]:
        """Return one page of an import's items of one outcome, by row."""
        wanted = select(ImportItem).where(
            ImportItem.import_id == import_id, ImportItem.outcome == outcome
        )
        count = select(func.count()).select_from(wanted.subquery())
        rows = self.session.scalars(
            wanted.order_by(ImportItem.position)
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, self.session.scalars(count).one())

    def problems(self, import_id: str, number: int) -> Page[ImportProblem]:
        """Return one page of an import's problems, those not read first."""
        wanted = select(ImportProblem).where(ImportProblem.import_id == import_id)
        count = select(func.count()).select_from(wanted.subquery())
        rows = self.session.scalars(
            wanted.order_by(ImportProblem.refused.desc(), ImportProblem.position)
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, self.session.scalars(count).one())

    def all_problems(self, import_id: str) -> Sequence[ImportProblem]:
        """Return all of an import's problems, in the order of the files."""
        query = select(ImportProblem).where(ImportProblem.import_id == import_id)
        return self.session.scalars(query.order_by(ImportProblem.position)).all()

    def record_ids(self, import_id: str, outcomes: Collection[str]) -> Sequence[str]:
        """Return the records of an import's items of these outcomes."""
        query = select(ImportItem.record_id).where(
            ImportItem.import_id == import_id,
            ImportItem.record_id.is_not(None),
            ImportItem.outcome.in_(outcomes),
        )
        return [key for key in self.session.scalars(query) if key]

    def written(self, import_id: str) -> Iterator[list[WrittenItem]]:
        """Yield what an import wrote, in order, some at a time; no item is held."""
        wanted = select(
            ImportItem.id,
            ImportItem.position,
            ImportItem.external_id,
            ImportItem.record_id,
            ImportItem.after,
            ImportItem.before.label("before"),
        ).where(ImportItem.import_id == import_id, ImportItem.after.is_not(None))
        ordered, last = wanted.order_by(ImportItem.position).limit(AT_ONCE), -1
        while True:
            query = ordered.where(ImportItem.position > last)
            rows = self.session.execute(query).all()
            if not rows:
                return
            last = rows[-1].position
            yield [
                WrittenItem(
                    row.id,
                    row.external_id,
                    Applied(
                        row.record_id,
                        row.after,
                        opened(self.session, ImportItem, "before", row.id, row.before)
                        or {},
                    ),
                )
                for row in rows
            ]

    def names(self, item_ids: Collection[str]) -> list[str]:
        """Return what these items' records were called, in the order of the list."""
        found: list[ImportItem] = []
        wanted = sorted(item_ids)
        for start in range(0, len(wanted), AT_ONCE):
            some = ImportItem.id.in_(wanted[start : start + AT_ONCE])
            found += self.session.scalars(select(ImportItem).where(some))
        return [one.name for one in sorted(found, key=lambda one: one.position)]

    def touch(self, import_id: str, item_ids: Collection[str]) -> None:
        """Note which items stood in the way of taking an import back."""
        every = update(ImportItem).where(ImportItem.import_id == import_id)
        self.session.execute(every.values(touched=None))
        self.change_items([{"id": key, "touched": True} for key in item_ids])

    def touched(self, import_id: str, most: int) -> tuple[list[str], int]:
        """Return the names of the first that stood in the way, and how many did."""
        wanted = select(ImportItem).where(
            ImportItem.import_id == import_id, ImportItem.touched.is_(True)
        )
        count = select(func.count()).select_from(wanted.subquery())
        rows = self.session.scalars(wanted.order_by(ImportItem.position).limit(most))
        return [one.name for one in rows], self.session.scalars(count).one()

    def batches(
        self, import_id: str, outcomes: Collection[str] = tuple(Outcome)
    ) -> Iterator[Sequence[ImportItem]]:
        """Yield an import's items of these outcomes in order, some at a time."""
        wanted = select(ImportItem).where(
            ImportItem.import_id == import_id, ImportItem.outcome.in_(outcomes)
        )
        # As they are now: `change_items` tells nobody.
        fresh = wanted.execution_options(populate_existing=True)
        ordered = fresh.order_by(ImportItem.position).limit(AT_ONCE)
        last = -1
        while True:
            query = ordered.where(ImportItem.position > last)
            rows = self.session.scalars(query).all()
            if not rows:
                return
            last = rows[-1].position
            yield rows

    def asked(self, import_id: str) -> Iterator[ImportItem]:
        """Yield an import's items that ask somebody something."""
        query = select(ImportItem).where(
            ImportItem.import_id == import_id, ImportItem.outcome == Outcome.CONFLICT
        )
        with self.session.scalars(query.execution_options(yield_per=AT_ONCE)) as rows:
            yield from rows

    def outcomes(self, import_id: str) -> dict[str, int]:
        """Count an import's items by outcome."""
        query = (
            select(ImportItem.outcome, func.count())
            .where(ImportItem.import_id == import_id)
            .group_by(ImportItem.outcome)
        )
        return {row[0]: row[1] for row in self.session.execute(query)}

    def last_problem(self, import_id: str) -> int:
        """Return the position of an import's last problem."""
        query = select(func.max(ImportProblem.position)).where(
            ImportProblem.import_id == import_id
        )
        return self.session.scalars(query).one() or 0

    def clear_read(self, import_id: str) -> None:
        """Take away what was read of files; the files stay, if they are kept."""
        for model in (ImportItem, ImportProblem):
            self.session.execute(delete(model).where(model.import_id == import_id))

    def remove(self, made: Import) -> None:
        """Take an import away, with all that was read."""
        self.clear(made.id)
        self.session.delete(made)
        self.session.flush()

    def clear(self, import_id: str) -> None:
        """Take away what an import says of people."""
        for model in (ImportItem, ImportProblem, ImportPart):
            self.session.execute(delete(model).where(model.import_id == import_id))

    def parts(self, import_id: str) -> Iterator[ImportPart]:
        """Yield the parts of an import's files, in order."""
        query = select(ImportPart).where(ImportPart.import_id == import_id)
        ordered = query.order_by(ImportPart.file, ImportPart.position)
        with self.session.scalars(ordered.execution_options(yield_per=1)) as rows:
            yield from rows

    def clear_parts(self, import_id: str) -> None:
        """Take away the files of an import."""
        gone = ImportPart.import_id == import_id
        self.session.execute(delete(ImportPart).where(gone))

    def mapping(self, kind: str, source: str) -> ImportMapping | None:
        """Return what was said of a system's columns, for a kind."""
        query = select(ImportMapping).where(
            ImportMapping.kind == kind, ImportMapping.source == source
        )
        return self.session.scalars(query).one_or_none()

    def let_go(self, row: ImportPart) -> None:
        """Hold a row in memory no longer; it is written."""
        self.session.expunge(row)

    def add_items(self, items: Sequence[Values]) -> None:
        """Add items."""
        add_many(self.session, ImportItem, items)

    def change_items(self, items: Sequence[Values]) -> None:
        """Change items; those held in memory are not told."""
        change_many(self.session, ImportItem, items)

    def add(self, *rows: Base) -> None:
        """Add rows."""
        self.session.add_all(rows)
        self.session.flush()


class ImportJobRepository(UndertakingRepository[ImportJob]):
    """What workers do of the organisation's imports."""

    model = ImportJob

    def latest(self, import_id: str) -> ImportJob | None:
        """Return what was asked for last of an import."""
        wanted = select(ImportJob).where(ImportJob.import_id == import_id)
        ordered = wanted.order_by(ImportJob.created_at.desc(), ImportJob.id.desc())
        return self.session.scalars(ordered).first()

    def count_under_way(self) -> int:
        """Count those that are waiting or running."""
        wanted = select(func.count(ImportJob.id)).where(ImportJob.state.in_(UNDER_WAY))
        return self.session.scalars(wanted).one()

    def add(self, job: ImportJob) -> None:
        """Add one."""
        self.session.add(job)
        self.session.flush()
