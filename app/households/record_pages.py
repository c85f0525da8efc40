"""Pages on which an agency adds a home and changes what is recorded of it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import today
from app.core.columns import new_id
from app.core.errors import (
    AppError,
    FieldError,
    InvalidError,
    PreconditionFailedError,
    or_not_found,
)
from app.core.permissions import Permission, requires
from app.households import service
from app.households.considerations import counted
from app.households.form.about_the_home import where
from app.households.form.sections import Section, after, named, sections
from app.households.form.subject import ABOUT_ANSWERS, STILL, Home, Subject
from app.households.history import told, whole
from app.households.models import Household
from app.households.schemas import HouseholdWrite
from app.households.summary import summary
from app.identity.dependencies import PageActor, PageSession
from app.repeats.service import once
from app.requests import service as requests
from app.web.forms.asking import Answers
from app.web.forms.reading import typed_on, wrong_on
from app.web.forms.said import said
from app.web.sent_form import Typed
from app.web.templates import render

router = APIRouter(
    prefix="/households",
    dependencies=[requires(Permission.WRITE_HOUSEHOLDS)],
    include_in_schema=False,
)
MOST_ROWS = 50
RequestId = Annotated[str, Query(max_length=40)]
NOTHING_YET: Home = {}


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed on a page and is not kept, and why."""

    answers: Answers
    version: int
    """What the form sends back: the one it was opened on, or the newest if changed."""
    error: AppError


@router.get("/new")
def ask_new(request: Request, session: PageSession) -> Response:
    """Ask what a home is called and where it is, to add it."""
    return _asked(request, where(service.authorities(session)), NOTHING_YET)


@router.post("/new")
def add(
    request: Request, session: PageSession, actor: PageActor, form: Typed
) -> Response:
    """Add a home, to be described page by page. It is offered to nobody yet."""
    asked = where(service.authorities(session))
    answers = typed_on(asked.page, form)
    try:
        facts = _facts(asked, answers, NOTHING_YET)
        label = facts.pop("label")
        known = {name: fact for name, fact in facts.items() if fact is not None}
        home = _added(session, actor, (form.get("once") or [""])[-1], label, known)
    except InvalidError as failed:
        return _asked(request, asked, NOTHING_YET, Refused(answers, 0, failed))
    return _go(home.id, "record?added=true")


@router.get("/{household_id}/record")
def show_sections(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    added: Annotated[bool, Query()] = False,
    saved: Annotated[bool, Query()] = False,
) -> Response:
    """Show everything that is asked about a home, a page a line."""
    home = service.own(session, actor, household_id)
    kept = whole(home)
    found = _sections(session, actor, home)
    return render(
        request,
        "households/record.html",
        home=home,
        sections=found,
        recorded={
            subject.page.id: bool(subject.recorded(kept))
            for section in found
            for subject in section.subjects
        },
        summary=summary(home.record),
        considered=counted(home.record),
        added=added,
        saved=saved,
    )


@router.get("/{household_id}/history")
def show_history(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Show who changed what of a home, and when."""
    home = service.own(session, actor, household_id)
    found = told(session, actor, home, page)
    return render(request, "households/history.html", home=home, page=found)


@router.get("/{household_id}/record/{subject}")
def ask(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    subject: str,
    asked: RequestId = "",
) -> Response:
    """Ask about one subject, with what is recorded filled in."""
    home = service.own(session, actor, household_id)
    page = _subject(session, actor, home, subject)
    beside = requests.beside(session, actor, asked, home.id)
    return _asked(request, page, whole(home), home=home, beside=beside)


@router.post("/{household_id}/record/{subject}")
def keep(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    subject: str,
    form: Typed,
    asked: RequestId = "",
) -> Response:
    """Keep what is different now, if nobody changed the home meanwhile.

    A question that it was asked for is answered with it.
    """
    home = service.own(session, actor, household_id)
    page = _subject(session, actor, home, subject, _rows_in(form))
    beside = requests.beside(session, actor, asked, home.id)
    answers = typed_on(page.page, form)
    version = _whole((form.get("version") or ["0"])[-1])
    try:
        if version != home.version:
            raise PreconditionFailedError
        facts = _facts(page, answers, whole(home))
        if facts:
            told = {
                name: facts.pop(name)
                for name in ("label", "offered_to")
                if name in facts
            }
            service.keep_facts(session, actor, home.id, version, facts, **told)
    except InvalidError as failed:
        refused = Refused(answers, version, failed)
        return _asked(request, page, whole(home), refused, home, beside)
    except PreconditionFailedError as failed:
        refused = Refused(answers, home.version, failed)
        return _asked(request, page, whole(home), refused, home, beside)
    if "more" in form:
        return _go(home.id, f"record/{subject}" + (f"?asked={asked}" if beside else ""))
    if facts and (answered := requests.settle(session, actor, asked, home.id)):
        return RedirectResponse(answered, HTTPStatus.SEE_OTHER)
    if "later" in form:
        return RedirectResponse(
            f"/households/{home.id}?saved=true", HTTPStatus.SEE_OTHER
        )
    further = after(_sections(session, actor, home), subject)
    return _go(home.id, f"record/{further}" if further else "record?saved=true")


def _asked(
    request: Request,
    subject: Subject,
    kept: Home,
    refused: Refused | None = None,
    home: Household | None = None,
    beside: requests.Beside | None = None,
) -> Response:
    recorded = subject.recorded(kept)
    answers = refused.answers if refused else recorded
    changed = refused and isinstance(refused.error, PreconditionFailedError)
    return render(
        request,
        "households/subject.html",
        status_code=_status(refused),
        home=home,
        beside=beside,
        once=new_id(),
        subject=subject,
        page=subject.page,
        questions=[q for q in subject.page.questions if recorded or q != STILL],
        answers=answers,
        version=refused.version if refused else home.version if home else 0,
        errors=[] if changed or not refused else _by_field(subject, refused.error),
        changed=[
            (question.label, said(question, recorded), said(question, answers))
            for question in subject.page.questions
            if changed and question.name not in ABOUT_ANSWERS
        ],
        is_changed=changed,
    )


def _added(
    session: Session, actor: Actor, sent: str, label: str, facts: dict[str, Any]
) -> Household:
    """Add a home once, however often the button is pressed.

    The same page filled in anew, after going back to it, is another home.
    """
    asked = HouseholdWrite(label=label, record=facts)
    return once(
        session,
        actor,
        f"{sent} {asked.model_dump_json()}" if sent else None,
        ("households/new", asked),
        make=lambda: service.create(
            session, actor, label=label, facts=facts, offered_to=[]
        ),
        read=lambda key: service.get(session, actor, key),
    )


def _facts(subject: Subject, answers: Answers, home: Home) -> dict[str, Any]:
    """Return what is different now; raise InvalidError with all to put right."""
    wrong = wrong_on(subject.page, answers, today())
    if wrong:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )
    return subject.changes(answers, home, today())


def _by_field(subject: Subject, refused: AppError) -> list[dict[str, str]]:
    """Return each error with its field; what is wrong with a fact is said where asked.

    A fact that is not asked about on this page is at odds with one that is: that is
    said at the first.
    """
    fields = [f for question in subject.page.questions for f in question.fields]
    found = []
    for error in refused.errors:
        named = error.pointer.split("/")
        at = next((part for part in named[:0:-1] if part in fields), fields[0])
        found.append({"field": at, "text": error.detail})
    return found


def _sections(
    session: Session, actor: Actor, home: Household, rows: int = 0
) -> list[Section]:
    authorities = service.authorities(session)
    offerable = service.offerable(session, actor)
    return sections(whole(home), authorities, offerable, rows)


def _subject(
    session: Session, actor: Actor, home: Household, key: str, rows: int = 0
) -> Subject:
    return or_not_found(named(_sections(session, actor, home, rows), key))


def _rows_in(form: Typed) -> int:
    """Return how many rows a page had when it was sent."""
    numbers = [_whole(name.split("-")[1]) for name in form if name.count("-") == 2]
    return min(max(numbers, default=0), MOST_ROWS)


def _status(refused: Refused | None) -> HTTPStatus:
    if refused is None:
        return HTTPStatus.OK
    if isinstance(refused.error, PreconditionFailedError):
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY


def _go(household_id: str, to: str) -> Response:
    return RedirectResponse(f"/households/{household_id}/{to}", HTTPStatus.SEE_OTHER)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
