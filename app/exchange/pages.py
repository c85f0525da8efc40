"""Pages with which records are imported: choose, check, confirm, take back."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.clock import today
from app.core.errors import AppError, InvalidError, NotFoundError
from app.core.permissions import Permission, requires
from app.exchange import service
from app.exchange.asking import SAYS_NOTHING
from app.exchange.forms import Asked, about, answers, said_before, uploaded
from app.exchange.kinds import kinds_for
from app.exchange.models import ASKING, DONE, PREVIEW, Import, ImportJob
from app.exchange.port import ANOTHER, LEFT_OUT, Outcome
from app.exchange.reading import Pause
from app.exchange.service import (
    Ask,
    BeingWrittenError,
    StaleImportError,
    TouchedSinceError,
)
from app.exchange.tables import MEGABYTE, MOST_BYTES, File
from app.exchange.template import template as template_of
from app.identity.dependencies import PageActor, PageSession
from app.jobs.models import JobState
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/imports",
    dependencies=[requires(Permission.IMPORT_RECORDS)],
    include_in_schema=False,
)
Typed = Annotated[str, Form(max_length=200)]
Number = Annotated[int, Query(ge=1, le=100_000)]
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NAMES_SHOWN = 10


@router.get("")
def imports(
    request: Request, session: PageSession, actor: PageActor, page: Number = 1
) -> Response:
    """List the organisation's imports."""
    found = service.page(session, actor, page)
    rows = [(made, service.kind_of(made)) for made in found.rows]
    kinds = kinds_for(actor)
    return render(request, "exchange/imports.html", page=found, rows=rows, kinds=kinds)


@router.get("/new")
def ask(
    request: Request,
    session: PageSession,
    actor: PageActor,
    again: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Ask for the files and what they are; ``again``: as an import said before."""
    if again:
        return _form(request, actor, said_before(service.get(session, actor, again)))
    kinds = kinds_for(actor)
    only = kinds[0] if len(kinds) == 1 else None
    asked = Asked(
        kind=only.key if only else "",
        source=service.last_source(session, only.key) if only else "",
    )
    return _form(request, actor, asked)


@router.get("/template")
def template(
    actor: PageActor,
    kind: Annotated[str, Query(max_length=40)] = "",
    form: Annotated[str, Query(max_length=10)] = "csv",
) -> Response:
    """Give the empty sheet of a kind, to fill in."""
    found = next(
        (one for one in kinds_for(actor) if one.sheet and kind in ("", one.key)),
        None,
    )
    if found is None or found.sheet is None or form not in FORMS:
        raise NotFoundError
    return Response(
        template_of(found.many.capitalize(), found.sheet.columns, form),
        media_type=FORMS[form],
        headers={"Content-Disposition": f'attachment; filename="{found.key}.{form}"'},
    )


@router.post("")
def read(
    request: Request,
    session: PageSession,
    actor: PageActor,
    files: Annotated[list[File], Depends(uploaded)],
    kind: Typed = "",
    source: Typed = "",
    day: Typed = "",
    month: Typed = "",
    year: Typed = "",
    columns: Typed = "",
) -> Response:
    """Read the files and show what they would change, or ask what their columns are."""
    asked = Asked(kind, source, day, month, year, columns)
    ask = Ask.ALWAYS if columns == "ask" else Ask.IF_NEEDED
    try:
        said = about(asked, files, today())
        made = service.take_in(session, actor, kind, files, said, ask, _commit(session))
    except InvalidError as refused:
        return _form(request, actor, asked, refused)
    return _to(made.id)


@router.get("/{import_id}")
def show(
    request: Request,
    session: PageSession,
    actor: PageActor,
    import_id: str,
    new: Number = 1,
    changed: Number = 1,
    conflicts: Number = 1,
    older: Number = 1,
    problems: Number = 1,
) -> Response:
    """Show what an import would change, or changed."""
    made = service.get(session, actor, import_id)
    if made.state == ASKING:
        return _to(import_id, "/columns")
    numbers = {
        "new": new,
        "changed": changed,
        "conflicts": conflicts,
        "older": older,
        "problems": problems,
    }
    job = service.job_of(session, actor, made)
    if job is not None and job.under_way:
        return render(
            request,
            "exchange/under_way.html",
            made=made,
            kind=service.kind_of(made),
            run=job,
            under_way=True,
        )
    return _show(request, session, made, numbers, job=job)


@router.get("/{import_id}/progress")
def progress(
    request: Request, session: PageSession, actor: PageActor, import_id: str
) -> Response:
    """Show only the progress, for the page that watches it."""
    job = service.followed(session, actor, import_id)
    if job is None:
        return _to(import_id)
    return render(request, "web/progress.html", run=job, under_way=job.under_way)


@router.get("/{import_id}/columns")
def ask_columns(
    request: Request, session: PageSession, actor: PageActor, import_id: str
) -> Response:
    """Ask which column is which."""
    made = service.get(session, actor, import_id)
    if made.state != ASKING:
        return _to(import_id)
    return _columns(request, session, actor, made)


@router.post("/{import_id}/columns")
def say_columns(
    request: Request,
    session: PageSession,
    actor: PageActor,
    import_id: str,
    given: Annotated[dict[str, str], Depends(answers)],
) -> Response:
    """Remember which column is which, then ask about values or show the preview."""
    made = service.get(session, actor, import_id)
    try:
        service.say_columns(session, actor, import_id, given, _commit(session))
    except StaleImportError:
        return _to(import_id)
    except InvalidError as refused:
        return _columns(request, session, actor, made, given, refused)
    return _to(import_id, "/values" if made.state == ASKING else "")


@router.get("/{import_id}/values")
def ask_values(
    request: Request, session: PageSession, actor: PageActor, import_id: str
) -> Response:
    """Ask which values mean which of ours."""
    made = service.get(session, actor, import_id)
    if made.state != ASKING:
        return _to(import_id)
    return _values(request, session, actor, made)


@router.post("/{import_id}/values")
def say_values(
    request: Request,
    session: PageSession,
    actor: PageActor,
    import_id: str,
    given: Annotated[dict[str, str], Depends(answers)],
) -> Response:
    """Remember which values mean which of ours, and show the preview."""
    made = service.get(session, actor, import_id)
    try:
        service.say_values(session, actor, import_id, given, _commit(session))
    except StaleImportError:
        return _to(import_id)
    except InvalidError as refused:
        return _values(request, session, actor, made, given, refused)
    return _to(import_id)


@router.post("/{import_id}/answers")
def answer(
    session: PageSession,
    actor: PageActor,
    import_id: str,
    given: Annotated[dict[str, str], Depends(answers)],
) -> Response:
    """Keep what was said where the import asked."""
    service.answer(session, actor, import_id, given)
    return _to(import_id, "#conflicts")


@router.post("/{import_id}/confirm")
def confirm(
    request: Request, session: PageSession, actor: PageActor, import_id: str
) -> Response:
    """Write it all, or show what has changed since the preview."""
    if service.import_now_or_soon(session, actor, import_id):
        return _to(import_id)
    made = service.get(session, actor, import_id)
    return _show(request, session, made, {}, renewed=True)


@router.post("/{import_id}/undo")
def undo(
    request: Request, session: PageSession, actor: PageActor, import_id: str
) -> Response:
    """Put every record back as it was, or say which were changed since."""
    try:
        service.undo_now_or_soon(session, actor, import_id)
    except TouchedSinceError as refused:
        made = service.get(session, actor, import_id)
        return _show(request, session, made, {}, touched=refused.names)
    return _to(import_id)


@router.post("/{import_id}/abandon")
def abandon(session: PageSession, actor: PageActor, import_id: str) -> Response:
    """Give the import up."""
    try:
        service.abandon(session, actor, import_id)
    except BeingWrittenError:
        return _to(import_id)
    return RedirectResponse("/imports", HTTPStatus.SEE_OTHER)


def _commit(session: PageSession) -> Pause:
    return lambda _: session.commit()


def _to(import_id: str, place: str = "") -> Response:
    return RedirectResponse(f"/imports/{import_id}{place}", HTTPStatus.SEE_OTHER)


def _columns(
    request: Request,
    session: PageSession,
    actor: PageActor,
    made: Import,
    typed: dict[str, str] | None = None,
    refused: AppError | None = None,
) -> Response:
    return render(
        request,
        "exchange/columns.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        made=made,
        kind=service.kind_of(made),
        asked=service.columns_asked(session, actor, made.id),
        kept_until=made.created_at + service.PREVIEW_KEPT,
        typed=typed or {},
        errors=said_by_field(refused, "column:0"),
    )


def _values(
    request: Request,
    session: PageSession,
    actor: PageActor,
    made: Import,
    typed: dict[str, str] | None = None,
    refused: AppError | None = None,
) -> Response:
    return render(
        request,
        "exchange/values.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        made=made,
        kind=service.kind_of(made),
        asked=service.values_asked(session, actor, made.id),
        says_nothing=SAYS_NOTHING,
        typed=typed or {},
        errors=said_by_field(refused, "values"),
    )


def _form(
    request: Request, actor: PageActor, asked: Asked, refused: AppError | None = None
) -> Response:
    return render(
        request,
        "exchange/new.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        kinds=kinds_for(actor),
        typed=asdict(asked),
        most=MOST_BYTES // MEGABYTE,
        errors=said_by_field(refused, "files"),
    )


def _show(
    request: Request,
    session: PageSession,
    made: Import,
    numbers: dict[str, int],
    *,
    renewed: bool = False,
    touched: list[str] | None = None,
    job: ImportJob | None = None,
) -> Response:
    found = (touched[:NAMES_SHOWN], len(touched)) if touched else None
    names, many = found or service.touched(session, made, NAMES_SHOWN)
    sections = {
        name: service.items(session, made, outcome, numbers.get(name, 1))
        for name, outcome in (
            ("new", Outcome.NEW),
            ("changed", Outcome.CHANGED),
            ("conflicts", Outcome.CONFLICT),
            ("older", Outcome.OLDER),
        )
    }
    return render(
        request,
        f"exchange/{'preview' if made.state == PREVIEW else 'over'}.html",
        status_code=HTTPStatus.CONFLICT if renewed or touched else HTTPStatus.OK,
        made=made,
        kind=service.kind_of(made),
        sections=sections,
        problems=service.problems(session, made, numbers.get("problems", 1)),
        numbers={**dict.fromkeys((*sections, "problems"), 1), **numbers},
        earlier=service.earlier(session, made),
        kept_until=made.created_at + service.PREVIEW_KEPT,
        undo_until=(made.ended_at or made.created_at) + service.UNDO_KEPT,
        can_undo=service.can_undo(made),
        is_done=made.state == DONE,
        renewed=renewed or (job is not None and job.renewed),
        failed=job if job is not None and job.state == JobState.FAILED else None,
        touched=names,
        touched_more=many - len(names),
        another=ANOTHER,
        left_out=LEFT_OUT,
    )
