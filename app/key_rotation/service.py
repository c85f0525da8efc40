"""Seal anew, with the first key of the ring, what an older key sealed."""

from app.core.db import SystemSession
from app.core.sealed_fields import fields_of
from app.core.sealing import KeyRing, SealBrokenError
from app.key_rotation.repository import SealedRepository


def opens(session: SystemSession) -> bool:
    """Tell whether the keys of the ring open what was sealed last in every table."""
    try:
        for row in SealedRepository(session).newest_of_each():
            for field in fields_of(type(row)):
                field.__get__(row, type(row))
    except SealBrokenError:
        return False
    return True


def rotate(session: SystemSession, ring: KeyRing) -> int:
    """Seal anew every field that another key than the current one sealed; count them.

    Raises
    ------
    SealBrokenError
        When something cannot be opened with the keys of the ring.
    """
    count = 0
    for row in SealedRepository(session).rows():
        changed = sum(field.renew(ring, row) for field in fields_of(type(row)))
        if changed:
            session.flush()
        session.expunge(row)
        count += changed
    return count
