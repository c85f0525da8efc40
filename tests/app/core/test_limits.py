"""Nobody fills the memory or makes the others wait; figures name nobody."""

import re

import pytest
from pydantic import SecretStr

from app.main import create_app
from tests.app.browser import ADDRESS, Browser
from tests.app.conftest import settings_for

TOKEN = "a token of twenty and more"


@pytest.fixture
def client(settings, engine):
    """A service with small limits, whose figures can be read."""
    url = settings.database_url.get_secret_value()
    small = settings_for(url).model_copy(
        update={
            "largest_request": 100_000,
            "requests_a_minute": 20,
            "sign_ins_a_minute": 3,
            "metrics_token": SecretStr(TOKEN),
        }
    )
    app = create_app(small)
    yield Browser(app)
    app.state.engine.dispose()


async def too_large():
    """A body that does not say how long it is."""
    for _ in range(30):
        yield b"x" * 10_000


@pytest.mark.parametrize("said", [True, False], ids=["said", "not-said"])
def test_more_than_is_taken_is_refused(client, said):
    body = b"x" * 300_000 if said else too_large()
    answer = client.request("POST", "/sign-in", content=body, headers=FORM)
    assert answer.status_code == 413
    assert "What you sent is too large" in answer.text
    body = b"x" * 300_000 if said else too_large()
    answer = client.request("POST", "/api/v1/households", content=body)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": ADDRESS}


def test_whoever_asks_too_often_waits_and_others_do_not(client):
    def ask(key):
        headers = {"Authorization": f"Bearer {key}"}
        return client.get("/api/v1/households", headers=headers)

    assert {ask("one").status_code for _ in range(20)} == {401}
    refused = ask("one")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_often")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert ask("another").status_code == 401
    assert {client.get("/healthz").status_code for _ in range(30)} == {200}


def test_signing_in_is_tried_a_few_times_an_address(client):
    email, wrong = "somebody@example.org", "not this one"
    tried = [client.sign_in(email, wrong).status_code for _ in range(4)]
    assert 429 not in tried[:3]
    assert tried[3] == 429
    assert client.get("/sign-in").status_code == 200


def test_figures_are_for_whoever_has_the_token_and_name_nobody(client):
    client.get("/young-people/01900000-0000-7000-8000-00000000abcd?search=Robin")
    client.get("/nowhere/Robin")
    client.request("ROBIN", "/")
    assert client.get("/metrics").status_code == 404
    wrong = {"Authorization": "Bearer Robin"}
    assert client.get("/metrics", headers=wrong).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert 'route="/young-people/{young_person_id}"' in answer.text
    assert 'hearth_oldest_waiting_job_seconds{kind="match_run"} 0.0' in answer.text
    assert "hearth_workers 0.0" in answer.text
    assert not re.search("robin|abcd", answer.text, re.IGNORECASE)


def test_without_a_token_there_are_no_figures(app):
    assert Browser(app).get("/metrics").status_code == 404
