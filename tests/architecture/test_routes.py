"""Every route says who may use it."""

from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from pydantic import SecretStr

from app.core.permissions import Requires
from app.core.settings import Environment, Settings
from app.identity.dependencies import api_actor, page_viewer
from app.main import API_PREFIX, create_app
from tests.permissions import dependencies_of

PUBLIC = {
    "/api/v1/openapi.json": "describes the API and nothing else",
    "/api/v1/oauth/token": "how a program becomes someone for a while",
    "/healthz": "asked by machines that watch over the service",
    "/healthz/live": "asked by machines that restart the service",
    "/metrics": "for whoever has the token; without one there is nothing",
    "/sign-in": "how one becomes someone",
    "/sign-in/code": "part of signing in",
    "/sign-in/set-up": "part of signing in",
    "/sign-in/forgotten": "for whoever cannot sign in",
    "/link/{token}": "for whoever holds the link",
    "/link/{token}/account": "for whoever holds the link",
    "/sign-in/with": "how one becomes someone",
    "/sign-in/with/{code}": "part of signing in",
    "/sign-in/back": "part of signing in",
    "/organisation": "looks at the sign-in itself, before there is an actor",
    "/sign-out": "harmless without a sign-in",
    "/static/built": "style and script, the same for everyone",
    "/accessibility": "about the service",
    "/help": "about the service",
    "/help/how-matching-works": "about the service",
    "/privacy": "about the service",
}
# For whoever is signed in, in whatever role.
ANY_ROLE = {
    "/api/v1/sharing": "says whom one can share with, which is no secret",
    "/": "shows each person what waits for them",
    "/admin/policies": "says what the rules are, which are no secret",
    "/account": "shows each person their own sign-ins",
    "/account/password": "changes one's own password",
    "/account/notifications": "keeps one's own choice",
    "/notifications": "shows each person what they are told",
    "/notifications/{notification_id}": "shows what one is told, if it is for them",
    "/account/sign-out-everywhere": "ends one's own sign-ins",
    "/account/sign-out-elsewhere": "ends one of one's own sign-ins",
}


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    path = tmp_path_factory.mktemp("routes") / "hearth.sqlite3"
    url = SecretStr(f"sqlite:///{path}")
    app = create_app(Settings(environment=Environment.TEST, database_url=url))
    return list(iter_route_contexts(app.routes))


def test_every_route_needs_a_permission_or_says_why_not(routes: list[Any]) -> None:
    open_to_all = {
        route.path
        for route in routes
        if not any(isinstance(each, Requires) for each in dependencies_of(route))
    }
    assert open_to_all - set(ANY_ROLE) == set(PUBLIC)


def test_every_other_route_knows_its_actor(routes: list[Any]) -> None:
    wrong = []
    for route in routes:
        if route.path in PUBLIC:
            continue
        needed = api_actor if route.path.startswith(API_PREFIX) else page_viewer
        other = page_viewer if needed is api_actor else api_actor
        found = list(dependencies_of(route))
        if needed not in found or other in found:
            wrong.append(route.path)
    assert wrong == []
