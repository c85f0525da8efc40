"""Programs that call the API on their own: whatever follows from what they were told.

Schemathesis makes the requests, right and wrong ones, and carries what one answer says
into the next request. Each answer has to be one the API's description declares.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import hypothesis
import schemathesis
from fastapi import FastAPI
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.generation.stateful import run_state_machine_as_test
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.core.actor import OrganisationKind, Role
from app.core.db import open_system_session
from app.core.sharing import ForumMembership
from app.main import API_PREFIX, create_app
from faults.installation import ANSWER_SECONDS, Installation, household
from tests.app import builders
from tests.app.browser import ApiClient
from tests.app.conftest import settings_for

CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
STEPS = 20
"""Requests one after the other, each with what those before were told."""
ALSO = {"data officer": Role.DATA_OFFICER, "commissioner": Role.COMMISSIONER}
"""Who calls for the authority beside its placement officer."""


def callers(here: Installation, cases: int) -> dict[str, Counter[int]]:
    """Call the API as five roles, this often in all; return what each was answered.

    Raises
    ------
    ExceptionGroup
        With every answer that the API's description does not declare.
    """
    app = create_app(settings_for(here.url))
    keys = _keys(here)
    try:
        _begin(here, app, keys)
        each = -(-cases // len(keys))
        return {name: call(app, key, each) for name, key in keys.items()}
    finally:
        app.state.engine.dispose()


def call(app: FastAPI, key: str, cases: int) -> Counter[int]:
    """Call the API at least this often with a key; return how it answered, counted."""
    answers: Counter[int] = Counter()
    schema = schemathesis.openapi.from_asgi(f"{API_PREFIX}/openapi.json", app)

    class Program(schema.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, _case: Case) -> dict[str, Any]:
            headers = {"Authorization": f"Bearer {key}"}
            return {"headers": headers, "timeout": ANSWER_SECONDS}

        def validate_response(
            self, response: Response, case: Case, **_options: Any
        ) -> None:
            answers[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

    while (left := cases - answers.total()) > 0:
        run_state_machine_as_test(
            hypothesis.seed(left)(Program),
            settings=hypothesis.settings(
                max_examples=-(-left // STEPS),
                stateful_step_count=STEPS,
                phases=[hypothesis.Phase.generate],
                deadline=None,
                database=None,
                suppress_health_check=list(hypothesis.HealthCheck),
            ),
        )
    return answers


def _keys(here: Installation) -> Mapping[str, str]:
    """Let an authority, an agency and their forum take part; return who calls."""
    here.join("placement officer", OrganisationKind.AUTHORITY)
    here.join("referral coordinator", OrganisationKind.AGENCY)
    chair = here.join("forum chair", OrganisationKind.FORUM)
    authority = here.members["placement officer"]
    with open_system_session(here.engine) as session:
        for name, role in ALSO.items():
            who = builders.member(session, role=role, of=authority.organisation)
            here.keys[name] = builders.api_key(session, who)
        for name in ("placement officer", "referral coordinator"):
            own = here.members[name].organisation.id
            session.add(ForumMembership(organisation_id=own, forum_id=chair))
        session.commit()
    return here.keys


def _begin(here: Installation, app: FastAPI, keys: Mapping[str, str]) -> None:
    """Have a home, a young person and a match run there to begin with."""
    ids = {name: member.organisation.id for name, member in here.members.items()}
    home = household([ids["placement officer"]], "Amara and Jo")
    someone = {
        "born": "2013-04-01",
        "gender": "female",
        "needed_by": "2027-01-15",
        "placement_type": "step-down",
        "home": {"postcode": "ST4"},
    }
    referral = {
        "share_with": [ids["referral coordinator"]],
        "young_people": [{"sharing_name": "Robin", "record": someone}],
    }
    for name, path, body in (
        ("referral coordinator", "households", home),
        ("placement officer", "referrals", referral),
        ("forum chair", "match-runs", {}),
    ):
        client = ApiClient(app, keys[name])
        answer = client.request("POST", f"{API_PREFIX}/{path}", json=body)
        answer.raise_for_status()
