"""Queries for exports; the session adds whose they are."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.paging import PER_PAGE, Page
from app.exports.models import Export


class ExportRepository:
    """The organisation's exports."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def page(self, number: int) -> Page[Export]:
        """Return one page of exports, the latest first."""
        total = self.session.scalars(select(func.count(Export.id))).one()
        rows = self.session.scalars(
            select(Export)
            .order_by(Export.created_at.desc(), Export.id.desc())
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, total)

    def add(self, export: Export) -> None:
        """Add one."""
        self.session.add(export)
        self.session.flush()
