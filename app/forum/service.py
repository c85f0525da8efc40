"""What can be done with the meetings of a forum."""

from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor, OrganisationKind, Role
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
from app.core.permissions import Permission, may, require
from app.forum.models import Meeting
from app.forum.repository import ForumRepository, PackJobRepository
from app.forum.schemas import LONGEST_MEETING, LONGEST_NAME, MeetingWrite
from app.forum.touching import Touched as Touched
from app.forum.touching import touched_by as touched_by
from app.identity import service as identity
from app.jobs.repository import Tally
from app.match_runs import service as runs
from app.web.typed import too_long

# As whom an organisation is shown what it may see: whoever there may read all of it.
READS = {
    OrganisationKind.AUTHORITY: Role.PLACEMENT_OFFICER,
    OrganisationKind.AGENCY: Role.REFERRAL_COORDINATOR,
}
SIGNED_OFF = "These minutes are signed off. Add a correction instead."


def page(session: Session, actor: Actor, number: int) -> Page[Meeting]:
    """Return one page of the meetings the actor may see, the latest first."""
    require(actor, Permission.READ_FORUMS)
    return ForumRepository(session).page(number)


def get(session: Session, actor: Actor, meeting_id: str) -> Meeting:
    """Return one meeting; that it was read goes on record."""
    require(actor, Permission.READ_FORUMS)
    found = or_not_found(ForumRepository(session).get(meeting_id))
    record(session, actor, "forum.read", "forum", found.id)
    return found


def own(session: Session, actor: Actor, meeting_id: str) -> Meeting:
    """Return a meeting of the actor's own forum, to run it; others' are not there."""
    require(actor, Permission.RUN_FORUMS)
    found = get(session, actor, meeting_id)
    if not is_own(actor, found):
        raise NotFoundError
    return found


def is_own(actor: Actor, meeting: Meeting) -> bool:
    """Tell whether the actor's forum holds the meeting, and the actor may run it."""
    own = meeting.organisation_id == actor.organisation_id
    return own and may(actor, Permission.RUN_FORUMS)


def members(session: Session, actor: Actor) -> dict[str, str]:
    """Return the organisations that share with the actor's forum, by name."""
    require(actor, Permission.RUN_FORUMS)
    sharing = set(ForumRepository(session).members(actor.organisation_id))
    named = {one.id: one.name for one in identity.list_organisations(session)}
    pairs = ((key, name) for key, name in named.items() if key in sharing)
    return dict(sorted(pairs, key=lambda pair: pair[1]))


def in_the_room(
    session: Session, actor: Actor, meeting: Meeting
) -> dict[str, tuple[str, Actor]]:
    """Return who is in the room, by organisation: its name, and as whom it reads.

    In the order they were chosen; who shares with the forum no more is left out.
    """
    present = members(session, actor)
    kinds = {one.id: one.kind for one in identity.list_organisations(session)}
    return {
        key: (
            present[key],
            Actor(actor.person_id, key, kinds[key], frozenset({role})),
        )
        for key in meeting.room["organisations"]
        if key in present and (role := READS.get(kinds[key]))
    }


def arrange(session: Session, actor: Actor, wanted: MeetingWrite) -> Meeting:
    """Arrange a meeting that looks at what the newest run found."""
    require(actor, Permission.RUN_FORUMS)
    run = runs.newest(session, actor)
    wrong = _wrong_with(wanted, members(session, actor))
    if run is None:
        said = "Look for homes first: a meeting looks at what a match run found"
        wrong.append(FieldError(pointer="/name", detail=said))
    if run is None or wrong:
        raise InvalidError(errors=wrong)
    meeting = Meeting(run_id=run.id, corrections=[], created_at=now())
    _write(meeting, wanted)
    ForumRepository(session).add(meeting)
    record(session, actor, "forum.arranged", "forum", meeting.id)
    return meeting


def change(
    session: Session, actor: Actor, meeting_id: str, wanted: MeetingWrite
) -> Meeting:
    """Change when a meeting is and who is there."""
    meeting = to_change(session, actor, meeting_id)
    wrong = _wrong_with(wanted, members(session, actor))
    if wrong:
        raise InvalidError(errors=wrong)
    _write(meeting, wanted)
    record(session, actor, "forum.changed", "forum", meeting.id)
    return meeting


def look_at_newest(session: Session, actor: Actor, meeting_id: str) -> None:
    """Have a meeting look at what the newest run found."""
    meeting = to_change(session, actor, meeting_id)
    run = runs.newest(session, actor)
    if run is not None:
        meeting.run_id = run.id
        record(session, actor, "forum.changed", "forum", meeting.id, {"run": run.id})


def kept_about(
    session: Session, actor: Actor, young_person_id: str
) -> list[dict[str, Any]]:
    """Return what meetings of forums have written about a young person."""
    require(actor, Permission.TAKE_OUT_RECORDS)
    repository = ForumRepository(session)
    found = []
    for item in repository.items_about(young_person_id):
        meeting = repository.get(item.meeting_id)
        if meeting is not None:
            found.append({"forum": meeting.name, "on": meeting.held_on, **item.said})
    return found


def to_change(session: Session, actor: Actor, meeting_id: str) -> Meeting:
    """Return a meeting of one's own whose minutes are not signed off yet."""
    meeting = own(session, actor, meeting_id)
    if meeting.signed_at is not None:
        raise ConflictError(SIGNED_OFF)
    return meeting


def tallies(system: SystemSession) -> list[Tally]:
    """Return how many packs are made, in each state, of every forum's."""
    return PackJobRepository(system).tallies()


def to_decide(
    session: Session, actor: Actor, meeting_id: str, item_id: str
) -> tuple[Meeting, str]:
    """Return an open meeting, and whom one item of its agenda is about, by id."""
    meeting = to_change(session, actor, meeting_id)
    for item in ForumRepository(session).agenda(meeting.id):
        if item.id == item_id:
            return meeting, item.young_person_id
    raise NotFoundError


def _wrong_with(wanted: MeetingWrite, known: dict[str, str]) -> list[FieldError]:
    wrong = []
    if not 0 < len(wanted.name.strip()) <= LONGEST_NAME:
        wrong.append(("name", f"Enter a name of up to {LONGEST_NAME} characters"))
    if wanted.held_on is None:
        wrong.append(("day", "Enter the date, for example 27 3 2027"))
    if wanted.wrong_time:
        wrong.append(("starts", "Enter a time, for example 9:30am or 14:00"))
    if not 1 <= wanted.length <= LONGEST_MEETING:
        wrong.append(("length", f"Minutes must be between 1 and {LONGEST_MEETING}"))
    if not wanted.organisations or not known.keys() >= set(wanted.organisations):
        wrong.append(("organisations", "Select who is in the room"))
    if too := too_long("Names", wanted.people):
        wrong.append(("people", too))
    return [FieldError(pointer=f"/{field}", detail=said) for field, said in wrong]


def _write(meeting: Meeting, wanted: MeetingWrite) -> None:
    if wanted.held_on is not None:
        meeting.held_on = wanted.held_on
    meeting.name = wanted.name.strip()
    meeting.starts = wanted.starts
    meeting.length, meeting.hides_order = wanted.length, wanted.hides_order
    meeting.hides_homes = wanted.hides_homes
    meeting.room = {
        "organisations": list(wanted.organisations),
        "people": wanted.people.strip(),
    }
