"""Many records in one request: a line of JSON each, and an answer for each line.

A line that cannot be kept keeps no other from being kept. All answers hold together:
they are given when everything that was kept is on the disk.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import cast

from pydantic import ValidationError
from pydantic_core import from_json
from sqlalchemy.orm import Session

from app.case_systems import service
from app.case_systems.kinds import Kind, W
from app.case_systems.schemas import HouseholdLine, Kept, LineAnswer, ReferralLine
from app.core.actor import Actor
from app.core.errors import AppError, FieldError, InvalidError, TooLargeError
from app.core.permissions import require
from app.core.problems import problem_for
from app.external_ids import service as external_ids
from matching.input_errors import in_words

MOST = 500
"""Lines at once: while they are written nobody else writes on SQLite."""

Line = HouseholdLine | ReferralLine


def take(
    session: Session, actor: Actor, kind: Kind[W], system: str, body: bytes
) -> list[LineAnswer]:
    """Keep what each line holds; empty lines are passed over.

    Raises
    ------
    TooLargeError
        When there are too many; nothing is kept then.
    """
    require(actor, kind.permission)
    read = list(_read(kind, body))
    if len(read) > MOST:
        raise TooLargeError(f"Send {MOST} lines or fewer. Nothing was saved.")
    ids = [line.external_id for _, line in read if not isinstance(line, AppError)]
    known = external_ids.known(session, kind.record_type, system, ids)
    # All of them before the first is changed; see households.service.hold.
    kind.hold(session, actor, list(known.values()))
    return [_kept(session, actor, kind, system, number, line) for number, line in read]


def _read(kind: Kind[W], body: bytes) -> Iterator[tuple[int, Line | InvalidError]]:
    for number, text in enumerate(body.split(b"\n"), 1):
        if not text.strip():
            continue
        try:
            raw = from_json(text, allow_inf_nan=False)
        except ValueError:
            wrong = [FieldError(pointer="", detail="This line is not JSON")]
            yield number, InvalidError(errors=wrong)
            continue
        try:
            yield number, kind.line.model_validate(raw)
        except ValidationError as failed:
            yield number, InvalidError(errors=_errors(failed, raw))


def _errors(failed: ValidationError, raw: object) -> list[FieldError]:
    return [
        FieldError(pointer=one.pointer, detail=one.message)
        for one in in_words(failed.errors(), raw)
    ]


def _kept(
    session: Session,
    actor: Actor,
    kind: Kind[W],
    system: str,
    number: int,
    line: Line | InvalidError,
) -> LineAnswer:
    try:
        if isinstance(line, InvalidError):
            raise line
        with session.begin_nested():
            kept = service.put(
                session,
                actor,
                kind,
                system,
                line.external_id,
                cast("W", line),
                line.if_match,
            )
    except AppError as refused:
        problem = problem_for(refused)
        return LineAnswer(line=number, status=problem.status, problem=problem)
    return LineAnswer(line=number, status=status_of(kept), kept=kept)


def status_of(kept: Kept) -> int:
    """Return the HTTP status that says what became of a record."""
    return HTTPStatus.CREATED if kept.outcome == "created" else HTTPStatus.OK
