"""The pages of an auditor: who saw and did what, and whether the record is whole."""

import csv
import io
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from app.audit import service
from app.audit.models import AuditEntry
from app.audit.repository import Sought
from app.audit.words import KINDS, REASONS, done
from app.core.clock import LONDON, now
from app.core.errors import InvalidError
from app.core.paging import Page
from app.core.permissions import Permission, requires
from app.core.spreadsheet import inert
from app.identity import service as identity
from app.identity.dependencies import PageActor, PageSession
from app.web.templates import render

router = APIRouter(
    prefix="/audit",
    dependencies=[requires(Permission.READ_AUDIT)],
    include_in_schema=False,
)
NO_DATE = "Enter a date, for example 27 3 2027"

Text = Annotated[str, Query(max_length=100)]
FormText = Annotated[str, Form(max_length=100)]


@router.get("")
def entries(
    request: Request,
    session: PageSession,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    kind: Text = "",
    record: Text = "",
    person: Text = "",
    since: Text = "",
    until: Text = "",
) -> HTMLResponse:
    """List what was done, the newest first."""
    typed = _typed(kind, record, person, since, until)
    wanted, wrong = _wanted(typed)
    found = service.sought(session, actor, wanted, page) if not wrong else None
    return _list(request, session, typed, wrong, found)


@router.get("/check")
def check(request: Request, session: PageSession, actor: PageActor) -> HTMLResponse:
    """Walk the record and say whether it is whole."""
    found = service.checked(session, actor)
    return render(request, "audit/check.html", found=found, at=now())


@router.post("/export")
def export(
    request: Request,
    session: PageSession,
    actor: PageActor,
    kind: FormText = "",
    record: FormText = "",
    person: FormText = "",
    since: FormText = "",
    until: FormText = "",
    reason: FormText = "",
) -> Response:
    """Give what is on the list as a file for a spreadsheet."""
    typed = _typed(kind, record, person, since, until)
    wanted, wrong = _wanted(typed)
    try:
        taken = None if wrong else service.exported(session, actor, wanted, reason)
    except InvalidError as refused:
        wrong = [{"field": "reason", "text": e.detail} for e in refused.errors]
        taken = None
    if taken is None:
        found = None if _dates(wrong) else service.sought(session, actor, wanted, 1)
        return _list(request, session, typed, wrong, found)
    return Response(
        _as_csv(session, list(taken)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="record.csv"'},
    )


def _typed(
    kind: str, record: str, person: str, since: str, until: str
) -> dict[str, str]:
    return {
        "kind": kind.strip(),
        "record": record.strip(),
        "person": person.strip(),
        "since": since.strip(),
        "until": until.strip(),
    }


def _wanted(typed: dict[str, str]) -> tuple[Sought, list[dict[str, str]]]:
    wrong: list[dict[str, str]] = []
    days: dict[str, date | None] = {}
    for field in ("since", "until"):
        days[field] = _day(typed[field])
        if typed[field] and days[field] is None:
            wrong.append({"field": field, "text": NO_DATE})
    since, until = days["since"], days["until"]
    if since and until and until < since:
        said = "The last day must be the same as or after the first"
        wrong.append({"field": "until", "text": said})
    sought = Sought(
        kind=typed["kind"] if typed["kind"] in KINDS else "",
        record=typed["record"],
        person=typed["person"],
        since=_begins(since),
        until=_begins(until + timedelta(days=1) if until else None),
    )
    return sought, wrong


def _day(text: str) -> date | None:
    for form in ("%d %m %Y", "%d/%m/%Y", "%d %B %Y", "%Y-%m-%d"):
        try:
            # A day of the calendar has no offset; it begins where it is asked about.
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _begins(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, LONDON) if day else None


def _dates(wrong: list[dict[str, str]]) -> bool:
    return any(error["field"] in ("since", "until") for error in wrong)


def _list(
    request: Request,
    session: Session,
    typed: dict[str, str],
    wrong: list[dict[str, str]],
    found: Page[AuditEntry] | None,
) -> HTMLResponse:
    rows = list(found.rows) if found else []
    return render(
        request,
        "audit/list.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        errors=wrong,
        typed=typed,
        query=urlencode(typed),
        kinds=KINDS,
        reasons=REASONS,
        page=found,
        rows=_told(session, rows),
    )


def _told(session: Session, rows: list[AuditEntry]) -> list[dict[str, object]]:
    names = identity.names_of(session, {row.person_id for row in rows})
    return [
        {
            "position": row.position,
            "at": row.recorded_at,
            "person": names.get(row.person_id, "Someone who has left"),
            "person_id": row.person_id,
            "done": done(row.action),
            "kind": KINDS.get(row.record_type, row.record_type),
            "record": row.record_id,
        }
        for row in rows
    ]


def _as_csv(session: Session, rows: list[AuditEntry]) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["Entry", "Time (UTC)", "Person", "Did what", "About", "Record"])
    for told in _told(session, rows):
        at = told["at"]
        writer.writerow(
            [
                told["position"],
                at.isoformat() if isinstance(at, datetime) else "",
                *(
                    inert(str(told[key]))
                    for key in ("person", "done", "kind", "record")
                ),
            ]
        )
    return sheet.getvalue()
