"""A program trades its key for a token, as OAuth 2.0 says, and works with it."""

import warnings
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest
import time_machine
from authlib.integrations.base_client.errors import OAuthError

from app.audit.models import AuditEntry
from app.core.clock import now
from app.core.db import open_system_session
from app.core.permissions import Permission
from app.identity import service
from app.identity.models import AccessToken, ApiKey
from app.identity.tokens import halves
from tests.app import builders
from tests.app.browser import ApiClient, Browser
from tests.app.jobs.processes import wait_for
from tests.ports import free_port

with warnings.catch_warnings():
    # It would rather have the httpx of tomorrow.
    warnings.simplefilter("ignore")
    from authlib.integrations.httpx_client import OAuth2Client

TOKEN = "/api/v1/oauth/token"
READ_ALL = {Permission.READ_HOUSEHOLDS, Permission.READ_REFERRALS}


@pytest.fixture
def member(system):
    return builders.member(system)


@pytest.fixture
def key(system, member) -> str:
    return builders.api_key(system, member, scopes=READ_ALL)


def ask(app, key: str | None = None, **form: object) -> httpx.Response:
    form.setdefault("grant_type", "client_credentials")
    named = dict(zip(("client_id", "client_secret"), halves(key), strict=True))
    return Browser(app).request("POST", TOKEN, data={**named, **form})


def given(app, key: str, **form: object) -> str:
    answer = ask(app, key, **form)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


@pytest.fixture
def served(processes, key):
    """The address of a process that serves the database."""
    address = f"http://127.0.0.1:{free_port()}"
    processes.serve(address)
    wait_for(lambda: _is_ready(address))
    return address


def _is_ready(address):
    with suppress(httpx.TransportError):
        return httpx.get(f"{address}/healthz").is_success
    return False


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_a_client_that_is_no_part_of_hearth_works_with_it(served, engine, key, method):
    client_id, secret = halves(key)
    with OAuth2Client(
        client_id,
        secret,
        token_endpoint_auth_method=method,
        scope="read_households",
    ) as client:
        token = client.fetch_token(f"{served}{TOKEN}")
        assert token["scope"] == "read_households"
        assert (token["token_type"], token["expires_in"]) == ("Bearer", 900)
        assert client.get(f"{served}/api/v1/households").status_code == 200
        refused = client.get(f"{served}/api/v1/referrals")
        assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
        with open_system_session(engine) as session:
            service.revoke_api_key(session.query(ApiKey).one())
            session.commit()
        assert client.get(f"{served}/api/v1/households").status_code == 401
        with pytest.raises(OAuthError, match="invalid_client"):
            client.fetch_token(f"{served}{TOKEN}")


def test_it_is_kept_hashed_goes_on_record_and_ends(app, system, member, key):
    token = given(app, key)
    program = ApiClient(app, token)
    assert program.get("/api/v1/households").status_code == 200
    assert program.get("/api/v1/referrals").status_code == 200
    with system:
        kept = system.query(AccessToken).one()
        assert token not in f"{kept.token_hash} {kept.scopes}"
        entry = system.query(AuditEntry).filter_by(action="api_key.token_given").one()
        assert entry.person_id == member.person.id
        assert entry.detail == {"key": key.split("_")[1]}
    with time_machine.travel(now() + timedelta(minutes=15, seconds=1)):
        assert program.get("/api/v1/households").status_code == 401
        given(app, key)
    with system:
        # What has ended is forgotten when the next is given.
        assert system.query(AccessToken).count() == 1


def test_it_ends_with_its_key_and_with_its_persons_access(app, system, member, key):
    program = ApiClient(app, given(app, key))
    with system:
        member.membership.paused_at = now()
        system.merge(member.membership)
        system.commit()
    assert program.get("/api/v1/households").status_code == 401
    assert ask(app, key).json()["error"] == "invalid_client"


def test_it_may_never_do_more_than_its_key(app, system, member, key):
    program = ApiClient(app, given(app, key))
    with system:
        kept = system.query(ApiKey).one()
        kept.scopes = ["read_referrals"]
        system.commit()
    refused = program.get("/api/v1/households")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert program.get("/api/v1/referrals").status_code == 200
    whole = ApiClient(app, given(app, builders.api_key(system, member)))
    assert whole.get("/api/v1/match-runs").status_code == 200


def test_what_is_wrong_is_said_as_rfc_6749_says_it(app, key):
    def said(**form: object) -> tuple[int, str]:
        answer = ask(app, key, **form)
        assert answer.headers["cache-control"].startswith("no-store")
        return answer.status_code, answer.json()["error"]

    strangers = [
        ask(app, key, client_secret="wrong"),
        ask(app, key, client_id="hearth_000000000000"),
        ask(app, key, client_id="\0"),
        ask(app, key, client_secret=""),
        Browser(app).request(
            "POST", TOKEN, data={"grant_type": "client_credentials"}, auth=("a", "b")
        ),
    ]
    # Whether there is such a client is not told.
    assert len({answer.text for answer in strangers}) == 1
    for answer in strangers:
        assert answer.status_code == 401
        assert answer.json()["error"] == "invalid_client"
        assert answer.headers["www-authenticate"].startswith("Basic ")
    assert said(scope="read_everything") == (400, "invalid_scope")
    assert said(scope="read_households read_match_runs") == (400, "invalid_scope")
    assert said(grant_type="password") == (400, "unsupported_grant_type")
    assert said(scope=["read_households", "x"]) == (400, "invalid_request")
    for body in (b"", b"\xff", b"{}", b"a=1&" * 1000, urlencode({"scope": "x"})):
        answer = Browser(app).request("POST", TOKEN, content=body)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_it_is_described_for_clients_that_are_generated(app):
    described = app.openapi()
    flow = described["components"]["securitySchemes"]["Token"]["flows"]
    assert flow["clientCredentials"]["tokenUrl"].endswith(f":8000{TOKEN}")
    assert "read_households" in flow["clientCredentials"]["scopes"]
    listed = described["paths"]["/api/v1/households"]["get"]["security"]
    assert {name for one in listed for name in one} == {"Key", "Token"}
    assert "security" not in described["paths"][TOKEN]["post"]
