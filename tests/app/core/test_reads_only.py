"""A session that only reads waits for nobody, and refuses to write."""

import pytest

from app.audit import service as audit
from app.core.db import open_session, open_system_session
from app.core.scoping import TenancyError
from app.referrals.models import Referral
from tests.app.builders import member


def test_what_only_reads_is_answered_while_somebody_writes(engine):
    with open_system_session(engine) as session:
        actor = member(session).actor
        session.commit()
    # From its beginning: on SQLite nobody else may write, and would wait 30 seconds.
    with open_session(engine, actor) as writing:
        writing.connection()
        with open_session(engine, actor, reads_only=True) as reading:
            assert reading.query(Referral).all() == []


def test_what_only_reads_refuses_to_write(engine):
    with open_system_session(engine) as session:
        actor = member(session).actor
        session.commit()
    with open_session(engine, actor, reads_only=True) as reading:
        reading.add(Referral())
        with pytest.raises(TenancyError, match="only reads"):
            reading.flush()


def test_what_was_read_is_on_record_once_it_only_waits_to_be_answered(engine):
    with open_system_session(engine) as session:
        actor = member(session).actor
        session.commit()
    with open_session(engine, actor, reads_only=True) as reading:
        reads = audit.note_reads(reading)
        audit.record_read(reading, actor, "referral.read", "referral", "one")
        audit.record_read(reading, actor, "referral.read", "referral", "two")
        assert audit.length(reading, actor) == 0
    with open_session(engine, actor) as writing:
        audit.put_on_record(writing, actor, reads)
        writing.commit()
        assert audit.verify(writing, actor.organisation_id).entries == 2


def test_what_cannot_note_what_is_read_refuses_to_read_it(engine):
    with open_system_session(engine) as session:
        actor = member(session).actor
        session.commit()
    with (
        open_session(engine, actor, reads_only=True) as reading,
        pytest.raises(TenancyError, match="only reads"),
    ):
        audit.record_read(reading, actor, "referral.read", "referral", "one")
