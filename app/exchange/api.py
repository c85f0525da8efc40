"""Files imported through the API: sent, followed, confirmed, taken back."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, UploadFile
from fastapi import File as Sent

from app.core.actor import Actor
from app.core.clock import today
from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.exchange import service
from app.exchange.forms import Asked, about
from app.exchange.models import CONFIRM, PREVIEW, UNDO, Import
from app.exchange.reading import fingerprint
from app.exchange.schemas import ImportAsked, ImportProblemRead, ImportRead
from app.exchange.tables import File
from app.identity.dependencies import ApiActor, ApiSession
from app.repeats.schemas import IdempotencyKey
from app.repeats.service import once

ANY = (NotSignedInError, NotPermittedError, InvalidError)
AT_IT = {CONFIRM: "saving", UNDO: "undoing"}
"""What an import is called while a worker writes its records, or puts them back."""
ONE = problem_responses(*ANY, NotFoundError, ConflictError)


def _importer(actor: ApiActor) -> Actor:
    """Return who imports: its scope lets a key write what its role may import."""
    return replace(actor, scopes=None)


Importer = Annotated[Actor, Depends(_importer)]
router = APIRouter(
    prefix="/imports",
    tags=["Imports"],
    dependencies=[requires(Permission.IMPORT_RECORDS)],
)


@router.post("", status_code=202, responses=problem_responses(*ANY))
def begin_import(
    session: ApiSession,
    actor: Importer,
    kind: Annotated[
        str,
        Form(max_length=40, description="homes, ssda903, referrals or standard."),
    ],
    source: Annotated[
        str,
        Form(
            max_length=100,
            description="The name of the system they come from: ids are known "
            "within it.",
        ),
    ],
    as_of: Annotated[date, Form(description="The day the files are right for.")],
    files: Annotated[list[UploadFile], Sent(description="One, or all of a return.")],
    idempotency_key: IdempotencyKey = None,
) -> ImportRead:
    """Send files; a worker reads them, and nothing is written before it is confirmed.

    Ask for the import again to see what it would change.
    """
    given = [File((one.filename or "")[:100], one.file, one.size or 0) for one in files]
    parts = (str(as_of.day), str(as_of.month), str(as_of.year))
    try:
        said = about(Asked(kind, source, *parts), given, today())
    except InvalidError as refused:
        raise InvalidError(errors=[_named(one) for one in refused.errors]) from None
    asked = ImportAsked(
        kind=kind, source=source, as_of=as_of, fingerprint=fingerprint(kind, given)
    )
    made = once(
        session,
        actor,
        idempotency_key,
        ("imports", asked),
        make=lambda: service.send(session, actor, kind, given, said),
        read=lambda key: service.get(session, actor, key),
    )
    return _read(session, actor, made)


@router.get("/{import_id}", responses=problem_responses(*ANY, NotFoundError))
def read_import(session: ApiSession, actor: Importer, import_id: str) -> ImportRead:
    """Read where an import is, and what it would change."""
    return _read(session, actor, service.get(session, actor, import_id))


@router.post("/{import_id}/confirm", status_code=202, responses=ONE)
def confirm_import(session: ApiSession, actor: Importer, import_id: str) -> ImportRead:
    """Write all of an import, or nothing; what asks a question is left as it is.

    Few records are written at once, many by a worker.
    """
    service.import_now_or_soon(session, actor, import_id)
    return read_import(session, actor, import_id)


@router.post("/{import_id}/undo", status_code=202, responses=ONE)
def undo_import(session: ApiSession, actor: Importer, import_id: str) -> ImportRead:
    """Put every record back as it was, unless one was changed since.

    Few records are put back at once, many by a worker.
    """
    service.undo_now_or_soon(session, actor, import_id)
    return read_import(session, actor, import_id)


@router.post("/{import_id}/abandon", responses=ONE)
def abandon_import(session: ApiSession, actor: Importer, import_id: str) -> ImportRead:
    """Give an import up, as long as its records are not being written."""
    service.abandon(session, actor, import_id)
    return read_import(session, actor, import_id)


def _named(error: FieldError) -> FieldError:
    at = "/as_of" if error.pointer == "/day" else error.pointer
    return FieldError(pointer=at, detail=error.detail)


def _read(session: ApiSession, actor: Importer, made: Import) -> ImportRead:
    job = service.job_of(session, actor, made)
    at_it = AT_IT.get(job.what) if job is not None and job.under_way else None
    return ImportRead(
        id=made.id,
        kind=made.kind,
        source=made.source,
        as_of=made.as_of,
        state=at_it or made.state,
        stage=job.stage if job is not None and job.under_way else "",
        counts=made.counts,
        renewed=made.state == PREVIEW and job is not None and job.renewed,
        touched=service.touched(session, made, 0)[1],
        problems=[
            ImportProblemRead.model_validate(one)
            for one in service.problems(session, made, 1).rows
        ],
        created_at=made.created_at,
        ended_at=made.ended_at,
    )
