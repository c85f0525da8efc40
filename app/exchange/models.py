"""What was imported, or is about to be: what was read, what is asked, what was done."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import BYTES, TEXT, SealedField
from app.core.sealed_fields import JSON as SEALED_JSON
from app.jobs.models import Undertaking

ASKING, READING, PREVIEW, DONE = "asking", "reading", "preview", "done"
UNDONE, ABANDONED, UNREAD = "undone", "abandoned", "unread"
JOB = "import"
"""The job that reads what takes too long while somebody waits, imports, or undoes."""
READ, CONFIRM, UNDO = "read", "confirm", "undo"
HASH_LENGTH = 64


class Import(TenantOwned, Base):
    """One import, from its preview on.

    The files themselves are kept only until they are read. ``counts`` says how many of
    what; what it says of people is in its items and problems, which go when they are of
    no more use. ``started_by`` is a person's id, or the operator's. ``planned_from``:
    how long the organisation's record of changes was when it was planned.
    """

    __tablename__ = "data_import"

    id: Mapped[PrimaryId]
    kind: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(100))
    as_of: Mapped[date] = mapped_column(Date)
    fingerprint: Mapped[str] = mapped_column(String(HASH_LENGTH))
    state: Mapped[str] = mapped_column(String(20))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    started_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    created_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cleared: Mapped[bool] = mapped_column(default=False)
    planned_from: Mapped[int | None]


class ImportJob(Undertaking, Base):
    """What a worker does of an import: reading its files, confirming, taking back.

    ``attempt`` counts those who took it up: whoever was thought lost meanwhile writes
    no more. ``renewed``: the records had changed, so the preview was made anew, or the
    import was not taken back.
    """

    __tablename__ = "import_job"

    import_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("data_import.id"), index=True
    )
    what: Mapped[str] = mapped_column(String(10))
    attempt: Mapped[int] = mapped_column(default=0)
    renewed: Mapped[bool] = mapped_column(default=False)


class ImportItem(TenantOwned, Base):
    """One record of an import: what was read, what it would change, what was done.

    ``answers`` is what a person said of what was asked. ``before`` and ``after`` are
    what undoing needs: how the record was, and the version the import left it at.
    ``touched``: somebody changed it since, so a worker took nothing back.
    """

    __tablename__ = "import_item"

    id: Mapped[PrimaryId]
    import_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("data_import.id"), index=True
    )
    position: Mapped[int]
    row: Mapped[int]
    sheet: Mapped[str] = mapped_column(String(200))
    external_id: Mapped[str] = mapped_column(String(100))
    name = SealedField[str](TEXT)
    content = SealedField[dict[str, Any]](SEALED_JSON)
    outcome: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    version: Mapped[int]
    changes = SealedField[list[dict[str, Any]]](SEALED_JSON)
    alike = SealedField[list[dict[str, str]]](SEALED_JSON)
    answers = SealedField[dict[str, str]](SEALED_JSON)
    before = SealedField[dict[str, Any] | None](SEALED_JSON, nullable=True)
    after: Mapped[int | None]
    touched: Mapped[bool | None]


class ImportProblem(TenantOwned, Base):
    """Something in the files that was not read, or not as it stood."""

    __tablename__ = "import_problem"

    id: Mapped[PrimaryId]
    import_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("data_import.id"), index=True
    )
    position: Mapped[int]
    row: Mapped[int | None]
    sheet: Mapped[str] = mapped_column(String(200))
    column: Mapped[str] = mapped_column("heading", String(200))
    said = SealedField[str](TEXT)
    refused: Mapped[bool]


class ImportPart(TenantOwned, Base):
    """A part of a file that is kept until it is read, while its columns are asked.

    ``file`` counts the files of the import, ``position`` the parts of one.
    """

    __tablename__ = "import_part"

    id: Mapped[PrimaryId]
    import_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("data_import.id"), index=True
    )
    file: Mapped[int]
    position: Mapped[int]
    name = SealedField[str](TEXT)
    content = SealedField[bytes](BYTES)


class ImportMapping(TenantOwned, Base):
    """What an organisation said of a system's columns and values, for a kind.

    ``said`` has ``columns`` (heading there to column here) and ``values`` (column, then
    value there to value here). Headings and values can be anything, so it is sealed.
    """

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "source"),)

    id: Mapped[PrimaryId]
    kind: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(100))
    said = SealedField[dict[str, Any]](SEALED_JSON)
    updated_at: Mapped[Moment]
