"""Requests through the API."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.core.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    PreconditionFailedError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.identity.dependencies import ApiActor, ApiSession
from app.repeats.schemas import IdempotencyKey
from app.repeats.service import once
from app.requests import answering, service
from app.requests.repository import Show
from app.requests.schemas import (
    AnswerRead,
    AnswerWrite,
    AskWrite,
    ReplyWrite,
    RequestList,
    RequestRead,
)
from app.requests.service import Request

BESIDES = (Permission.READ_REFERRALS, Permission.READ_HOUSEHOLDS)
READ = [requires(Permission.READ_REQUESTS, *BESIDES)]
WRITE = [requires(Permission.WRITE_REQUESTS, Permission.READ_REQUESTS, *BESIDES)]
ASK = [
    requires(
        Permission.WRITE_REQUESTS,
        Permission.READ_REQUESTS,
        *BESIDES,
        Permission.READ_MATCH_RUNS,
    )
]

router = APIRouter(tags=["Requests"])
ANY = (NotSignedInError, NotPermittedError, InvalidError, NotFoundError)


@router.post(
    "/match-runs/{run_id}/requests",
    status_code=201,
    dependencies=ASK,
    responses=problem_responses(*ANY, ConflictError),
)
def ask_request(
    session: ApiSession,
    actor: ApiActor,
    run_id: str,
    wanted: AskWrite,
    idempotency_key: IdempotencyKey = None,
) -> RequestRead:
    """Ask an agency or an authority about an opening, or a question on an option."""
    made = once(
        session,
        actor,
        idempotency_key,
        (f"match-runs/{run_id}/requests", wanted),
        make=lambda: service.ask(session, actor, run_id, wanted),
        read=lambda key: service.ask_of(session, actor, key),
    )
    return _read(service.get(session, actor, made.id))


@router.get("/requests", dependencies=READ, responses=problem_responses(*ANY))
def list_requests(
    session: ApiSession,
    actor: ApiActor,
    show: Annotated[
        Show, Query(description="What is asked of you, by you, or settled.")
    ] = Show.FOR_YOU,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> RequestList:
    """List requests, the soonest due first; what is settled, the newest first."""
    found = service.page(session, actor, show, page)
    return RequestList(
        items=[_read(one) for one in found.rows],
        page=found.number,
        pages=found.count,
        total=found.total,
    )


@router.get(
    "/requests/{request_id}", dependencies=READ, responses=problem_responses(*ANY)
)
def read_request(session: ApiSession, actor: ApiActor, request_id: str) -> RequestRead:
    """Read a request and its answers."""
    return _read(service.get(session, actor, request_id))


@router.post(
    "/requests/{request_id}/answers",
    status_code=201,
    dependencies=WRITE,
    responses=problem_responses(*ANY, ConflictError, PreconditionFailedError),
)
def answer_request(
    session: ApiSession, actor: ApiActor, request_id: str, wanted: AnswerWrite
) -> RequestRead:
    """Answer a request. Where a change is agreed to, it is made in your record."""
    answering.answer(session, actor, request_id, wanted)
    return _read(service.get(session, actor, request_id))


@router.post(
    "/requests/{request_id}/replies",
    status_code=201,
    dependencies=WRITE,
    responses=problem_responses(*ANY, ConflictError),
)
def reply_to_request(
    session: ApiSession, actor: ApiActor, request_id: str, wanted: ReplyWrite
) -> RequestRead:
    """Write back to whoever you asked, when they want to talk."""
    answering.reply(session, actor, request_id, wanted.reply)
    return _read(service.get(session, actor, request_id))


@router.post(
    "/requests/{request_id}/withdraw",
    dependencies=WRITE,
    responses=problem_responses(*ANY, ConflictError),
)
def withdraw_request(
    session: ApiSession, actor: ApiActor, request_id: str
) -> RequestRead:
    """Take back what you asked, while it waits for an answer."""
    service.withdraw(session, actor, request_id)
    return _read(service.get(session, actor, request_id))


def _read(found: Request) -> RequestRead:
    ask = found.ask
    return RequestRead(
        id=ask.id,
        state=found.state,
        asked_by=ask.organisation_id,
        asked_of=ask.to_id,
        young_person=ask.young_person_id,
        household=ask.household_id,
        what=ask.content["what"],
        message=ask.content["message"],
        talk_first=ask.talk_first,
        due=ask.due,
        asked_at=ask.asked_at,
        withdrawn_at=ask.withdrawn_at,
        answers=[
            AnswerRead(
                outcome=one.outcome,
                because=one.content["because"],
                heard=one.content["heard"],
                value=one.content["value"],
                answered_at=one.answered_at,
            )
            for one in found.answers
        ],
    )
