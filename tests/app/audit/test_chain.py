"""Tampering with the record of who did what is refused, and shows if forced."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.audit import service as audit
from app.core.db import SystemSession, open_session
from tests.app import builders
from tests.app.builders import Member


@pytest.fixture
def member(system: SystemSession, engine: Engine) -> Member:
    """Someone who has done three things."""
    member = builders.member(system)
    with open_session(engine, member.actor) as session:
        for number in range(3):
            audit.record(
                session, member.actor, "read", "referral", f"r-{number}", {"n": number}
            )
        session.commit()
    return member


def fault(engine: Engine, member: Member) -> str | None:
    with open_session(engine, member.actor) as session:
        return audit.verify(session, member.organisation.id).fault


def force(engine: Engine, statement: str) -> None:
    """Change the record as someone with the keys of the database could."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for act in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_entry_no_{act}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(statement))


def test_what_was_recorded_holds_together(engine: Engine, member: Member) -> None:
    with open_session(engine, member.actor) as session:
        check = audit.verify(session, member.organisation.id)
    assert check == audit.ChainCheck(entries=3)


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit_entry SET action = 'nothing'", "DELETE FROM audit_entry"],
)
def test_the_database_refuses_to_change_the_record(
    owner: Engine, member: Member, change: str
) -> None:
    with pytest.raises(DBAPIError, match="never changed"), owner.begin() as connection:
        connection.execute(text(change))


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("UPDATE audit_entry SET record_id = 'x' WHERE position = 2", "entry 2 was"),
        ("UPDATE audit_entry SET position = 9 WHERE position = 2", "entry 2 is"),
        ("DELETE FROM audit_entry WHERE position = 2", "entry 2 is missing"),
        ("DELETE FROM audit_entry WHERE position = 3", "entry 3 is missing"),
        ("DELETE FROM audit_entry", "entry 1 is missing"),
        ("UPDATE audit_chain SET length = 2", "entry 4 is missing"),
        ("DELETE FROM audit_chain", "the chain is missing"),
    ],
)
def test_forced_changes_show(
    engine: Engine, owner: Engine, member: Member, change: str, shown: str
) -> None:
    force(owner, change)
    assert (fault(engine, member) or "").startswith(shown)


def test_the_record_and_the_change_stand_or_fall_together(
    engine: Engine, member: Member
) -> None:
    with open_session(engine, member.actor) as session:
        audit.record(session, member.actor, "changed", "referral", "r-9")
        session.rollback()
        assert audit.verify(session, member.organisation.id).entries == 3


def test_organisations_keep_chains_apart(
    engine: Engine, system: SystemSession, member: Member
) -> None:
    stranger = builders.member(system)
    with open_session(engine, stranger.actor) as session:
        audit.record(session, stranger.actor, "read", "household", "h-1")
        session.commit()
        assert audit.verify(session, stranger.organisation.id).entries == 1
        assert audit.verify(session, member.organisation.id).entries == 0


@pytest.mark.parametrize("words", ["Robin Smith", "has two dogs", "ST4 2DE", "a@b.org"])
def test_nobodys_words_enter_the_record(
    engine: Engine, member: Member, words: str
) -> None:
    with (
        open_session(engine, member.actor) as session,
        pytest.raises(ValueError, match="code"),
    ):
        audit.record(session, member.actor, "read", "x", "y", {"name": words})
