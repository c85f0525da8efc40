"""What can be done with requests."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now, today
from app.core.errors import ConflictError, FieldError, InvalidError, NotFoundError
from app.core.paging import Page
from app.core.permissions import Permission, may, require
from app.households import service as households
from app.notifications import service as notifications
from app.referrals import service as referrals
from app.requests import preparing
from app.requests.keeping import keep
from app.requests.looking import Request as Request
from app.requests.looking import ask_of as ask_of
from app.requests.looking import get as get
from app.requests.looking import must_be_open, read
from app.requests.looking import seen as seen
from app.requests.models import Ask
from app.requests.on_record import Beside as Beside
from app.requests.on_record import beside as beside
from app.requests.on_record import beside_person as beside_person
from app.requests.on_record import settle as settle
from app.requests.on_record import settle_person as settle_person
from app.requests.preparing import About, Prepared
from app.requests.preparing import usual_due as usual_due
from app.requests.repository import RequestRepository, Show
from app.requests.schemas import AskWrite
from app.requests.sending import Question as Question
from app.requests.sending import asked_about as asked_about
from app.requests.sending import not_asked as not_asked
from app.requests.sending import send_all as send_all
from app.web.templates import day
from app.web.typed import too_long


def page(session: Session, actor: Actor, show: Show, number: int) -> Page[Request]:
    """Return one page of requests about whom and what is shared with the actor now."""
    require(actor, Permission.READ_REQUESTS)
    repository = RequestRepository(session)
    pairs = repository.about()
    people = referrals.still_seen(session, actor, {person for person, _ in pairs})
    homes = households.still_seen(session, actor) & {home for _, home in pairs}
    found = repository.page(show, actor.organisation_id, people, homes, number)
    return Page(read(session, actor, found.rows), found.number, found.total)


def prepared(
    session: Session,
    actor: Actor,
    run_id: str,
    it: About,
    *,
    opening: int | None = None,
    question: int | None = None,
    suggest: bool = False,
) -> list[Prepared]:
    """Return what each side can be asked about an opening or a question.

    Or how an agency suggests its home.
    """
    require(actor, Permission.WRITE_REQUESTS)
    if suggest:
        return preparing.of_suggestion(it, actor.organisation_id)
    if opening is not None:
        return preparing.of_opening(session, actor, run_id, it, opening)
    if question is not None:
        return preparing.of_question(session, actor, run_id, it, question)
    raise NotFoundError


def ask(session: Session, actor: Actor, run_id: str, wanted: AskWrite) -> Ask:
    """Ask one side about an opening or a question of an option.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    ConflictError
        When the same waits for an answer already, or they cannot be asked now.
    """
    require(actor, Permission.WRITE_REQUESTS)
    it = preparing.about(session, actor, wanted.young_person, wanted.household)
    sides = prepared(
        session,
        actor,
        run_id,
        it,
        opening=wanted.opening,
        question=wanted.question,
        suggest=wanted.suggest,
    )
    chosen = [one for one in sides if wanted.of in (one.of, "")]
    if len(chosen) != 1:
        at = FieldError(pointer="/of", detail="Select who to ask")
        raise InvalidError(errors=[at])
    [asked] = chosen
    message = asked.message if wanted.message is None else wanted.message
    due = wanted.due or asked.due
    wrong = _wrong_with(it, message, due)
    if wrong:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )
    if asked.why_not:
        raise ConflictError(asked.why_not)
    there = RequestRepository(session).open_from(actor.organisation_id, [it.person.id])
    for one in there:
        if _is_same(one, asked, it.home.id):
            asked_on = day(one.asked_at.date())
            raise ConflictError(
                f"This was asked on {asked_on} and waits for an answer."
            )
    return keep(session, actor, it, asked, message, due)


def open_about(
    session: Session, actor: Actor, young_person_id: str
) -> dict[tuple[str, str], Ask]:
    """Return what the actor's own asked about a young person and waits for an answer.

    By the home and what is asked; nothing where the actor may not read requests.
    """
    if not may(actor, Permission.READ_REQUESTS):
        return {}
    own = actor.organisation_id
    asks = RequestRepository(session).open_from(own, [young_person_id])
    return {(one.household_id, one.content["what"]): one for one in asks}


def withdraw(session: Session, actor: Actor, request_id: str) -> Ask:
    """Take back what one's own organisation asked, while it waits for an answer."""
    require(actor, Permission.WRITE_REQUESTS)
    found = ask_of(session, actor, request_id)
    if found.organisation_id != actor.organisation_id:
        raise ConflictError("Only whoever asked can withdraw this.")
    must_be_open(session, found)
    found.withdrawn_at = now()
    session.flush()
    told = {found.to_id}
    detail = {"request": found.id}
    key = found.young_person_id
    record(session, actor, "request.withdrawn", "young_person", key, detail)
    notifications.tell(session, actor, "request.withdrawn", found.id, told)
    return found


def kept_about(session: Session, actor: Actor, key: str) -> list[dict[str, Any]]:
    """Return what one's own organisation asked or was asked about somebody.

    ``key`` is a young person's or a home's.
    """
    require(actor, Permission.TAKE_OUT_RECORDS)
    repository = RequestRepository(session)
    asks = repository.of(key)
    answers = repository.answers([one.id for one in asks])
    return [
        {
            "asked_at": one.asked_at,
            "what": one.content["what"],
            "message": one.content["message"],
            "due": one.due,
            "withdrawn_at": one.withdrawn_at,
            "answers": [
                {"outcome": a.outcome, "answered_at": a.answered_at, **a.content}
                for a in answers
                if a.ask_id == one.id
            ],
        }
        for one in asks
    ]


def _is_same(one: Ask, asked: Prepared, household_id: str) -> bool:
    same = (one.household_id, one.to_id) == (household_id, asked.to_id)
    return same and one.content["what"] == asked.what


def _wrong_with(it: About, message: str, due: date) -> list[tuple[str, str]]:
    wrong = []
    if not message.strip():
        wrong.append(("message", "Enter a message"))
    elif too := too_long("Your message", message):
        wrong.append(("message", too))
    this_day = today()
    if due < this_day:
        wrong.append(("due", "Date must be today or in the future"))
    elif due > max(it.needed_by, this_day):
        said = f"Date must be before the home is needed, {day(it.needed_by)}"
        wrong.append(("due", said))
    return wrong
