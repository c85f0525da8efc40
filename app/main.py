"""Put the application together: core, pages' shell, and every feature's routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from starlette.routing import BaseRoute

from app import web
from app.audit import pages as audit_pages
from app.carers import api as carers_api
from app.carers import pages as carers_pages
from app.case_systems import api as case_systems_api
from app.changes import api as changes_api
from app.closing import api as closing_api
from app.closing import pages as closing_pages
from app.core.body_limit import BodyLimit
from app.core.db import give_up_on_silence, make_engine
from app.core.errors import (
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    Problem,
    TooLargeError,
    TooOftenError,
    UnavailableError,
    UnreadableError,
    problem_responses,
)
from app.core.log import configure_logging
from app.core.metrics import CountRequests, Metrics
from app.core.migrate import can_serve
from app.core.problems import install_error_handlers
from app.core.rate_limit import RateLimit
from app.core.settings import Settings
from app.core.unexpected import UnexpectedErrors
from app.decisions import api as decisions_api
from app.decisions import forum_pages as deciding_pages
from app.decisions import pages as decisions_pages
from app.erasure import pages as erasure_pages
from app.exchange import api as imports_api
from app.exchange import pages as exchange_pages
from app.exchange import standard_api, standard_pages
from app.exports import api as exports_api
from app.exports import pages as exports_pages
from app.forum import api as forum_api
from app.forum import meeting_pages as forum_meeting_pages
from app.forum import minutes_pages as forum_minutes_pages
from app.forum import pack_pages as forum_pack_pages
from app.forum import pages as forum_pages
from app.forum import question_pages as forum_question_pages
from app.frameworks import api as frameworks_api
from app.frameworks import pages as frameworks_pages
from app.households import api as households_api
from app.households import check_pages, keeping_pages, record_pages
from app.households import pages as households_pages
from app.identity import (
    account_pages,
    api_key_pages,
    area_pages,
    code_pages,
    link_pages,
    oauth_api,
    ofsted_pages,
    people_pages,
    provider_admin_pages,
    provider_pages,
)
from app.identity import pages as identity_pages
from app.identity.dependencies import TOKENS, api_actor, page_viewer
from app.match_runs import api as runs_api
from app.match_runs import (
    changes_pages,
    household_pages,
    options_pages,
    policy_pages,
    question_pages,
    why_not_pages,
)
from app.match_runs import pages as runs_pages
from app.monitoring import pages as monitoring_pages
from app.moves import api as moves_api
from app.moves import pages as moves_pages
from app.notes import api as notes_api
from app.notes import pages as notes_pages
from app.notifications import pages as notifications_pages
from app.notifications.dependencies import count_unread
from app.packs import brief_pages
from app.packs import pages as packs_pages
from app.referral_form import change_pages as referral_change_pages
from app.referral_form import need_pages as referral_need_pages
from app.referral_form import pages as referral_form_pages
from app.referral_form import sending_pages, summary_pages
from app.referrals import api as referrals_api
from app.referrals import pages as referrals_pages
from app.referrals import review_pages
from app.releases import pages as releases_pages
from app.releases import referral_pages as releases_referral_pages
from app.reports import pages as reports_pages
from app.requests import api as requests_api
from app.requests import asking_pages as request_asking_pages
from app.requests import pages as requests_pages
from app.subject_access import pages as subject_access_pages
from app.web import pages as web_pages
from app.web.form_tokens import own_form
from app.webhooks import api as webhooks_api
from app.webhooks import pages as webhooks_pages
from app.what_ifs import api as what_ifs_api
from app.what_ifs import asking_pages, need_pages
from app.what_ifs import pages as what_ifs_pages
from app.your_work import pages as your_work_pages

API_PREFIX = "/api/v1"

# Pages anyone may reach; tests/architecture/test_routes.py names each of their routes.
PUBLIC: tuple[APIRouter, ...] = (
    identity_pages.router,
    code_pages.router,
    link_pages.router,
    provider_pages.router,
    web_pages.router,
    monitoring_pages.router,
)
# Pages for someone signed in.
PAGES: tuple[APIRouter, ...] = (
    your_work_pages.router,
    account_pages.router,
    notifications_pages.router,
    check_pages.router,
    record_pages.router,
    households_pages.router,
    keeping_pages.router,
    releases_pages.router,
    releases_referral_pages.router,
    moves_pages.router,
    exchange_pages.router,
    standard_pages.router,
    exports_pages.router,
    referrals_pages.router,
    review_pages.router,
    reports_pages.router,
    closing_pages.router,
    referral_form_pages.router,
    referral_need_pages.router,
    sending_pages.router,
    referral_change_pages.router,
    summary_pages.router,
    packs_pages.router,
    brief_pages.router,
    runs_pages.router,
    options_pages.router,
    changes_pages.router,
    why_not_pages.router,
    policy_pages.router,
    question_pages.router,
    notes_pages.router,
    decisions_pages.router,
    deciding_pages.router,
    requests_pages.router,
    request_asking_pages.router,
    forum_pages.router,
    forum_pack_pages.router,
    forum_minutes_pages.router,
    forum_question_pages.router,
    forum_meeting_pages.router,
    household_pages.router,
    carers_pages.router,
    asking_pages.router,
    need_pages.router,
    what_ifs_pages.router,
    audit_pages.router,
    ofsted_pages.router,
    area_pages.router,
    people_pages.router,
    frameworks_pages.router,
    api_key_pages.router,
    provider_admin_pages.router,
    webhooks_pages.router,
    subject_access_pages.router,
    erasure_pages.router,
)
# JSON under /api/v1, for whoever holds an API key.
API: tuple[APIRouter, ...] = (
    households_api.router,
    referrals_api.router,
    closing_api.router,
    case_systems_api.router,
    changes_api.router,
    runs_api.router,
    decisions_api.router,
    notes_api.router,
    carers_api.router,
    what_ifs_api.router,
    requests_api.router,
    forum_api.router,
    exports_api.router,
    imports_api.router,
    standard_api.router,
    webhooks_api.router,
    frameworks_api.router,
    moves_api.router,
)

# JSON under /api/v1 for whoever is no actor yet.
API_FOR_ALL: tuple[APIRouter, ...] = (oauth_api.router,)

health = APIRouter(include_in_schema=False)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application with these settings, or those of the environment."""
    settings = settings or Settings()
    configure_logging()
    engine = make_engine(settings)
    give_up_on_silence(engine)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        engine.dispose()

    app = FastAPI(
        title="Hearth",
        version="1",
        description="Helps people find the right foster home. People decide.",
        debug=settings.debug,
        lifespan=lifespan,
        openapi_url=f"{API_PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.engine = engine
    app.state.metrics = Metrics()
    install_error_handlers(app)
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(
        BodyLimit,
        most=settings.largest_request,
        most_with_files=settings.largest_upload,
    )
    app.add_middleware(RateLimit, settings=settings)
    web.install(app, settings)
    app.add_middleware(CountRequests, metrics=app.state.metrics)
    app.router.routes.extend(_routes())
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


@health.get("/healthz")
def healthz(request: Request) -> Response:
    """Tell a load balancer that the database is there and its tables will do."""
    if can_serve(request.app.state.engine):
        return JSONResponse({"status": "ok"})
    return JSONResponse({"status": "database away or to be upgraded"}, 503)


@health.get("/healthz/live")
async def live() -> Response:
    """Tell whoever restarts processes that this one answers, database or not."""
    return JSONResponse({"status": "ok"})


@cache
def _routes() -> list[BaseRoute]:
    """Return every route, the same for every application of this process.

    Working out what each depends on takes longer than most requests.
    """
    every = APIRouter(
        # What generated clients call each operation.
        generate_unique_id_function=lambda route: route.name,
    )
    every.include_router(health)
    for router in PUBLIC:
        every.include_router(router)
    for router in PAGES:
        every.include_router(
            router,
            dependencies=[
                Depends(page_viewer),
                Depends(own_form),
                Depends(count_unread),
            ],
            include_in_schema=False,
        )
    for router in API:
        every.include_router(
            router,
            prefix=API_PREFIX,
            dependencies=[Depends(api_actor)],
            responses=problem_responses(
                UnreadableError,
                NotSignedInError,
                NotPermittedError,
                NotFoundError,
                InvalidError,
                TooLargeError,
                TooOftenError,
                UnavailableError,
            ),
        )
    for router in API_FOR_ALL:
        every.include_router(
            router,
            prefix=API_PREFIX,
            responses=problem_responses(TooLargeError, TooOftenError, UnavailableError),
        )
    return every.routes


def _described(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
        )
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        problem = Problem.model_json_schema(
            ref_template="#/components/schemas/{model}", mode="serialization"
        )
        schemas.update(problem.pop("$defs", {}))
        schemas["Problem"] = problem
        # A description is read away from here: there the address has to be whole.
        base = str(app.state.settings.base_url).rstrip("/")
        for scheme in schema["components"].get("securitySchemes", {}).values():
            for flow in scheme.get("flows", {}).values():
                flow["tokenUrl"] = base + TOKENS
        app.openapi_schema = schema
    return app.openapi_schema
