"""Pages with which a pack is chosen, read and taken along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from app.core.actor import Viewer
from app.core.errors import InvalidError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.packs import service
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/runs/{run_id}/pack",
    dependencies=[requires(Permission.READ_MATCH_RUNS)],
    include_in_schema=False,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was typed."""

    young_people: Sequence[str] = ()
    order: str = "shown"


@router.get("")
def choose(
    request: Request, session: PageSession, actor: PageActor, run_id: str
) -> HTMLResponse:
    """Ask whom the pack is of."""
    return _choose(request, session, actor, run_id, Typed())


@router.post("")
def make(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    young_person: Annotated[list[str] | None, Form()] = None,
    order: Annotated[str, Form(max_length=10)] = "shown",
    form: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Make the pack: as a page, a PDF or a Word document."""
    typed = Typed(young_person or (), order)
    viewer: Viewer = request.state.viewer
    reader = f"{viewer.person_name}, {viewer.organisation_name}"
    try:
        pack = service.make(
            session,
            actor,
            run_id,
            typed.young_people,
            reader,
            in_order=order != "hidden",
        )
    except InvalidError as refused:
        return _choose(request, session, actor, run_id, typed, refused)
    if form not in service.FILES:
        return render(request, "packs/pack.html", pack=pack, run_id=run_id)
    write, media_type = service.FILES[form]
    headers = {"Content-Disposition": f'attachment; filename="forum-pack.{form}"'}
    return Response(write(pack), media_type=media_type, headers=headers)


def _choose(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    typed: Typed,
    refused: InvalidError | None = None,
) -> HTMLResponse:
    return render(
        request,
        "packs/choose.html",
        status_code=422 if refused else 200,
        run_id=run_id,
        rows=service.choices(session, actor, run_id),
        typed=typed,
        errors=said_by_field(refused, "young_person"),
    )
