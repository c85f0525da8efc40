"""Whatever is sent to the API, it answers as it says it does."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from app.core.actor import Role
from app.core.errors import PROBLEM_JSON
from app.main import API_PREFIX
from app.referrals.schemas import EXAMPLE as REFERRAL
from app.webhooks.schemas import EXAMPLE as WEBHOOK
from tests.app import builders
from tests.app.browser import ApiClient, Browser
from tests.app.features.conftest import World, job, request_of, work_out
from tests.app.features.test_closing import ended
from tests.app.features.test_decisions import decided
from tests.app.features.test_match_runs import start

TEXTS = ["", "\0", "a\0b", "\ud800", "x" * 5000, "../..", "%", "'", "🦊"]
VALUES: list[Any] = [
    *("", "\0", "\ud800", "x" * 5000, "2026-02-30"),
    *(-1, 10**400, float("nan"), None, [[]], {"\0": "\ud800"}),
]
BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"x"',
    b"\xff\xfe",
    b'{"label": "\xff"}',
    b"[" * 100_000,
    b'{"record": ' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"}",
    b"1" * 10_000,
    b"\xef\xbb\xbf{}",
    b"x=1&y=2",
]
QUERIES = ["", "-1", "0", "1.5", "x", "9" * 30, "1&page=2", "%00", "%ff", "٣"]
HEADERS = {
    "idempotency-key": [b"", b" ", b"two words", b"\xff", b"x" * 10_000],
    "if-match": [b"", b"*", b'"x"', b"9" * 30, b"\xff", "٣".encode()],
    "Authorization": [b"", b"Bearer \xff", b"Basic eDp5", b"Bearer " + b"x" * 5000],
    "Content-Type": [b"", b"text/plain", b"multipart/form-data", b"\xff"],
}
AN_AUTHORITY = "0198c2f0-0000-7000-8000-000000000001"
AN_AGENCY = "0198c2f0-0000-7000-8000-000000000002"
SOMEONE = "0198c2f0-0000-7000-8000-000000000003"
A_RUN = "0198c2f0-0000-7000-8000-000000000004"
A_HOME = "0198c2f0-0000-7000-8000-000000000005"
A_ROLE = "0198c2f0-0000-7000-8000-000000000006"
Asked = tuple[str, dict[str, Any]]
"""A path, and the rest of a request."""


@pytest.fixture
def operations(app) -> dict[tuple[str, str], dict[str, Any]]:
    """Every operation the API declares, and what it says about it."""
    return {
        (method.upper(), path): operation
        for path, each in app.openapi()["paths"].items()
        for method, operation in each.items()
        if path.startswith(API_PREFIX)
    }


@pytest.fixture
def known(app, system, world, household, referral, engine) -> dict[str, str]:
    """What the API's own examples and paths stand for."""
    client = world.client("authority")
    text = json.dumps(REFERRAL).replace(AN_AGENCY, world.agency.organisation.id)
    example = client.request(
        "POST", f"{API_PREFIX}/referrals", json=json.loads(text)
    ).json()
    someone = example["young_people"][0]["id"]
    run = start(world)
    job(engine)(run)
    changes = [{"young_person": someone, "at": "/needs", "to": []}]
    tried = client.request(
        "POST",
        f"{API_PREFIX}/match-runs/{run}/what-ifs",
        json={"changes": changes, "reason": "To see"},
    ).json()
    work_out(engine, tried["id"])
    return {
        SOMEONE: someone,
        "young_person_id": someone,
        A_RUN: run,
        "run_id": run,
        "what_if_id": tried["id"],
        A_ROLE: world.agency.membership.id,
        "webhook_id": _webhook(app, system, world),
        AN_AUTHORITY: world.authority.organisation.id,
        AN_AGENCY: world.agency.organisation.id,
        A_HOME: str(household["id"]),
        "household_id": str(household["id"]),
        "meeting_id": "x",
        "request_id": request_of(
            engine, world.agency, world.authority, someone, str(household["id"])
        ),
        "referral_id": str(referral["id"]),
        "system": "mosaic",
        "external_household_id": "1",
        "external_referral_id": "1",
    }


def test_junk_is_answered_as_declared(app, operations, world, known):
    schemas = app.openapi()["components"]["schemas"]
    wrong = []
    for (method, template), operation in operations.items():
        body = _example(operation, schemas, known)
        for path, rest in _junk(template, operation, body, known):
            answer = _who(world, template).request(method, path, **rest)
            if not _as_declared(answer, operation["responses"]):
                wrong.append((method, path, rest, answer.status_code))
    assert wrong == []


def test_the_examples_work(app, operations, world, known):
    schemas = app.openapi()["components"]["schemas"]
    for (method, template), operation in operations.items():
        body = _example(operation, schemas, known)
        if body is not None:
            path, client = template.format_map(known), _who(world, template)
            if path.endswith("/moves"):
                _decide_and_close(world, client, known)
            new = method == "PUT" and "/systems/" in path
            headers = {} if new else {"If-Match": _version(client, path)}
            answer = client.request(method, path, json=body, headers=headers)
            assert answer.is_success, answer.text


def test_all_the_description_speaks_of_is_in_it(app):
    described = app.openapi()
    named = set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(described)))
    there = {
        f"#/components/schemas/{name}" for name in described["components"]["schemas"]
    }
    assert named <= there


def test_pages_say_what_they_cannot_take(app, world):
    browser = Browser(app)
    assert browser.sign_in("a\0b@example.org").status_code < 500
    assert browser.sign_in(world.authority.email).status_code == 303
    for path in ("/runs/%00", "/runs?page=%00", "/households?show=%00"):
        assert browser.get(path).status_code < 500
    assert browser.post("/households", {"search": "\0"}).status_code < 500
    assert browser.post("/runs", {"policy": "\0"}).status_code == 422


def _decide_and_close(world: World, client: ApiClient, known: dict[str, str]) -> None:
    """Decide on a home for somebody, and close their referral: they can move then."""
    explored = decided(
        world, known[SOMEONE], known[A_RUN], household=known[A_HOME], after=1
    )
    assert explored.is_success, explored.text
    of = next(
        one
        for one in client.get(f"{API_PREFIX}/referrals").json()["items"]
        if known[SOMEONE] in [person["id"] for person in one["young_people"]]
    )
    assert ended(world, of, version=str(of["version"])).is_success


def _webhook(app, system, world: World) -> str:
    """Make a webhook, with a key of the agency's administrator."""
    of = world.agency.organisation
    administrator = builders.member(system, role=Role.ADMINISTRATOR, of=of)
    client = ApiClient(app, builders.api_key(system, administrator))
    world.clients["administrator"] = client
    wanted = {**WEBHOOK, "membership": world.agency.membership.id}
    answer = client.request("POST", f"{API_PREFIX}/webhooks", json=wanted)
    return str(answer.json()["id"])


def _version(client: ApiClient, path: str) -> str:
    """Return the version of the record a path is about; 1 where it has none."""
    record = client.get("/".join(path.split("/")[:5]))
    return str(record.json().get("version", 1)) if record.is_success else "1"


def _who(world: World, path: str) -> ApiClient:
    """Return whoever may write there."""
    if "/webhooks" in path:
        return world.client("administrator")
    agencys = "/households" in path or path.endswith(("/exports", "/replies"))
    return world.client("agency" if agencys else "authority")


def _junk(
    template: str, operation: dict[str, Any], body: Any, known: dict[str, str]
) -> Iterator[Asked]:
    places: dict[str, list[str]] = {"path": [], "query": [], "header": []}
    for each in operation.get("parameters", []):
        places[each["in"]].append(each["name"])
    ids = {name: known.get(name, "x") for name in places["path"]}
    path = template.format_map(ids)
    headers = {"if-match": "1", "Content-Type": "application/json"}
    sent = {"headers": headers, "content": json.dumps(body)}
    for name in places["path"]:
        for text in TEXTS:
            yield template.format_map({**ids, name: _quoted(text)}), sent
    for name in places["query"]:
        for query in QUERIES:
            yield f"{path}?{name}={query}", sent
    for name in (*places["header"], "Authorization", "Content-Type"):
        for value in HEADERS[name]:
            yield path, {**sent, "headers": {**headers, name: value}}
    if body is not None:
        for content in BODIES:
            yield path, {**sent, "content": content}
        for changed in _changed(body):
            yield path, {**sent, "content": json.dumps(changed)}


def _example(
    operation: dict[str, Any], schemas: dict[str, Any], known: dict[str, str]
) -> Any:
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return None
    name = content["application/json"]["schema"]["$ref"].rsplit("/")[-1]
    text = json.dumps(schemas[name]["example"])
    for example in (AN_AUTHORITY, AN_AGENCY, SOMEONE, A_RUN, A_HOME, A_ROLE):
        text = text.replace(example, known[example])
    return json.loads(text)


def _changed(body: Any) -> Iterator[Any]:
    """Return the body again and again, each time with junk in one more place."""
    for place in _places(body):
        for value in VALUES:
            changed = copy.deepcopy(body)
            inner = changed
            for step in place[:-1]:
                inner = inner[step]
            inner[place[-1]] = value
            yield changed


def _places(body: Any) -> Iterator[tuple[Any, ...]]:
    steps = body.items() if isinstance(body, dict) else enumerate(body)
    for step, value in steps:
        yield (step,)
        if isinstance(value, dict | list):
            yield from ((step, *further) for further in _places(value))


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass") or "%20"


def _as_declared(answer: httpx.Response, declared: dict[str, Any]) -> bool:
    said = declared.get(str(answer.status_code))
    if said is None or answer.status_code >= 500:
        return False
    kind = answer.headers["content-type"].split(";")[0]
    if kind not in said["content"]:
        return False
    return kind != PROBLEM_JSON or answer.json()["status"] == answer.status_code
