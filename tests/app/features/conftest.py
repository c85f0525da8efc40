"""An agency, another agency, an authority, another authority and their forum."""

from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app.core.actor import OrganisationKind
from app.core.db import SystemSession
from app.core.settings import Settings
from app.core.sharing import ForumMembership
from app.jobs.engine import prepare
from tests.app import builders
from tests.app.browser import ApiClient
from tests.app.builders import Member


@dataclass(frozen=True)
class World:
    """Five organisations, each with someone and an API client."""

    agency: Member
    other_agency: Member
    authority: Member
    other_authority: Member
    chair: Member
    clients: dict[str, ApiClient]

    def client(self, who: str) -> ApiClient:
        return self.clients[who]


@pytest.fixture
def world(
    app: FastAPI, settings: Settings, system: SystemSession, engine: Engine
) -> World:
    prepare(settings)
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
    }
    for name in ("agency", "authority"):
        system.add(
            ForumMembership(
                organisation_id=people[name].organisation.id,
                forum_id=people["chair"].organisation.id,
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
