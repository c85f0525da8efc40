"""One page on which an agency confirms what is recorded of many homes."""

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.clock import today
from app.core.errors import PreconditionFailedError
from app.core.paging import PER_PAGE, Page
from app.core.permissions import Permission, requires
from app.households import service
from app.households.ages import ages_chart
from app.households.availability import SOURCES
from app.households.confirming import (
    CHANGED,
    LATER,
    STILL,
    confirmed,
    days_fresh,
    old_facts,
)
from app.identity.dependencies import PageActor, PageSession
from app.web.sent_form import Sent
from app.web.templates import render

router = APIRouter(
    prefix="/households/check",
    dependencies=[requires(Permission.WRITE_HOUSEHOLDS)],
    include_in_schema=False,
)


Ids = Annotated[list[str] | None, Query(max_length=PER_PAGE)]


@router.get("")
def ask(
    request: Request,
    session: PageSession,
    actor: PageActor,
    saved: Annotated[int, Query(ge=0, le=PER_PAGE)] = 0,
    changed: Ids = None,
    meanwhile: Ids = None,
    nothing: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """Ask whether what is recorded is still true, the oldest first."""
    return _ask(
        request, session, actor, {}, [], saved, changed, meanwhile, nothing=nothing
    )


@router.post("")
def keep(
    request: Request, session: PageSession, actor: PageActor, form: Sent
) -> Response:
    """Confirm what is still true; homes where something changed are next."""
    source = str(form.get("source", ""))
    said = {k: str(v) for k, v in form.items() if k.startswith(("home-", "version-"))}
    if source not in SOURCES and STILL in said.values():
        errors = [{"field": "source", "text": "Select who says so"}]
        return _ask(request, session, actor, said, errors)
    done, changed, meanwhile = 0, [], []
    still = [key.removeprefix("home-") for key, what in said.items() if what == STILL]
    service.hold(session, actor, still)
    for home in service.own_homes(session, actor):
        answer = said.get(f"home-{home.id}")
        if answer == CHANGED:
            changed.append(home.id)
        if answer != STILL:
            continue
        version = said.get(f"version-{home.id}", "")
        facts = confirmed(home, source, today())
        try:
            seen = int(version) if version.isdecimal() else 0
            service.keep_facts(session, actor, home.id, seen, facts)
            done += 1
        except PreconditionFailedError:
            meanwhile.append(home.id)
    told: dict[str, Any] = {"saved": done, "changed": changed, "meanwhile": meanwhile}
    if not {STILL, CHANGED, LATER} & set(said.values()):
        told["nothing"] = True
    where = f"/households/check?{urlencode(told, doseq=True)}"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _ask(
    request: Request,
    session: PageSession,
    actor: PageActor,
    said: dict[str, str],
    errors: list[dict[str, str]],
    saved: int = 0,
    changed: list[str] | None = None,
    meanwhile: list[str] | None = None,
    *,
    nothing: bool = False,
) -> HTMLResponse:
    own = list(service.own_homes(session, actor))
    old = [found for home in own if (found := old_facts(home, today()))]
    old.sort(key=lambda one: (one.oldest is not None, one.oldest, one.home.reference))
    names = {home.id: home.label for home in own}
    return render(
        request,
        "households/check.html",
        status_code=422 if errors else 200,
        page=Page(old[:PER_PAGE], 1, len(old)),
        said=said,
        errors=errors,
        saved=saved,
        changed=[(key, names[key]) for key in changed or () if key in names],
        meanwhile=[names[key] for key in meanwhile or () if key in names],
        nothing=nothing,
        sources=SOURCES,
        ages=ages_chart(own, today()),
        days=days_fresh(),
    )
