"""What is kept about people is sealed in the database, and opened only for its place.

A canary stands in every name, place and free text there is; every column of every table
is then read raw, and the file too, where the database is one.
"""

import base64
import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, LargeBinary, Text, inspect, literal_column, select, text
from sqlalchemy.types import JSON

from app.cli.main import main
from app.core.db import make_engine, open_session, open_system_session
from app.core.migrate import downgrade, upgrade
from app.core.sealed_fields import fields_of
from app.core.sealing import SealBrokenError, SealedBytes, SealedText
from app.core.settings import DEMO_FIELD_KEY, Settings
from app.decisions.models import Decision
from app.exchange.models import (
    Import,
    ImportItem,
    ImportMapping,
    ImportPart,
    ImportProblem,
)
from app.exports.models import Export
from app.forum.models import AgendaItem, Meeting, Part, PartOpened
from app.households.models import Household
from app.households.repository import HouseholdRepository
from app.match_runs.models import MatchHome, MatchResult, MatchRun
from app.not_right.models import NotRight, NotRightReason
from app.notes.models import Note
from app.referral_form.models import ReferralDraft
from app.referrals.models import ReferralShare, YoungPerson
from app.releases.models import Profile, ReferralRelease
from app.requests.models import Answer, Ask
from app.tables import METADATA
from app.webhooks.models import Webhook
from app.what_ifs.models import WhatIf
from tests.app.features.conftest import World, copied

CANARY = "Canary Zéphyrine"
PACKED = zlib.compress(json.dumps({"of": CANARY}).encode())
PLAIN = {
    "api_key": "names of permissions",
    "access_token": "names of permissions",
    "authority_area": "where an authority lies is public",
    "data_import": "counts",
    "audit_entry": "codes and ids only; what could be words is refused",
    "person": "hashes of spare codes",
    "webhook": "kinds of record, and positions in records of who did what",
    "postcode_area": "where postcodes are is public",
    "referral_draft": "names of pages and fields, and ids of agencies",
}
"""Tables with columns of text or JSON that say nothing of a young person or a carer."""
NEW_KEY = "new:" + base64.b64encode(b"n" * 32).decode()


@pytest.fixture
def planted(world: World, engine: Engine, household, referral) -> dict[type, str]:
    """Rows of every kind with the canary in every sealed field; their ids."""
    run_id = copied(world, engine)
    agency, authority = world.agency.actor, world.authority.actor
    with open_session(engine, agency) as session:
        home = session.get_one(Household, household["id"])
        home.label = CANARY
        home.record = {**home.record, "support": [CANARY]}
        session.commit()
    with open_session(engine, authority) as session:
        person = session.get_one(YoungPerson, referral["young_people"][0]["id"])
        person.sharing_name = person.voice = CANARY
        person.record = {**person.record, "interests": [CANARY]}
        moment = session.get_one(MatchRun, run_id).created_at
        session.get_one(MatchRun, run_id).frozen = PACKED
        session.get_one(MatchRun, run_id).summary = {"of": CANARY}
        session.get_one(MatchRun, run_id).names = {"homes": {"h": CANARY}}
        rows = [
            ReferralDraft(
                answers={"sharing_name": CANARY},
                importance={"solo": {"reason": CANARY}},
                created_at=moment,
                updated_at=moment,
            ),
            MatchResult(
                run_id=run_id,
                young_person_id=person.id,
                options=0,
                open_options=0,
                near=0,
                content=PACKED,
            ),
            Decision(
                authority_id=authority.organisation_id,
                young_person_id=person.id,
                run_id=run_id,
                number=1,
                outcome="later",
                content={"because": CANARY},
                recorded_by=authority.person_id,
                recorded_at=moment,
            ),
            MatchHome(run_id=run_id, household_id=household["id"], content=PACKED),
            Note(
                young_person_id=person.id,
                authority_id=authority.organisation_id,
                everyone=False,
                text=CANARY,
                written_by=authority.person_id,
                written_at=moment,
            ),
            WhatIf(
                run_id=run_id,
                started_by=authority.person_id,
                kind="authority",
                state="done",
                created_at=moment,
                reason=CANARY,
                changes=[{"to": CANARY}],
                said=[{"clause": CANARY}],
                difference=PACKED,
                adopted_because=CANARY,
            ),
        ]
        session.add_all(rows)
        session.commit()
        kept = {type(row): row.id for row in rows}
        ask = Ask(
            to_id=agency.organisation_id,
            young_person_id=person.id,
            household_id=household["id"],
            due=moment.date(),
            talk_first=False,
            content={"message": CANARY},
            asked_by=authority.person_id,
            asked_at=moment,
        )
        session.add(ask)
        session.flush()
        answer = Answer(
            ask_id=ask.id,
            to_id=authority.organisation_id,
            number=1,
            outcome="talk",
            content={"because": CANARY},
            answered_by=authority.person_id,
            answered_at=moment,
        )
        session.add(answer)
        shares = session.query(ReferralShare).filter_by(referral_id=person.referral_id)
        released = ReferralRelease(
            share_id=shares.one().id,
            decision_id=kept[Decision],
            young_person_id=person.id,
            household_id=household["id"],
            agency_id=agency.organisation_id,
            content={"real_name": CANARY},
            version=1,
            agreed_on=moment.date(),
            released_at=moment,
            released_by=authority.person_id,
        )
        meeting = Meeting(
            name=CANARY,
            held_on=moment.date(),
            length=60,
            run_id=run_id,
            hides_order=True,
            room={"organisations": [], "people": CANARY},
            corrections=[{"text": CANARY}],
            created_at=moment,
        )
        session.add(meeting)
        session.flush()
        item = AgendaItem(
            meeting_id=meeting.id,
            young_person_id=person.id,
            authority_id=authority.organisation_id,
            position=1,
            minutes=15,
            not_reached=False,
            said={"views": CANARY},
        )
        part = Part(
            meeting_id=meeting.id,
            to_id=agency.organisation_id,
            kind="pack",
            content={"pack": CANARY},
            pdf=CANARY.encode(),
            word=CANARY.encode(),
            made_at=moment,
        )
        session.add_all((item, released, part))
        session.flush()
        part_opened = PartOpened(
            part_id=part.id,
            to_id=authority.organisation_id,
            person_id=authority.person_id,
            name=CANARY,
            opened_at=moment,
        )
        session.add(part_opened)
        session.commit()
        kept |= {Meeting: meeting.id, AgendaItem: item.id}
        kept |= {Ask: ask.id, Answer: answer.id}
        kept |= {Part: part.id, PartOpened: part_opened.id}
        kept[ReferralRelease] = released.id
    with open_session(engine, agency) as session:
        said = NotRight(
            household_id=household["id"],
            young_person_id=person.id,
            authority_id=authority.organisation_id,
            said_by=agency.person_id,
            said_at=moment,
        )
        session.add(said)
        session.flush()
        why = NotRightReason(not_right_id=said.id, text=CANARY)
        session.add(why)
        session.flush()
        kept[NotRightReason] = why.id
        imported = Import(
            kind="households",
            source="list",
            as_of=moment.date(),
            fingerprint="",
            state="preview",
            counts={},
            started_by=agency.person_id,
            created_at=moment,
        )
        session.add(imported)
        session.flush()
        rows = [
            Webhook(
                membership_id=world.agency.membership.id,
                name="Case system",
                address=CANARY,
                secret=CANARY,
                earlier_secret=CANARY,
                about=[],
                cursor="",
                made_at=moment,
                not_before=moment,
            ),
            Profile(
                household_id=household["id"],
                names=CANARY,
                about=CANARY,
                agreed_on=moment.date(),
                updated_at=moment,
            ),
            ImportItem(
                import_id=imported.id,
                position=1,
                row=1,
                sheet="",
                external_id="1",
                name=CANARY,
                content={"label": CANARY},
                outcome="new",
                version=1,
                changes=[{"to": CANARY}],
                alike=[{"label": CANARY}],
                answers={"a": CANARY},
                before={"label": CANARY},
            ),
            ImportProblem(
                import_id=imported.id,
                position=1,
                sheet="",
                column="",
                said=CANARY,
                refused=True,
            ),
            ImportPart(
                import_id=imported.id,
                file=0,
                position=0,
                name=CANARY,
                content=CANARY.encode(),
            ),
            ImportMapping(
                kind="homes",
                source="list",
                said={"columns": {CANARY: "id"}},
                updated_at=moment,
            ),
            Export(
                kind="homes",
                form="csv",
                rows=1,
                left_out=0,
                reason=CANARY,
                made_by=agency.person_id,
                created_at=moment,
            ),
        ]
        session.add_all(rows)
        session.commit()
        kept |= {type(row): row.id for row in rows}
    kept |= {Household: home.id, YoungPerson: person.id, MatchRun: run_id}
    return kept


def raw(engine: Engine) -> dict[str, bytes]:
    """Return every column of every table there is, with all its values in a row."""
    found = {}
    with engine.connect() as connection:
        tables = inspect(connection)
        for table in tables.get_table_names():
            for column in tables.get_columns(table):
                asked = select(literal_column(f'"{column["name"]}"'))
                values = connection.scalars(asked.select_from(text(f'"{table}"')))
                found[f"{table}.{column['name']}"] = b"\n".join(map(as_bytes, values))
    return found


def as_bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return json.dumps(value, default=str, ensure_ascii=False).encode()


def tells(kept: bytes) -> bool:
    said = (CANARY, CANARY.split()[0], json.dumps(CANARY)[1:-1])
    return any(word.encode() in kept for word in said) or PACKED in kept


def test_no_column_and_no_file_tells_who_it_is_about(
    engine: Engine, db: str, planted
) -> None:
    columns = raw(engine)
    assert [name for name, kept in columns.items() if tells(kept)] == []
    assert columns["young_person.voice"].startswith(b"v1.demo.")
    if engine.dialect.name == "sqlite":
        path = Path(db.removeprefix("sqlite:///"))
        assert not any(tells(f.read_bytes()) for f in path.parent.glob(f"{path.name}*"))


def test_every_column_of_words_is_sealed_or_says_why_not() -> None:
    plain = {
        table.name
        for table in METADATA.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text | JSON | LargeBinary)
        and not isinstance(column.type, SealedBytes | SealedText)
    }
    assert plain <= set(PLAIN)


def test_a_migration_seals_what_was_there_and_can_be_taken_back(
    engine: Engine, owner: Engine, planted
) -> None:
    # Their tables are newer than the sealing, and go with their migrations.
    newer_ones = (Decision, Meeting, AgendaItem, ImportPart, ImportMapping, Export)
    newer_ones += (Profile, ReferralRelease, Webhook, Ask, Answer, Part, PartOpened)
    newer_ones += (Note, NotRightReason)
    for newer in newer_ones:
        del planted[newer]
    before = read_all(engine, planted)
    downgrade(owner, "0011_draft_siblings")
    try:
        plain = {name for name, kept in raw(owner).items() if tells(kept)}
    finally:
        upgrade(owner)
    assert len(plain) == 24
    assert [name for name, kept in raw(engine).items() if tells(kept)] == []
    assert read_all(engine, planted) == before
    if engine.dialect.name == "sqlite":
        # What stood there before is not left in free pages or the log.
        path = Path(str(engine.url.database))
        engine.dispose()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert not any(tells(f.read_bytes()) for f in path.parent.glob(f"{path.name}*"))


def test_what_is_moved_to_another_row_or_column_does_not_open(
    engine: Engine, world: World, planted
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE young_person SET voice = sharing_name"))
        connection.execute(
            text("UPDATE match_home SET content = (SELECT content FROM match_result)")
        )
    with open_session(engine, world.authority.actor) as session:
        person = session.get_one(YoungPerson, planted[YoungPerson])
        assert person.sharing_name == CANARY
        with pytest.raises(SealBrokenError):
            _ = person.voice
        with pytest.raises(SealBrokenError):
            _ = session.get_one(MatchHome, planted[MatchHome]).content


def test_keys_are_rotated_for_all_of_it(
    engine: Engine, db: str, planted, monkeypatch, capfd
) -> None:
    before = read_all(engine, planted)
    monkeypatch.setenv("HEARTH_ENVIRONMENT", "test")
    monkeypatch.setenv("HEARTH_DATABASE_URL", db)
    monkeypatch.setenv("HEARTH_FIELD_KEYS", NEW_KEY)
    assert main(["rotate-keys"]) == 1
    monkeypatch.setenv("HEARTH_FIELD_KEYS", f"{NEW_KEY},{DEMO_FIELD_KEY}")
    assert main(["rotate-keys"]) == 0
    assert main(["rotate-keys"]) == 0
    first, again = capfd.readouterr().out.splitlines()
    assert (first, again[:2]) == ("47 sealed anew with key new", "0 ")
    monkeypatch.setenv("HEARTH_FIELD_KEYS", NEW_KEY)
    assert not any(b"v1.demo." in kept for kept in raw(engine).values())
    rotated = make_engine(Settings())
    assert read_all(rotated, planted) == before
    rotated.dispose()


def test_homes_are_still_found_by_a_part_of_their_label(
    engine: Engine, world: World, planted
) -> None:
    def found(actor, search):
        with open_session(engine, actor) as session:
            page = HouseholdRepository(session).page(1, search, actor.organisation_id)
            return [home.id for home in page.rows]

    own, other = world.agency.actor, world.authority.actor
    assert found(own, "zéPHY") == [planted[Household]]
    assert found(own, "nobody") == []
    assert found(other, "zéPHY") == []
    assert found(other, "r-1") == [planted[Household]]


def test_what_is_sealed_cannot_be_compared_by_mistake() -> None:
    for ask in (
        lambda: Household.label == CANARY,
        lambda: Household.label.ilike("%a%"),
        lambda: YoungPerson.sharing_name.desc(),
    ):
        with pytest.raises(TypeError):
            ask()
    assert YoungPerson.voice.is_(None) is not None


def read_all(engine: Engine, planted: dict[type, str]) -> list[object]:
    with open_system_session(engine) as session:
        return [
            getattr(session.scalars(select(model).where(model.id == key)).one(), f.name)
            for model, key in planted.items()
            for f in fields_of(model)
        ]
