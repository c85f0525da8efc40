"""Two agencies, the group of one, two authorities, and a forum."""

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app.core.actor import OrganisationKind
from app.core.clock import now, today
from app.core.db import SystemSession, open_session, open_system_session
from app.core.settings import Settings
from app.core.sharing import ForumMembership, FrameworkPlace
from app.jobs.models import JobState
from app.match_runs.freeze import freeze
from app.match_runs.models import MatchRun
from app.match_runs.repository import MatchRunRepository
from app.match_runs.solving import Outcome, solve_here
from app.match_runs.tasks import MatchRunAttempt
from app.requests.models import Ask
from app.what_ifs.models import WhatIf
from matching.case_file import read_case
from matching.changes import read_changes
from matching.difference import to_json
from matching.what_if import what_if
from tests.app import builders
from tests.app.browser import ApiClient
from tests.app.builders import Member


@dataclass(frozen=True)
class World:
    """Six organisations, each with someone and an API client."""

    agency: Member
    other_agency: Member
    authority: Member
    other_authority: Member
    chair: Member
    group: Member
    clients: dict[str, ApiClient]

    def client(self, who: str) -> ApiClient:
        return self.clients[who]


@pytest.fixture
def world(
    app: FastAPI, settings: Settings, system: SystemSession, engine: Engine
) -> World:
    agency, authority, forum = (
        OrganisationKind.AGENCY,
        OrganisationKind.AUTHORITY,
        OrganisationKind.FORUM,
    )
    people = {
        "agency": builders.member(system, agency),
        "other_agency": builders.member(system, agency),
        "authority": builders.member(system, authority),
        "other_authority": builders.member(system, authority),
        "chair": builders.member(system, forum),
        "group": builders.member(system, OrganisationKind.GROUP),
    }
    for name in ("agency", "authority"):
        system.add(
            ForumMembership(
                organisation_id=people[name].organisation.id,
                forum_id=people["chair"].organisation.id,
            )
        )
    group = people["group"].organisation.id
    system.add(
        FrameworkPlace(
            organisation_id=group,
            framework_id=group,
            member_id=people["agency"].organisation.id,
            asked_at=now(),
            joined_at=now(),
        )
    )
    clients = {
        name: ApiClient(app, builders.api_key(system, who))
        for name, who in people.items()
    }
    system.commit()
    return World(**people, clients=clients)


@pytest.fixture
def household(world: World) -> dict[str, object]:
    """A household of the agency, offered to the authority."""
    answer = world.client("agency").request(
        "POST",
        "/api/v1/households",
        json={
            "label": "Amara and Jo",
            "offered_to": [world.authority.organisation.id],
            "record": {
                "status": "approved",
                "terms": {"places": 2},
                "available_from": "2026-11-01",
                "bedrooms_free": 1,
                "carers": [{"gender": "female", "faith": "Muslim"}],
                "children": [],
            },
        },
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def referral(world: World) -> dict[str, object]:
    """A referral of the authority, shared with the agency."""
    answer = world.client("authority").request(
        "POST",
        "/api/v1/referrals",
        json={
            "share_with": [world.agency.organisation.id],
            "young_people": [
                {
                    "sharing_name": "Robin",
                    "voice": "Somewhere calm.",
                    "record": {
                        "born": "2013-04-01",
                        "gender": "female",
                        "needed_by": "2027-01-15",
                        "placement_type": "step-down",
                        "home": {"postcode": "ST4"},
                        "avoid_places": [
                            {"place": {"postcode": "B14"}, "radius_km": 5}
                        ],
                        "needs": [{"criterion": "solo", "strength": "essential"}],
                    },
                }
            ],
        },
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


class LookedHere(MatchRunAttempt):
    """A run in this process: one of its own takes longer to start than to solve."""

    def solved(self, case: bytes) -> Outcome:
        return solve_here(case, self.progress)


def job(engine: Engine) -> Callable[[str], None]:
    """Return the job of a match run, as workers do it but for the process."""
    return LookedHere.job(engine).do


def copied(world: World, engine: Engine, who: str = "authority") -> str:
    """Return a run that has copied the records, and whose finds do not matter."""
    answer = world.client(who).request("POST", "/api/v1/match-runs", json={})
    assert answer.status_code == 202, answer.text
    key: str = answer.json()["id"]
    actor = getattr(world, who).actor
    with open_session(engine, actor) as session:
        run = session.get(MatchRun, key)
        assert run is not None
        case, run.names = freeze(session, actor, run.policy, today())
        run.frozen = zlib.compress(case)
        run.end(JobState.DONE, now())
        session.commit()
    return key


def request_of(engine: Engine, by: Member, to: Member, about: str, home: str) -> str:
    """Return a question of one organisation to another, which waits for an answer."""
    with open_session(engine, by.actor) as session:
        ask = Ask(
            to_id=to.organisation.id,
            young_person_id=about,
            household_id=home,
            due=today(),
            talk_first=False,
            content={
                "what": "Does a carer drive?",
                "reasons": [],
                "message": "We need to find this out.",
                "by": "Somebody",
                "changes": [],
                "was": {},
                "figure": None,
                "is_change": False,
            },
            asked_by=by.person.id,
            asked_at=now(),
        )
        session.add(ask)
        session.commit()
        return ask.id


def work_out(engine: Engine, what_if_id: str) -> None:
    """Work a what-if out here and now: a process of its own takes time to start."""
    with open_system_session(engine) as session:
        found = session.get(WhatIf, what_if_id)
        assert found is not None
        run = MatchRunRepository(session).whole(found.run_id)
        assert run is not None
        case = read_case(zlib.decompress(run.frozen or b""))
        changes = read_changes(json.dumps(found.changes).encode())
        found.difference = zlib.compress(to_json(what_if(case, changes)))
        found.end(JobState.DONE, now())
        session.commit()
