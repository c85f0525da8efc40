"""Queries for what-ifs; the session adds who may see which."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.jobs.models import UNDER_WAY
from app.jobs.repository import UndertakingRepository
from app.what_ifs.models import WhatIf


class WhatIfRepository(UndertakingRepository[WhatIf]):
    """What-ifs the session's actor may see."""

    model = WhatIf

    def whole(self, what_if_id: str) -> WhatIf | None:
        """Return one with its difference."""
        wanted = select(WhatIf).where(WhatIf.id == what_if_id)
        return self.session.scalars(
            wanted.options(undefer(WhatIf.difference))
        ).one_or_none()

    def waiting_or_running(self) -> list[WhatIf]:
        """Return all that are under way, the oldest first."""
        wanted = select(WhatIf).where(WhatIf.state.in_(UNDER_WAY)).order_by(WhatIf.id)
        return list(self.session.scalars(wanted).all())

    def every(self) -> list[WhatIf]:
        """Return all of them, the oldest first."""
        return list(self.session.scalars(select(WhatIf).order_by(WhatIf.id)))

    def of_runs(self, run_ids: Sequence[str]) -> list[WhatIf]:
        """Return all that start from one of these runs."""
        wanted = select(WhatIf).where(WhatIf.run_id.in_(run_ids))
        return list(self.session.scalars(wanted.order_by(WhatIf.id)))

    def remove(self, what_if: WhatIf) -> None:
        """Remove one."""
        self.session.delete(what_if)
        self.session.flush()

    def add(self, what_if: WhatIf) -> None:
        """Add one."""
        self.session.add(what_if)
        self.session.flush()
