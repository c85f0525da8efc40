"""What can be done with what-ifs."""

import json
import re
import zlib
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import SystemSession
from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    NotFoundError,
    or_not_found,
)
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.households import service as households
from app.jobs.engine import enqueue
from app.jobs.models import JobState
from app.jobs.repository import Tally
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.what_ifs.live import change_household as change_household
from app.what_ifs.live import change_referral as change_referral
from app.what_ifs.models import JOB, WhatIf
from app.what_ifs.permissions import not_theirs
from app.what_ifs.repository import WhatIfRepository
from app.what_ifs.schemas import LONGEST_REASON
from app.what_ifs.words import said
from matching.case import Case, Change
from matching.case_file import read_case
from matching.changes import changed
from matching.input_errors import CaseError, InputError
from matching.openings import changes_for
from matching.report import Opening

MOST_UNDER_WAY = 10
OPENING: TypeAdapter[Opening] = TypeAdapter(Opening)
OWN_POINTER = re.compile(r"/\d+/\w+")
Words = list[dict[str, Any]]


def page(session: Session, actor: Actor, number: int) -> Page[WhatIf]:
    """Return one page of the organisation's what-ifs."""
    require(actor, Permission.START_MATCH_RUNS)
    return WhatIfRepository(session).page(number)


def get(session: Session, actor: Actor, what_if_id: str) -> WhatIf:
    """Return one what-if with its difference; that it was read goes on record."""
    require(actor, Permission.START_MATCH_RUNS)
    found = or_not_found(WhatIfRepository(session).whole(what_if_id))
    record(session, actor, "what_if.read", "what_if", found.id)
    return found


def progress(session: Session, actor: Actor, what_if_id: str) -> WhatIf:
    """Return one what-if as far as it is."""
    require(actor, Permission.START_MATCH_RUNS)
    return or_not_found(WhatIfRepository(session).get(what_if_id))


def start(
    session: Session, actor: Actor, run_id: str, changes: Sequence[Change], reason: str
) -> WhatIf:
    """Keep changes to the case of a run; a job finds out what would be different."""
    case = frozen_case(session, actor, run_id)
    wrong = list(reason_errors(reason))
    if not changes:
        wrong.append(FieldError(pointer="/changes", detail="Change something first"))
    wrong += not_theirs(actor, case, changes)
    if wrong:
        raise InvalidError(errors=wrong)
    words = [said(case, change) for change in _possible(case, changes)]
    return _kept(session, actor, run_id, changes, words, reason)


def start_from_opening(
    session: Session,
    actor: Actor,
    run_id: str,
    *,
    young_person_id: str,
    number: int,
    household_id: str,
    reason: str,
) -> WhatIf:
    """Try an opening of a young person, by its place among theirs, for one home."""
    opening = opening_of(session, actor, run_id, young_person_id, number)
    case = frozen_case(session, actor, run_id)
    wrong = list(reason_errors(reason))
    try:
        changes = changes_of(case, young_person_id, opening, household_id)
    except LookupError:
        at = FieldError(
            pointer="/opening/household", detail="Select a home this would open"
        )
        raise InvalidError(errors=[*wrong, at]) from None
    if wrong:
        raise InvalidError(errors=wrong)
    words = [
        {
            "young_person": change["young_person"],
            "household": household_id,
            "clause": change["sentence"],
        }
        for change in opening["changes"]
    ]
    return _kept(session, actor, run_id, _possible(case, changes), words, reason)


def opening_of(
    session: Session, actor: Actor, run_id: str, young_person_id: str, number: int
) -> dict[str, Any]:
    """Return one of the openings of a young person that the actor may read."""
    run = runs.get(session, actor, run_id)
    found = runs.result(session, actor, run, young_person_id)
    if not 0 <= number < len(found["openings"]):
        raise NotFoundError
    opening: dict[str, Any] = found["openings"][number]
    return opening


def changes_of(
    case: Case, young_person_id: str, opening: dict[str, Any], household_id: str
) -> list[Change]:
    """Return what an opening changes for one home.

    Raises
    ------
    LookupError
        When the opening does not open this home.
    """
    read = OPENING.validate_python(opening)
    return changes_for(case, young_person_id, read, household_id)


def frozen_case(session: Session, actor: Actor, run_id: str) -> Case:
    """Return the case a finished run looked at, if all of it is still shared."""
    runs.must_be_whole(session, actor, runs.get(session, actor, run_id))
    return read_case(runs.frozen(session, actor, run_id))


def about(session: Session, actor: Actor, young_person_id: str) -> Words:
    """Return what the organisation's what-ifs tell of one young person."""
    require(actor, Permission.TAKE_OUT_RECORDS)
    found = []
    for one in WhatIfRepository(session).every():
        theirs = [w["clause"] for w in one.said if w["young_person"] == young_person_id]
        if theirs:
            told = {
                "asked_at": one.created_at,
                "reason": one.reason,
                "what_if": theirs,
                "adopted_at": one.adopted_at,
                "adopted_because": one.adopted_because,
            }
            found.append(told)
    return found


def reason_errors(reason: str) -> list[FieldError]:
    """Return what there is to put right in a reason."""
    length = len(reason.strip())
    if not length:
        return [FieldError(pointer="/reason", detail="Enter a reason")]
    if length > LONGEST_REASON:
        detail = (
            f"Reason must be {LONGEST_REASON:,} characters or fewer. "
            f"You have used {length:,}"
        )
        return [FieldError(pointer="/reason", detail=detail)]
    return []


def tallies(system: SystemSession) -> list[Tally]:
    """Return how many there are in each state, of every organisation's."""
    return WhatIfRepository(system).tallies()


def stop(session: Session, actor: Actor, what_if_id: str) -> WhatIf:
    """Stop one: at once while it waits; else its job ends it within seconds."""
    require(actor, Permission.START_MATCH_RUNS)
    found = or_not_found(WhatIfRepository(session).held(what_if_id))
    if found.stop(now()):
        session.flush()
        record(session, actor, f"what_if.{found.state}", "what_if", found.id)
    return found


def difference(
    session: Session, actor: Actor, what_if: WhatIf
) -> dict[str, Any] | None:
    """Return what would be different, while all it counts is shared with the actor.

    A reader who is shown nothing can try it again from a new run.
    """
    require(actor, Permission.START_MATCH_RUNS)
    run = runs.get(session, actor, what_if.run_id)
    if what_if.difference is None or runs.why_older(session, actor, run):
        return None
    found: dict[str, Any] = json.loads(zlib.decompress(what_if.difference))
    return found


def names(session: Session, actor: Actor) -> dict[str, str]:
    """Return the names to use of the young people shared with the actor, by id."""
    return {
        person.id: person.name for person in referrals.everyone_waiting(session, actor)
    }


def _possible(case: Case, changes: Sequence[Change]) -> Sequence[Change]:
    """Return the changes, or raise InvalidError with each that cannot be made."""
    try:
        changed(case, changes)
    except CaseError as failed:
        raise InvalidError(
            errors=[_told(case, changes, error) for error in failed.errors]
        ) from None
    return changes


def _told(case: Case, changes: Sequence[Change], error: InputError) -> FieldError:
    """Return an error at the change it comes of, wherever in the case it shows."""
    if OWN_POINTER.match(error.pointer):
        return FieldError(pointer=f"/changes{error.pointer}", detail=error.message)
    _, part, *steps = error.pointer.split("/")
    of_it = []
    if part == "decisions":
        kind, place = steps[0], int(steps[1])
        there = [n for n, c in enumerate(changes) if c.steps[:2] == [part, kind]]
        of_it = there[place - len(getattr(case.decisions, kind)) :]
    elif part in ("young_people", "households"):
        key = getattr(case, part)[int(steps[0])].id
        about = enumerate((c.young_person or c.household) for c in changes)
        of_it = [n for n, named in about if named == key]
    at = f"/changes/{of_it[0]}/to" if of_it else "/changes"
    return FieldError(pointer=at, detail=error.message)


def _kept(
    session: Session,
    actor: Actor,
    run_id: str,
    changes: Sequence[Change],
    words: Words,
    reason: str,
) -> WhatIf:
    _still_shared(session, actor, words)
    repository = WhatIfRepository(session)
    written = [change.model_dump(mode="json") for change in changes]
    under_way = repository.waiting_or_running()
    for other in under_way:
        # Pressed twice: the second press shows the first's result.
        if (other.run_id, other.changes) == (run_id, written):
            return other
    if len(under_way) >= MOST_UNDER_WAY:
        raise ConflictError("Several are under way. Wait for them, or stop one.")
    what_if = WhatIf(
        started_by=actor.person_id,
        kind=actor.organisation_kind,
        state=JobState.WAITING,
        stage="Waiting to start",
        created_at=now(),
        run_id=run_id,
        reason=reason.strip(),
        changes=written,
        said=words,
    )
    repository.add(what_if)
    record(session, actor, "what_if.created", "what_if", what_if.id, {"run": run_id})
    enqueue(session, JOB, what_if.id, behind=len(under_way))
    return what_if


def _still_shared(session: Session, actor: Actor, words: Words) -> None:
    """Raise NotFoundError where somebody it is about is not shared any more."""
    for key in sorted({word["young_person"] for word in words} - {None}):
        referrals.young_person(session, actor, key)
    for key in sorted({word["household"] for word in words} - {None}):
        households.get(session, actor, key)
