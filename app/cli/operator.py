"""Whom a command acts for that an operator runs on an organisation's records."""

from typing import TYPE_CHECKING

from app.cli.files import BadInputError, say

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.core.actor import Actor


def acting_for(engine: "Engine", organisation: str) -> "Actor":
    """Return the operator as a data officer of an organisation, by its id or code.

    Raises
    ------
    BadInputError
        When there is none; that has been said.
    """
    from app.core.actor import OPERATOR, Actor, Role
    from app.core.db import open_system_session
    from app.identity import service as identity

    with open_system_session(engine) as session:
        for one in identity.list_organisations(session):
            if organisation in (one.id, one.code):
                officer = frozenset({Role.DATA_OFFICER})
                return Actor(OPERATOR, one.id, one.kind, officer)
    say("There is no organisation of that id or code.")
    raise BadInputError
