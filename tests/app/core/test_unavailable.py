"""A database that is full, held or gone: a plain 503, and then on again."""

import os
import socket

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, event, text
from structlog.testing import capture_logs

from app.audit.models import AuditChain
from app.core.db import ACTOR_ROLE, SystemSession, open_system_session
from tests.app import builders
from tests.app.browser import ApiClient

NAMED = "Amara and Jo"
BODY = {"label": NAMED, "offered_to": [], "record": {}}
HOUSEHOLDS = "/api/v1/households"


def write(client: ApiClient):
    return client.request("POST", HOUSEHOLDS, json=BODY)


def assert_told_plainly(answer) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.json()["code"] == "unavailable"
    assert answer.headers["retry-after"] == "5"
    assert "Nothing you sent was saved" in answer.json()["detail"]
    assert NAMED not in answer.text


def test_a_database_that_takes_no_more_is_told_and_recovers(
    app: FastAPI, engine: Engine, system: SystemSession
) -> None:
    member = builders.member(system)
    client = ApiClient(app, builders.api_key(system, member))
    assert write(client).status_code == 201
    block = Full if engine.dialect.name == "sqlite" else Held
    with block(app, engine, member.organisation.id), capture_logs() as logs:
        # A full disk has room on the pages that are begun, for a little while.
        answers = [write(client)]
        while answers[-1].status_code == 201 and len(answers) < 100:
            answers.append(write(client))
        assert_told_plainly(answers[-1])
        assert app_answers(client)
    assert NAMED not in str(logs)
    assert write(client).status_code == 201
    # The first, those there was room for, and the last: none lost, none half kept.
    assert client.get(HOUSEHOLDS).json()["total"] == len(answers) + 1


def test_connections_that_break_are_made_again(
    app: FastAPI, engine: Engine, system: SystemSession
) -> None:
    client = ApiClient(app, builders.api_key(system, builders.member(system)))
    assert write(client).status_code == 201
    if engine.dialect.name == "postgresql":
        with open_system_session(engine) as session:
            # What a restart of the server does to every other connection.
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database() "
                    "AND usename = current_user"
                )
            )
    else:
        app.state.engine.dispose()
    assert write(client).status_code == 201


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_a_server_that_leaves_while_it_keeps_something_is_not_said_to_have_lost_it(
    app: FastAPI, engine: Engine, system: SystemSession
) -> None:
    client = ApiClient(app, builders.api_key(system, builders.member(system)))

    def leave(connection) -> None:
        # As the request's own change is kept, and no sooner.
        who = connection.exec_driver_sql("SELECT current_user").scalar()
        if who == ACTOR_ROLE:
            own = os.dup(connection.connection.dbapi_connection.fileno())
            with socket.socket(fileno=own) as line:
                line.shutdown(socket.SHUT_RDWR)

    event.listen(app.state.engine, "commit", leave)
    answer = write(client)
    event.remove(app.state.engine, "commit", leave)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "may have been saved, or not" in answer.json()["detail"]
    assert write(client).status_code == 201


def app_answers(client: ApiClient) -> bool:
    """Pages and descriptions that need no record are served all the while."""
    return client.get("/api/v1/openapi.json").status_code == 200


class Full:
    """SQLite has no page left to write, as on a full disk."""

    def __init__(self, app: FastAPI, _engine: Engine, _organisation: str) -> None:
        self.engine: Engine = app.state.engine

    def _limit(self, connection, _record) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    def __enter__(self) -> None:
        self.engine.dispose()
        event.listen(self.engine, "connect", self._limit)

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "connect", self._limit)
        self.engine.dispose()


class Held:
    """Somebody holds the row that PostgreSQL has to write, for too long."""

    def __init__(self, app: FastAPI, engine: Engine, organisation: str) -> None:
        self.engine: Engine = app.state.engine
        self.organisation = organisation
        self.other = open_system_session(engine)

    def _impatient(self, connection, _record) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        connection.commit()

    def __enter__(self) -> None:
        self.engine.dispose()
        event.listen(self.engine, "connect", self._impatient)
        self.other.get(AuditChain, self.organisation, with_for_update=True)

    def __exit__(self, *_: object) -> None:
        self.other.close()
        event.remove(self.engine, "connect", self._impatient)
        self.engine.dispose()
