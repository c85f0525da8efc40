"""Queries for whatever is kept sealed, in whichever table it is."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.core.db import Base, SystemSession
from app.core.sealed_fields import fields_of


class SealedRepository:
    """Every row with sealed fields, of every organisation."""

    def __init__(self, session: SystemSession) -> None:
        self.session = session

    def newest_of_each(self) -> Iterator[Any]:
        """Yield one row of every table that has any."""
        for mapper in Base.registry.mappers:
            model: Any = mapper.class_
            if fields_of(model):
                newest = select(model).order_by(model.id.desc()).limit(1)
                yield from self.session.scalars(newest)

    def rows(self) -> Iterator[Any]:
        """Yield them one by one: some carry the copy of a whole region."""
        for mapper in Base.registry.mappers:
            model: Any = mapper.class_
            fields = fields_of(model)
            if not fields:
                continue
            whole = [undefer(getattr(model, field.name)) for field in fields]
            for key in self.session.scalars(select(model.id)).all():
                found = select(model).where(model.id == key).options(*whole)
                yield self.session.scalars(found).one()
