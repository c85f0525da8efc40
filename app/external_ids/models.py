"""What another system calls a record of one's own."""

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, PrimaryId
from app.core.db import Base, TenantOwned


class ExternalId(TenantOwned, Base):
    """A record's id in another system; `source` names the system.

    Within an organisation and a source an id stands for one record of a kind.
    ``version`` is the record's as the system itself last wrote it through the API.
    """

    __tablename__ = "external_id"
    __table_args__ = (
        UniqueConstraint("organisation_id", "record_type", "source", "external_id"),
        Index("ix_external_id_record", "organisation_id", "record_type", "record_id"),
    )

    id: Mapped[PrimaryId]
    source: Mapped[str] = mapped_column(String(100))
    external_id: Mapped[str] = mapped_column(String(100))
    record_type: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    version: Mapped[int | None]
