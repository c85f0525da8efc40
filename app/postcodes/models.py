"""Where the postcodes of each postcode area are."""

from sqlalchemy import ColumnElement, LargeBinary, String, true
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import Moment
from app.core.db import Base


class PostcodeArea(Base):
    """One postcode area (ST), and where each of its postcodes is. It is public.

    ``packed`` holds a row a postcode, sorted: see `packing.py`.
    """

    __tablename__ = "postcode_area"

    area: Mapped[str] = mapped_column(String(2), primary_key=True)
    source: Mapped[str] = mapped_column(String(60))
    count: Mapped[int]
    loaded_at: Mapped[Moment]
    packed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:  # noqa: ARG003
        """Show all of them to everyone."""
        return true()
