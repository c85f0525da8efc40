"""Every error is a problem document under /api and a page elsewhere."""

from typing import Annotated, Literal

import pytest
from fastapi import FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field
from structlog.testing import capture_logs

from app.core.db import SystemSession
from app.core.errors import PROBLEM_JSON, NotFoundError
from app.identity.dependencies import ApiActor
from tests.app import builders
from tests.app.browser import ApiClient, Browser, without_nonces

SECRET = "Robin Smith"


class Dog(BaseModel):
    kind: Literal["dog"]
    age: int


class Cat(BaseModel):
    kind: Literal["cat"]


class Household(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    beds: int
    animals: list[Annotated[Dog | Cat, Field(discriminator="kind")]] = []


@pytest.fixture
def routes(app: FastAPI) -> FastAPI:
    """The application, with routes that go wrong."""

    @app.get("/api/v1/broken")
    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError(SECRET)

    @app.get("/api/v1/foreign")
    @app.get("/foreign")
    def foreign() -> None:
        raise NotFoundError

    @app.post("/api/v1/homes")
    def make(home: Household, page: Annotated[int, Query()] = 1) -> None: ...

    @app.get("/api/v1/me")
    def me(actor: ApiActor) -> str:
        return actor.person_id

    return app


@pytest.fixture
def visitor(routes: FastAPI) -> Browser:
    return Browser(routes)


def test_a_foreign_record_looks_like_an_absent_one(visitor: Browser) -> None:
    foreign, absent = visitor.get("/api/v1/foreign"), visitor.get("/api/v1/nothing")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.headers["content-type"] == PROBLEM_JSON
    assert foreign.json() == absent.json()
    page, nowhere = visitor.get("/foreign"), visitor.get("/nothing")
    assert page.status_code == nowhere.status_code == 404
    assert without_nonces(page.text) == without_nonces(nowhere.text)
    assert "Page not found" in page.text


def test_everything_wrong_is_said_at_once_and_nothing_repeated(
    visitor: Browser,
) -> None:
    sent = {
        "beds": SECRET,
        "animals": [{"kind": "dog", "age": SECRET}, {"kind": SECRET}],
        "more": SECRET,
    }
    answer = visitor.request("POST", "/api/v1/homes?page=" + SECRET, json=sent)
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/beds",
        "/animals/0/dog/age",
        "/animals/1",
        "/more",
        "query/page",
    }
    assert "Robin" not in answer.text


@pytest.mark.parametrize("path", ["/broken", "/api/v1/broken"])
def test_the_unforeseen_gives_an_id_and_no_text(visitor: Browser, path: str) -> None:
    with capture_logs() as logs:
        answer = visitor.get(path)
    assert answer.status_code == 500
    assert SECRET not in answer.text
    (entry,) = logs
    assert entry["reference"] in answer.text
    assert entry["error"] == "RuntimeError"
    assert SECRET not in str(entry)


def test_the_api_takes_a_key_and_never_a_cookie(
    routes: FastAPI, visitor: Browser, system: SystemSession
) -> None:
    member = builders.member(system)
    visitor.sign_in(member.email)
    refused = visitor.get("/api/v1/me")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    key = builders.api_key(system, member)
    assert ApiClient(routes, key).get("/api/v1/me").json() == member.person.id
    assert ApiClient(routes, key + "x").get("/api/v1/me").status_code == 401


def test_a_wrong_method_says_which_are_right(visitor: Browser) -> None:
    answer = visitor.request("DELETE", "/api/v1/foreign")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert answer.json()["code"] == "method_not_allowed"
