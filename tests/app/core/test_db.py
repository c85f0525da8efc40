"""The two databases behave as the one Hearth is written for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, StatementError

from app.audit import service as audit
from app.core.db import SystemSession, open_session
from app.identity.models import Membership, SignInFailure
from tests.app import builders


def test_a_moment_comes_back_in_utc(system: SystemSession) -> None:
    summer = datetime(2026, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    row = SignInFailure(account_hash="x", failed_at=summer)
    system.add(row)
    system.flush()
    system.refresh(row)
    assert row.failed_at == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert row.failed_at.tzinfo is UTC


def test_a_moment_without_an_offset_is_refused(system: SystemSession) -> None:
    naive = datetime(2026, 7, 1)  # noqa: DTZ001
    system.add(SignInFailure(account_hash="x", failed_at=naive))
    with pytest.raises(StatementError, match="offset"):
        system.flush()


def test_references_are_kept(system: SystemSession) -> None:
    member = builders.member(system)
    row = system.get_one(Membership, member.membership.id)
    row.person_id = "nobody"
    with pytest.raises(IntegrityError):
        system.flush()


def test_writers_take_turns_and_lose_nothing(
    engine: Engine, system: SystemSession
) -> None:
    actor = builders.member(system).actor

    def write(number: int) -> None:
        for each in range(5):
            with open_session(engine, actor) as session:
                # Reading first is what makes SQLite refuse a late writer.
                audit.verify(session, actor.organisation_id)
                audit.record(session, actor, "read", "test", f"{number}-{each}")
                session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with open_session(engine, actor) as session:
        check = audit.verify(session, actor.organisation_id)
    assert check == audit.ChainCheck(entries=20)
