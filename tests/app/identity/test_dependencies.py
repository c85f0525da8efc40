"""What a route gets: the actor behind a key, and a session that commits or does not."""

from datetime import timedelta

import pytest
import time_machine
from fastapi import APIRouter, Depends, FastAPI

from app.audit import service as audit
from app.core.actor import OrganisationKind
from app.core.clock import now
from app.core.db import SystemSession
from app.core.errors import ConflictError
from app.core.permissions import Permission, requires
from app.identity import service
from app.identity.dependencies import ApiActor, ApiSession, api_actor
from app.identity.models import ApiKey
from tests.app import builders
from tests.app.browser import ApiClient, Browser
from tests.app.builders import Member

router = APIRouter()


@router.get("/me")
def me(actor: ApiActor) -> list[str]:
    return [actor.person_id, actor.organisation_id, *actor.roles]


@router.post("/write")
def write(session: ApiSession, actor: ApiActor) -> None:
    audit.record(session, actor, "written", "test", "1")


@router.post("/write-then-fail")
def write_then_fail(session: ApiSession, actor: ApiActor) -> None:
    audit.record(session, actor, "written", "test", "1")
    raise ConflictError


@router.get("/refer", dependencies=[requires(Permission.WRITE_REFERRALS)])
def refer() -> str:
    return "referred"


@pytest.fixture
def routes(app: FastAPI) -> FastAPI:
    app.include_router(router, prefix="/api/v1", dependencies=[Depends(api_actor)])
    return app


@pytest.fixture
def member(system: SystemSession) -> Member:
    return builders.member(system)


@pytest.fixture
def client(routes: FastAPI, system: SystemSession, member: Member) -> ApiClient:
    return ApiClient(routes, builders.api_key(system, member))


def entries(system: SystemSession, member: Member) -> int:
    with system:
        return audit.verify(system, member.organisation.id).entries


def test_a_key_acts_in_its_own_membership_only(
    routes: FastAPI, system: SystemSession, member: Member
) -> None:
    builders.member(system, OrganisationKind.FORUM, who=member.person)
    key = builders.api_key(system, member)
    assert ApiClient(routes, key).get("/api/v1/me").json() == [
        member.person.id,
        member.organisation.id,
        member.membership.role,
    ]


def test_the_database_never_holds_a_key(
    routes: FastAPI, system: SystemSession, member: Member
) -> None:
    key = builders.api_key(system, member)
    with system:
        kept = system.query(ApiKey).one()
    secret = key.split("_", 2)[2]
    assert secret not in f"{kept.prefix} {kept.key_hash} {kept.name}"


def test_a_key_ends_when_it_expires_or_is_revoked(
    routes: FastAPI, system: SystemSession, member: Member
) -> None:
    client = ApiClient(routes, builders.api_key(system, member, timedelta(days=1)))
    with time_machine.travel(now() + timedelta(days=1, seconds=1)):
        assert client.get("/api/v1/me").status_code == 401
    assert client.get("/api/v1/me").status_code == 200
    with system:
        service.revoke_api_key(system.query(ApiKey).one())
        system.commit()
    assert client.get("/api/v1/me").status_code == 401


def test_a_request_commits_once_or_leaves_nothing(
    client: ApiClient, system: SystemSession, member: Member
) -> None:
    assert client.request("POST", "/api/v1/write").status_code == 200
    assert entries(system, member) == 1
    assert client.request("POST", "/api/v1/write-then-fail").status_code == 409
    assert entries(system, member) == 1


def test_a_missing_permission_says_who_can(
    routes: FastAPI, client: ApiClient, system: SystemSession
) -> None:
    refused = client.get("/api/v1/refer")
    assert refused.status_code == 403
    said = "Only a placement officer, a social worker or a data officer can do this."
    assert refused.json()["detail"] == said
    officer = builders.member(system, OrganisationKind.AUTHORITY)
    allowed = ApiClient(routes, builders.api_key(system, officer))
    assert allowed.get("/api/v1/refer").status_code == 200
    assert Browser(routes).get("/api/v1/refer").status_code == 401


def test_a_permission_without_an_actor_is_refused(app: FastAPI) -> None:
    app.include_router(router, prefix="/api/v1")
    assert Browser(app).get("/api/v1/refer").status_code == 401
