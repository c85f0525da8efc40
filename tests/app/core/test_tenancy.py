"""A session shows and changes only what its actor may, whatever statement is tried."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import (
    Engine,
    Executable,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased, joinedload, selectinload, subqueryload

from app.core.actor import Role
from app.core.clock import now
from app.core.columns import new_id
from app.core.db import SystemSession, open_session
from app.core.many import add_many, change_many
from app.core.scoping import TenancyError
from app.external_ids.models import ExternalId
from app.identity.models import ApiKey, Membership, Organisation, Person, SignInSession
from tests.app import builders
from tests.app.builders import Member

other_name = aliased(Membership)
subquery = select(Membership.id).subquery()
cte = select(Membership.id).cte()
table = Membership.__table__
counted = select(func.count()).select_from(table).scalar_subquery()


@pytest.fixture
def own(system: SystemSession) -> Member:
    return builders.member(system)


@pytest.fixture
def foreign(system: SystemSession) -> Member:
    return builders.member(system)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(select(Membership.id), id="select"),
        pytest.param(select(func.max(Membership.id)), id="aggregate"),
        pytest.param(select(other_name.id), id="alias"),
        pytest.param(select(subquery.c.id), id="subquery"),
        pytest.param(select(cte.c.id), id="cte"),
        pytest.param(
            union_all(select(Membership.id), select(Membership.id)), id="union"
        ),
        pytest.param(select(Membership.id).join(Membership.organisation), id="join"),
        pytest.param(
            select(Membership.id).select_from(Organisation).outerjoin(Membership),
            id="outer join",
        ),
    ],
)
def test_every_shape_of_query_shows_own_rows_only(
    engine: Engine, own: Member, foreign: Member, statement: Executable
) -> None:
    with open_session(engine, own.actor) as session:
        seen = set(session.scalars(statement)) - {None}
    assert seen == {own.membership.id}


@pytest.mark.parametrize(
    "count",
    [
        select(func.count()).select_from(Membership),
        select(func.count(Membership.id)),
        select(func.count()).select_from(subquery),
    ],
)
def test_counts_count_own_rows_only(
    engine: Engine, own: Member, foreign: Member, count: Executable
) -> None:
    with open_session(engine, own.actor) as session:
        assert session.scalar(count) == 1


def test_a_query_counts_own_rows_only(
    engine: Engine, own: Member, foreign: Member
) -> None:
    with open_session(engine, own.actor) as session:
        assert session.query(Membership).count() == 1
        assert session.query(other_name).count() == 1


def test_a_condition_cannot_feel_for_foreign_rows(
    engine: Engine, own: Member, foreign: Member
) -> None:
    feelers = [
        Organisation.id.in_(select(Membership.organisation_id)),
        exists().where(Membership.organisation_id == Organisation.id),
        select(func.count(Membership.id))
        .where(Membership.organisation_id == Organisation.id)
        .scalar_subquery()
        > 0,
    ]
    with open_session(engine, own.actor) as session:
        for feeler in feelers:
            found = session.scalars(select(Organisation.id).where(feeler)).all()
            assert found == [own.organisation.id]


def test_a_foreign_id_is_like_an_absent_one(
    engine: Engine, own: Member, foreign: Member
) -> None:
    with open_session(engine, own.actor) as session:
        assert session.get(Membership, foreign.membership.id) is None
        assert session.get(Person, foreign.person.id) is None
        mine = session.get_one(Membership, own.membership.id)
        assert mine.person.name == own.person.name


def test_a_relationship_does_not_lead_out(
    engine: Engine, system: SystemSession, own: Member, foreign: Member
) -> None:
    key = ApiKey(
        organisation_id=own.organisation.id,
        membership_id=foreign.membership.id,
        name="Planted",
        prefix="planted",
        key_hash="",
        created_at=now(),
        expires_at=now(),
    )
    system.add(key)
    system.commit()
    with open_session(engine, own.actor) as session:
        assert session.get_one(ApiKey, key.id).membership is None
        through = select(ApiKey).where(ApiKey.membership.has())
        assert session.scalars(through).all() == []
        joined = select(ApiKey).join(ApiKey.membership)
        assert session.scalars(joined).all() == []
    for eager in (joinedload, selectinload, subqueryload):
        with open_session(engine, own.actor) as session:
            mine = session.scalars(select(ApiKey).options(eager(ApiKey.membership)))
            assert mine.one().membership is None


def test_who_signed_in_is_no_actors_to_read(
    engine: Engine, system: SystemSession, own: Member
) -> None:
    system.add(
        SignInSession(
            token_hash="x",
            person_id=own.person.id,
            created_at=now(),
            last_seen_at=now(),
        )
    )
    system.commit()
    with open_session(engine, own.actor) as session:
        assert session.scalars(select(SignInSession)).all() == []


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(text("SELECT id FROM membership"), id="text"),
        pytest.param(select(table), id="table"),
        pytest.param(select(table.c.id), id="column of a table"),
        pytest.param(select(func.count(table.c.id)), id="count of a column"),
        pytest.param(
            select(Organisation.id, table.c.id), id="column of a table beside a model"
        ),
        pytest.param(
            select(Organisation.id).join(table, table.c.person_id == Organisation.id),
            id="join to a table",
        ),
        pytest.param(
            select(Organisation.id).where(select(table.c.id).exists()),
            id="table in a condition",
        ),
        pytest.param(
            select(Organisation.id, table.alias().c.id), id="alias of a table"
        ),
        pytest.param(
            select(Organisation.id).join(table.alias("other"), literal(True)),
            id="join to an alias of a table",
        ),
        pytest.param(
            select(other_name.id, table.c.id), id="table beside an alias of its model"
        ),
        pytest.param(
            select(Organisation.id, select(table.c.id).subquery().c.id),
            id="subquery of a table",
        ),
        pytest.param(
            select(Organisation.id, select(table.alias().c.id).cte().c.id),
            id="CTE of an alias of a table",
        ),
        pytest.param(
            select(
                Organisation.id,
                select(func.count()).select_from(table).scalar_subquery(),
            ),
            id="count of a table without its columns",
        ),
        pytest.param(
            select(Organisation.id).where(
                exists().where(table.alias().c.organisation_id == Organisation.id)
            ),
            id="alias of a table in a condition",
        ),
        pytest.param(select(Organisation.id).where(text("1 = 1")), id="text condition"),
        pytest.param(
            select(Organisation.id, literal_column("(SELECT 1 FROM person)")),
            id="literal column",
        ),
        pytest.param(
            select(Membership).from_statement(text("SELECT * FROM membership")),
            id="rows from text",
        ),
        pytest.param(insert(Membership).values(id="x"), id="insert"),
        pytest.param(
            update(Membership).values(organisation_id="x"), id="give rows away"
        ),
    ],
)
def test_what_cannot_be_scoped_is_refused(
    engine: Engine, own: Member, statement: Executable
) -> None:
    with open_session(engine, own.actor) as session, pytest.raises(TenancyError):
        session.execute(statement)


@pytest.mark.parametrize(
    "write",
    [
        lambda s, rows: s.execute(insert(Membership), rows),
        lambda s, rows: s.execute(update(Membership), rows),
        lambda s, rows: s.bulk_insert_mappings(Membership, rows),
        lambda s, rows: s.bulk_update_mappings(Membership, rows),
        lambda s, rows: s.bulk_save_objects([Membership(**row) for row in rows]),
    ],
)
def test_bulk_writes_are_refused(
    engine: Engine, own: Member, write: Callable[[Session, list[Any]], object]
) -> None:
    rows = [{"id": own.membership.id, "role": Role.FORUM_CHAIR}]
    with open_session(engine, own.actor) as session, pytest.raises(TenancyError):
        write(session, rows)


def test_updates_and_deletes_reach_own_rows_only(
    engine: Engine, system: SystemSession, own: Member, foreign: Member
) -> None:
    with open_session(engine, own.actor) as session:
        session.execute(update(Membership).values(role=Role.REGISTERED_MANAGER))
        session.execute(
            delete(Membership).where(Membership.id == foreign.membership.id)
        )
        session.execute(update(Organisation).values(name="Taken over"))
        session.commit()
    with system:
        roles = dict(system.execute(select(Membership.id, Membership.role)).all())
        names = system.scalars(select(Organisation.name)).all()
    assert roles == {
        own.membership.id: Role.REGISTERED_MANAGER,
        foreign.membership.id: Role.REFERRAL_COORDINATOR,
    }
    assert "Taken over" not in names


def test_a_new_row_belongs_to_the_actor(engine: Engine, own: Member) -> None:
    with open_session(engine, own.actor) as session:
        row = Membership(
            person_id=own.person.id, role=Role.FORUM_CHAIR, created_at=now()
        )
        session.add(row)
        session.flush()
        assert row.organisation_id == own.organisation.id


def test_a_row_for_another_organisation_is_refused(
    engine: Engine, own: Member, foreign: Member
) -> None:
    with open_session(engine, own.actor) as session:
        session.add(
            Membership(
                organisation_id=foreign.organisation.id,
                person_id=own.person.id,
                role=Role.FORUM_CHAIR,
                created_at=now(),
            )
        )
        with pytest.raises(TenancyError):
            session.flush()


def test_a_foreign_object_cannot_be_changed_deleted_or_given_away(
    engine: Engine, system: SystemSession, own: Member, foreign: Member
) -> None:
    system.expunge_all()
    foreign.membership.role = Role.FORUM_CHAIR
    _refused(engine, own, lambda session: session.add(foreign.membership))
    _refused(engine, own, lambda session: session.delete(foreign.membership))

    def give_away(session: Session) -> None:
        mine = session.get_one(Membership, own.membership.id)
        mine.organisation_id = foreign.organisation.id

    _refused(engine, own, give_away)


def test_a_table_no_organisation_owns_is_not_an_actors_to_write(
    engine: Engine, own: Member
) -> None:
    def rename(session: Session) -> None:
        session.get_one(Organisation, own.organisation.id).name = "New name"

    _refused(engine, own, rename)


def test_a_session_without_an_actor_is_refused(engine: Engine, own: Member) -> None:
    with Session(engine) as session:
        with pytest.raises(TenancyError):
            session.scalars(select(Membership))
        session.add(Organisation(name="x"))
        with pytest.raises(TenancyError):
            session.flush()


def _refused(engine: Engine, own: Member, change: Callable[[Session], object]) -> None:
    with open_session(engine, own.actor) as session:
        change(session)
        with pytest.raises(TenancyError):
            session.flush()
        session.expunge_all()


def test_a_statement_written_for_one_actor_shows_another_their_own_rows(
    engine: Engine, own: Member, foreign: Member
) -> None:
    def seen(by: Member) -> list[str]:
        with open_session(engine, by.actor) as session:
            return list(session.scalars(select(Membership.id)))

    assert seen(own) == [own.membership.id]
    written = len(engine._compiled_cache)
    assert seen(foreign) == [foreign.membership.id]
    assert len(engine._compiled_cache) == written


def test_many_rows_at_once_are_the_actors_own_too(
    engine: Engine, own: Member, foreign: Member
) -> None:
    theirs = foreign.membership.organisation_id
    row = {"id": new_id(), "source": "s", "external_id": "1", "record_type": "t"}
    with open_session(engine, own.actor) as session:
        add_many(session, ExternalId, [{**row, "record_id": "r"}])
        change_many(session, ExternalId, [{"id": row["id"], "record_id": "other"}])
        kept = session.scalars(select(ExternalId)).one()
        assert (kept.record_id, kept.organisation_id) == (
            "other",
            own.membership.organisation_id,
        )
        with pytest.raises(TenancyError, match="another organisation's"):
            add_many(session, ExternalId, [{**row, "organisation_id": theirs}])
        with pytest.raises(TenancyError, match="stays with"):
            change_many(session, ExternalId, [{**row, "organisation_id": theirs}])
        with pytest.raises(TenancyError, match="not an actor's"):
            add_many(session, Organisation, [{"id": new_id()}])
        session.commit()
    with open_session(engine, foreign.actor) as session:
        change_many(session, ExternalId, [{"id": row["id"], "record_id": "mine now"}])
        session.commit()
    with open_session(engine, own.actor, reads_only=True) as session:
        assert session.scalars(select(ExternalId.record_id)).one() == "other"
        with pytest.raises(TenancyError, match="only reads"):
            add_many(session, ExternalId, [{**row, "record_id": "r"}])
