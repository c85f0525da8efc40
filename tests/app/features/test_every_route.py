"""Every route, for everyone: who may ask, and foreign looks like absent."""

import re
from collections.abc import Collection

import httpx
import pytest

from app.core.actor import ROLES_OF, Role
from app.core.permissions import Permission, Requires, may
from app.core.scopes import SCOPES
from app.main import API_PREFIX
from app.moves.schemas import EXAMPLE as MOVE
from tests.app import builders
from tests.app.browser import ADDRESS, ApiClient, Browser, without_nonces
from tests.app.features.conftest import job, request_of
from tests.app.features.test_forum import arranged
from tests.app.features.test_imports import sent
from tests.permissions import Asked, permissions_of

ABSENT = "01900000-0000-7000-8000-000000000000"
PEOPLE = ("agency", "other_agency", "authority", "other_authority", "chair", "group")
SEES: dict[str, set[str]] = {
    "household_id": {"agency", "authority", "chair", "group"},
    "referral_id": {"agency", "authority", "chair"},
    "young_person_id": {"agency", "authority", "chair"},
    "run_id": {"authority"},
    "what_if_id": {"authority"},
    "request_id": {"agency", "authority"},
    "person_id": set(),
    "key_id": set(),
    "webhook_id": set(),
    "framework_id": set(),
    "draft_id": {"authority"},
    "meeting_id": {"agency", "authority", "chair"},
    "item_id": {"chair"},
    "import_id": {"agency"},
    "system": set(PEOPLE),
    "external_household_id": {"agency"},
    "external_referral_id": {"authority"},
    "name": set(PEOPLE),
    "need": set(PEOPLE),
    "subject": set(PEOPLE),
}
SEES_LESS = {
    "/households/{household_id}/profile": {"agency"},
    "/young-people/{young_person_id}/full": {"authority"},
    "/forums/{meeting_id}/pack": {"chair"},
}
"""Paths that show more of a record than others, to fewer.

Nothing is released here, and no pack is made.
"""
BODIES = {
    "/not-right-for/": {"reason": "They are grieving"},
    "/notes": {"text": "Ours", "everyone": False},
    "/answers": {"outcome": "talk", "because": "Ring us"},
    "/replies": {"reply": "Thursday"},
    "/requests": {"young_person": ABSENT, "household": ABSENT, "question": 0},
    "/close": {"because": "staying"},
    "/moves/end": {"ended": "2026-06-01", "next": "E4A"},
    "/moves": {**MOVE, "household": ABSENT},
    "/decisions": {
        "run": ABSENT,
        "after": 0,
        "outcome": "later",
        "because": "Not yet",
        "decided_by": [],
    },
    "/what-ifs": {"reason": "To see who would gain"},
    "/households": {"label": "Ours now", "record": {}},
    "/referrals": {
        "young_people": [
            {
                "sharing_name": "Ours now",
                "record": {
                    "born": "2013-04-01",
                    "needed_by": "2027-01-15",
                    "placement_type": "step-down",
                },
            }
        ]
    },
    "/api/v1/match-runs": {},
    "/exports": {"kind": "homes", "reason": "For the monthly report"},
}


@pytest.fixture
def routes(app) -> dict[Asked, Requires]:
    """Every route that needs a permission, and the permission."""
    return permissions_of(app)


@pytest.fixture
def ask(app, world):
    """Ask as one of the people: a page in their browser, the API with their key."""
    browsers = {name: Browser(app) for name in PEOPLE}
    for name, browser in browsers.items():
        assert browser.sign_in(getattr(world, name).email).status_code == 303

    def answer(who: str, method: str, path: str) -> httpx.Response:
        if path.startswith(API_PREFIX):
            body = next((b for at, b in BODIES.items() if at in path), None)
            return world.client(who).request(
                method,
                path,
                json=None if method == "GET" else body,
                headers={"If-Match": "1"},
            )
        if method == "POST":
            return browsers[who].post(path)
        return browsers[who].get(path)

    return answer


@pytest.fixture
def ids(app, world, household, referral, engine) -> dict[str, str]:
    """What the paths are about: the household and the import are the agency's."""
    officer = Browser(app)
    officer.sign_in(world.authority.email)
    draft = officer.post("/referrals").headers["location"].split("/")[2]
    near = {"home": "ST4", "near": "yes", "near_furthest": "20", "in_area": "no"}
    officer.post(f"/referrals/{draft}/pages/near", near)
    run = world.client("authority").request("POST", f"{API_PREFIX}/match-runs", json={})
    job(engine)(run.json()["id"])
    changes = [
        {"young_person": referral["young_people"][0]["id"], "at": "/needs", "to": []}
    ]
    what_if = world.client("authority").request(
        "POST",
        f"{API_PREFIX}/match-runs/{run.json()['id']}/what-ifs",
        json={"changes": changes, "reason": "To see who would gain"},
    )
    meeting, item = arranged(app, world, engine)
    robin = referral["young_people"][0]["id"]
    return {
        "request_id": request_of(
            engine, world.authority, world.agency, robin, household["id"]
        ),
        "meeting_id": meeting,
        "item_id": item,
        "household_id": household["id"],
        "referral_id": referral["id"],
        "young_person_id": robin,
        "run_id": run.json()["id"],
        "what_if_id": what_if.json()["id"],
        "person_id": world.authority.person.id,
        "key_id": ABSENT,
        "webhook_id": ABSENT,
        "framework_id": ABSENT,
        "draft_id": draft,
        "import_id": _import(app, world),
        "system": "mosaic",
        **{
            f"external_{kind}_id": _named(world, kind)
            for kind in ("household", "referral")
        },
        "name": "near",
        "need": "near",
        "subject": "where",
    }


def test_only_its_roles_may_ask_and_foreign_looks_like_absent(routes, ask, ids, world):
    assert {name for _, path in routes for name in _names(path)} == SEES.keys()
    wrong = []
    # What is read comes first: a household may be offered to nobody after a change.
    reading_first = sorted(routes.items(), key=lambda route: route[0][0] != "GET")
    for (method, path), needed in reading_first:
        for who in PEOPLE:
            answer = ask(who, method, path.format(**ids))
            if not may(getattr(world, who).actor, needed.permission):
                fine = answer.status_code == 403
            elif who in SEES_LESS.get(path, PEOPLE) and all(
                who in SEES[name] for name in _names(path)
            ):
                fine = answer.status_code < 400 or method != "GET"
            else:
                absent = ask(who, method, path.format(**dict.fromkeys(ids, ABSENT)))
                # What is not there cannot have been read at a version.
                not_there = 412 if "/systems/" in path and method == "PUT" else 404
                fine = absent.status_code == not_there
                fine = fine and _alike(answer, absent, ids)
            if not fine:
                wrong.append((who, method, path, answer.status_code))
    assert wrong == []


def test_every_other_role_is_refused_what_it_may_not(app, routes, world, system, ids):
    """The roles of each organisation that nobody of the world above holds.

    At one page and one route of the API for each permission: that a route asks for its
    own is tested above.
    """
    wrong = []
    doors = {(needed, _is_api(asked)): asked for asked, needed in routes.items()}
    # A group's roles all read homes, and what else they may is asked of one above.
    for where in ("agency", "authority", "chair"):
        of = getattr(world, where).organisation
        for role in set(ROLES_OF[of.kind]) - {builders.ROLE_OF[of.kind]}:
            who = builders.member(system, role=role, of=of)
            program = ApiClient(app, builders.api_key(system, who))
            browser = Browser(app)
            browser.sign_in(who.email)
            for (needed, is_api), (method, path) in doors.items():
                if may(who.actor, needed.permission):
                    continue
                asked = path.format(**ids)
                if is_api:
                    answer = program.request(method, asked, json={})
                elif method == "POST":
                    answer = browser.post(asked)
                else:
                    answer = browser.get(asked)
                if answer.status_code != 403:
                    wrong.append((where, role, method, path, answer.status_code))
    assert wrong == []


def test_a_key_may_do_what_its_scopes_say_and_nothing_else(
    app, routes, world, system, ids
):
    of_api = {asked: needed for asked, needed in routes.items() if _is_api(asked)}
    # Whoever makes a key can tick every one of them, and none that opens nothing.
    assert {one for needed in of_api.values() for one in needed.all} == SCOPES.keys()
    clients: dict[tuple[str, frozenset[Permission]], ApiClient] = {}
    organisations = ("agency", "authority", "chair", "group")
    people = {who: getattr(world, who) for who in organisations}
    people["administrator"] = builders.member(
        system, role=Role.ADMINISTRATOR, of=world.agency.organisation
    )

    def ask(who: str, scopes: Collection[Permission], asked: Asked) -> httpx.Response:
        key = (who, frozenset(scopes))
        if key not in clients:
            text = builders.api_key(system, people[who], scopes=scopes)
            clients[key] = ApiClient(app, text)
        method, path = asked
        body = next((b for at, b in BODIES.items() if at in path), {})
        body = None if method == "GET" else body
        return clients[key].request(
            method, path.format(**ids), json=body, headers={"If-Match": "1"}
        )

    wrong, tried = [], set()
    for asked, needed in of_api.items():
        for who, member in people.items():
            if not may(member.actor, needed.permission):
                continue
            tried.add(asked)
            let_in = ask(who, needed.all, asked)
            if let_in.status_code in (401, 403):
                wrong.append((who, asked, let_in.text))
            for scope in needed.all:
                refused = ask(who, SCOPES.keys() - {scope}, asked)
                if not _lacks(refused, scope):
                    wrong.append((who, asked, scope, refused.text))
    assert wrong == []
    assert tried == of_api.keys()


def test_nobody_unknown_is_told_anything(app, routes):
    browser = Browser(app)
    for method, path in routes:
        asked = re.sub(r"{\w+}", ABSENT, path)
        answer = browser.request(method, asked, headers={"Origin": ADDRESS})
        expected = 401 if path.startswith(API_PREFIX) else 303
        assert (path, answer.status_code) == (path, expected)


def _is_api(asked: Asked) -> bool:
    return asked[1].startswith(API_PREFIX)


def _lacks(answer: httpx.Response, scope: Permission) -> bool:
    """Tell whether a call was refused for want of this scope, and says so."""
    return (
        answer.status_code == 403
        and answer.json()["code"] == "scope_missing"
        and answer.json()["detail"].endswith(f" {scope}.")
        and f'scope="{scope}"' in answer.headers["www-authenticate"]
    )


def _import(app, world) -> str:
    coordinator = Browser(app)
    coordinator.sign_in(world.agency.email)
    answer = sent(coordinator, b"Home ID,Name\n1,Bea")
    return answer.headers["location"].split("/")[-1]


def _named(world, kind: str) -> str:
    """A record of its own that another system wrote."""
    path = f"{API_PREFIX}/systems/mosaic/{kind}s/EXT-4711"
    who = "agency" if kind == "household" else "authority"
    answer = world.client(who).request("PUT", path, json=BODIES[f"/{kind}s"])
    assert answer.status_code == 201, answer.text
    return "EXT-4711"


def _names(path: str) -> list[str]:
    return re.findall(r"{(\w+)}", path)


def _alike(one: httpx.Response, other: httpx.Response, ids: dict[str, str]) -> bool:
    """Tell whether two answers differ in nothing but what was asked for."""
    text = without_nonces(one.text)
    for known in ids.values():
        text = text.replace(known, ABSENT)
    return (one.status_code, text) == (other.status_code, without_nonces(other.text))
