"""Who has agreed to share with whom, and where authorities lie.

An agreement is its giver's row: the organisation that shares. Ending it ends what the
other may see at once.
"""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    exists,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from app.core.actor import Actor, OrganisationKind
from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime
from app.core.db import Base, TenantOwned


class ForumMembership(TenantOwned, Base):
    """An organisation takes part in a family-finding forum and shares with it."""

    __tablename__ = "forum_membership"

    id: Mapped[PrimaryId]
    forum_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the one who shares and to the forum."""
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.forum_id == actor.organisation_id,
        )


def shared_with_forum(actor: Actor) -> Any:
    """Select the organisations that share with the forum the actor acts for."""
    return select(ForumMembership.organisation_id).where(
        ForumMembership.forum_id == actor.organisation_id
    )


class FrameworkPlace(TenantOwned, Base):
    """An organisation is on a framework, or asked to join: the keeper's row.

    What is shared with a framework reaches who is on it, from who is on it. An agency
    in a group has a place with the group itself, which then reads its homes.
    """

    __tablename__ = "framework_place"
    __table_args__ = (UniqueConstraint("framework_id", "member_id"),)

    id: Mapped[PrimaryId]
    framework_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    member_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    asked_at: Mapped[Moment]
    joined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to everyone: with whom one shares is no secret."""
        del actor
        return true()


@cache
def _places() -> tuple[type[FrameworkPlace], type[FrameworkPlace]]:
    """Return two names for the table, made once: every statement asks for them."""
    return aliased(FrameworkPlace), aliased(FrameworkPlace)


def reaches(
    to: Any, owner: Any, actor: Actor, kind: OrganisationKind
) -> ColumnElement[bool]:
    """Say whether what is shared ``to`` somebody, or a framework, reaches an actor.

    By a framework it reaches only one ``kind`` of organisation, and while both its
    ``owner`` and they are on it.
    """
    by_name: ColumnElement[bool] = to == actor.organisation_id
    if actor.organisation_kind is not kind:
        return by_name
    mine, theirs = _places()
    on_it = select(mine.framework_id).where(
        mine.member_id == actor.organisation_id, mine.joined_at.is_not(None)
    )
    shares = exists().where(
        theirs.framework_id == to,
        theirs.member_id == owner,
        theirs.joined_at.is_not(None),
    )
    return or_(by_name, to.in_(on_it) & shares)


def shown(
    model: type[TenantOwned],
    kind: OrganisationKind,
    shared: ColumnElement[bool],
    actor: Actor,
) -> ColumnElement[bool]:
    """Show a row to whose it is, to a kind of organisation if shared, to their forum.

    Only what can be true of the actor's kind of organisation is asked: PostgreSQL plans
    every other part too, for every statement.
    """
    own = model.organisation_id == actor.organisation_id
    if actor.organisation_kind is kind:
        return or_(own, shared)
    if actor.organisation_kind is OrganisationKind.FORUM:
        return or_(own, model.organisation_id.in_(shared_with_forum(actor)))
    return own


def in_group_of(actor: Actor) -> Any:
    """Select the agencies that have joined the group the actor acts for.

    A group keeps one list, by its own id, and nobody acts for a framework: only people
    of a group are on the other side of this.
    """
    return select(FrameworkPlace.member_id).where(
        FrameworkPlace.framework_id == actor.organisation_id,
        FrameworkPlace.joined_at.is_not(None),
    )


class AuthorityArea(Base):
    """The outcodes in an authority's area, and its neighbours: reference data."""

    __tablename__ = "authority_area"

    organisation_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), primary_key=True
    )
    name: Mapped[str]
    adjoining: Mapped[list[str]] = mapped_column(JSON)
    places: Mapped[list[str]] = mapped_column(JSON)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to everyone: where an authority lies is public."""
        del actor
        return true()
