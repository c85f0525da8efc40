"""Keeping a framework, and joining and leaving one: an administrator's work.

An agency group is kept in the same way: it is one list, whose id is the group's own.

Every function works in a system session: a place on a framework belongs to the
authority that keeps it, and is taken by the organisation that is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now
from app.core.columns import new_id
from app.core.errors import (
    FieldError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
)
from app.core.permissions import Permission, require
from app.core.sharing import FrameworkPlace
from app.frameworks.repository import FrameworkRepository
from app.identity import service as identity

LONGEST_NAME = 100
LISTED = (OrganisationKind.AGENCY, OrganisationKind.AUTHORITY)


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation on a framework, or one that is asked to join."""

    id: str
    name: str
    joined: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A framework as an administrator of one on it, or asked to join, sees it."""

    id: str
    name: str
    keeper: str
    is_own: bool
    joined: bool
    places: Sequence[Place]
    is_group: bool = False


def seen(session: Session, actor: Actor) -> list[Listed]:
    """Return the frameworks the organisation keeps, is on or is asked to join."""
    require(actor, Permission.MANAGE_PEOPLE)
    names = {one.id: one.name for one in identity.list_organisations(session)}
    by_list: dict[str, list[FrameworkPlace]] = {}
    if actor.organisation_kind is OrganisationKind.GROUP:
        by_list[actor.organisation_id] = []
    for place in FrameworkRepository(session).places():
        by_list.setdefault(place.framework_id, []).append(place)
    found = []
    for key, places in by_list.items():
        mine = [one for one in places if one.member_id == actor.organisation_id]
        if mine or key == actor.organisation_id:
            keeper = places[0].organisation_id if places else key
            on = [
                Place(one.member_id, names[one.member_id], one.joined_at is not None)
                for one in places
            ]
            found.append(
                Listed(
                    key,
                    names[key],
                    names[keeper],
                    keeper == actor.organisation_id,
                    bool(mine) and mine[0].joined_at is not None,
                    sorted(on, key=lambda one: (one.name, one.id)),
                    keeper == key,
                )
            )
    return sorted(found, key=lambda one: (one.name, one.id))


def could_join(session: Session, actor: Actor) -> dict[str, str]:
    """Return whom the actor can ask to join a list, by id with their names.

    Agencies and authorities join a framework; agencies alone join a group.
    """
    in_group = actor.organisation_kind is OrganisationKind.GROUP
    kinds = (OrganisationKind.AGENCY,) if in_group else LISTED
    return {
        one.id: one.name
        for one in identity.list_organisations(session)
        if one.kind in kinds
    }


def make(session: Session, actor: Actor, name: str) -> None:
    """Make a framework the actor's authority keeps, and is on.

    Raises
    ------
    InvalidError
        When it has no name, or the name is taken.
    """
    require(actor, Permission.KEEP_FRAMEWORKS)
    if actor.organisation_kind is not OrganisationKind.AUTHORITY:
        raise NotPermittedError("Only an authority makes frameworks.")
    name = " ".join(name.split())
    said = ""
    if not name:
        said = "Enter a name"
    elif len(name) > LONGEST_NAME:
        said = f"Name must be {LONGEST_NAME} characters or fewer"
        said += f". You have used {len(name)}"
    elif name in {one.name for one in identity.list_organisations(session)}:
        said = "There is an organisation or a framework of this name already"
    if said:
        raise InvalidError(errors=[FieldError(pointer="/name", detail=said)])
    code = f"framework-{new_id()}"[:40]
    made = identity.create_organisation(
        session, kind=OrganisationKind.FRAMEWORK, name=name, code=code
    )
    _give(session, actor, made.id, actor.organisation_id, joined=True)
    record(session, actor, "framework.made", "framework", made.id)


def ask(session: Session, actor: Actor, framework_id: str, member_id: str) -> None:
    """Ask an organisation to join; it is on it once it says so.

    Raises
    ------
    InvalidError
        When it is none that could join, or asked already.
    """
    require(actor, Permission.KEEP_FRAMEWORKS)
    places = _own(session, actor, framework_id)
    there = {one.member_id for one in places}
    if member_id not in could_join(session, actor) or member_id in there:
        said = "Select an organisation that is not on it"
        raise InvalidError(errors=[FieldError(pointer="/member", detail=said)])
    _give(session, actor, framework_id, member_id, joined=False)
    detail = {"member": member_id}
    record(session, actor, "framework.asked", "framework", framework_id, detail)


def join(session: Session, actor: Actor, framework_id: str) -> None:
    """Take the place the actor's organisation was asked to take."""
    require(actor, Permission.MANAGE_PEOPLE)
    place = _mine(session, actor, framework_id)
    if place.joined_at is None:
        place.joined_at = now()
        record(session, actor, "framework.joined", "framework", framework_id)


def leave(session: Session, actor: Actor, framework_id: str) -> None:
    """Give the place up, or refuse to take it; the keeper's leaving ends all of it."""
    require(actor, Permission.MANAGE_PEOPLE)
    place = _mine(session, actor, framework_id)
    repository = FrameworkRepository(session)
    gone = [place]
    if place.organisation_id == actor.organisation_id:
        gone = list(repository.held(framework_id))
    for one in gone:
        repository.remove(one)
    record(session, actor, "framework.left", "framework", framework_id)


def take_off(session: Session, actor: Actor, framework_id: str, member_id: str) -> None:
    """Take another organisation off a framework the actor's authority keeps."""
    require(actor, Permission.KEEP_FRAMEWORKS)
    places = _own(session, actor, framework_id)
    found = next((one for one in places if one.member_id == member_id), None)
    if found is None or member_id == actor.organisation_id:
        raise NotFoundError
    FrameworkRepository(session).remove(found)
    detail = {"member": member_id}
    record(session, actor, "framework.taken_off", "framework", framework_id, detail)


def _give(
    session: Session, actor: Actor, framework_id: str, member_id: str, *, joined: bool
) -> None:
    place = FrameworkPlace(
        organisation_id=actor.organisation_id,
        framework_id=framework_id,
        member_id=member_id,
        asked_at=now(),
        joined_at=now() if joined else None,
    )
    FrameworkRepository(session).add(place)


def _own(session: Session, actor: Actor, framework_id: str) -> list[FrameworkPlace]:
    """Return the places on a list the actor's authority keeps, or their group is."""
    places = list(FrameworkRepository(session).held(framework_id))
    if framework_id == actor.organisation_id:
        return places
    if not places or places[0].organisation_id != actor.organisation_id:
        raise NotFoundError
    return places


def _mine(session: Session, actor: Actor, framework_id: str) -> FrameworkPlace:
    for one in FrameworkRepository(session).held(framework_id):
        if one.member_id == actor.organisation_id:
            return one
    raise NotFoundError
