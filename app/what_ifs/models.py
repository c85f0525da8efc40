"""What-ifs: changes somebody tried, why, and what would be different."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, UTCDateTime
from app.core.db import Base
from app.core.sealed_fields import BYTES, JSON, TEXT, SealedField
from app.jobs.models import Undertaking

JOB = "what_if"
"""The job that works a what-if out."""


class WhatIf(Undertaking, Base):
    """What would be different if changes were made to the case of a run.

    ``changes`` are the engine's; ``said`` says each in words that follow *what if*,
    beside the ids of whom it is about; ``difference`` is compressed JSON. No record is
    changed until somebody who may adopts it.
    """

    __tablename__ = "what_if"

    run_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("match_run.id"), index=True
    )
    reason = SealedField[str](TEXT)
    changes = SealedField[list[dict[str, Any]]](JSON)
    said = SealedField[list[dict[str, Any]]](JSON)
    difference = SealedField[bytes | None](BYTES, nullable=True, deferred=True)
    adopted_by: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("person.id")
    )
    adopted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    adopted_because = SealedField[str | None](TEXT, nullable=True)
