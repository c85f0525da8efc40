"""Who is on a framework, and whom what is shared with it reaches.

A framework is an organisation nobody acts for: what is shared with it is shared with
the agencies on it, and what is offered to it is offered to the authorities on it, by
those who are on it themselves. Who leaves sees, and shows, nothing by it any more.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.frameworks.repository import FrameworkRepository
from app.identity import service as identity


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework an organisation is on."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Nameable:
    """An organisation or a framework that can be named where something is shared."""

    kind: OrganisationKind
    name: str
    id: str


SHARES_WITH = {
    OrganisationKind.AUTHORITY: OrganisationKind.AGENCY,
    OrganisationKind.AGENCY: OrganisationKind.AUTHORITY,
}
"""Whom those who keep records name where they share one."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Who is on each framework, by id; and what kind each organisation is of."""

    on: Mapping[str, Set[str]]
    kinds: Mapping[str, OrganisationKind]

    def reached(
        self, shared: Iterable[str], owner: str, kind: OrganisationKind
    ) -> set[str]:
        """Return the organisations of a kind that an owner shares with so, by id.

        ``shared`` are organisations and frameworks.
        """
        found = set()
        for one in shared:
            if self.kinds.get(one) is not OrganisationKind.FRAMEWORK:
                found.add(one)
            elif owner in (there := self.on.get(one, set())):
                found |= {member for member in there if self.kinds[member] is kind}
        return found

    def groups_of(self, agency: str) -> set[str]:
        """Return the groups an agency has joined, by id: they read its homes."""
        return {
            one
            for one, members in self.on.items()
            if agency in members and self.kinds.get(one) is OrganisationKind.GROUP
        }


def lists(session: Session) -> Lists:
    """Return who is on every framework."""
    kinds = {one.id: one.kind for one in identity.list_organisations(session)}
    on: dict[str, set[str]] = {}
    for place in FrameworkRepository(session).places():
        if place.joined_at is not None:
            on.setdefault(place.framework_id, set()).add(place.member_id)
    return Lists(on, kinds)


def of_actor(session: Session, actor: Actor) -> list[Framework]:
    """Return the frameworks the actor's organisation is on, by name."""
    names = {one.id: one.name for one in identity.list_organisations(session)}
    found = [
        Framework(place.framework_id, names[place.framework_id])
        for place in FrameworkRepository(session).places()
        if place.member_id == actor.organisation_id
        and place.joined_at is not None
        # A group is no framework: it is with nobody that a member shares.
        and place.framework_id != place.organisation_id
    ]
    return sorted(found, key=lambda one: (one.name, one.id))


def nameable(session: Session, actor: Actor) -> list[Nameable]:
    """Return whom the actor's organisation can share with, by kind and name."""
    wanted = SHARES_WITH.get(actor.organisation_kind)
    if wanted is None:
        return []
    found = [
        Nameable(one.kind, one.name, one.id)
        for one in identity.list_organisations(session)
        if one.kind is wanted
    ] + [
        Nameable(OrganisationKind.FRAMEWORK, one.name, one.id)
        for one in of_actor(session, actor)
    ]
    return sorted(found, key=lambda one: (one.kind, one.name, one.id))
